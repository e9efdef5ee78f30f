/**
 * The documents in a run: whether a transaction has anything to hear from them or to tell them, and if so, both in its own commit.
 * What that takes (a Markdown parser, the documents' bytes) is loaded only then.
 */
import { wordsIn } from "../dispatch/inbox/spoken.ts";
import type { Inbox } from "../dispatch/inbox/types.ts";
import { type CommitLook, requestsOf, sinceHeard } from "../dispatch/story/commits.ts";
import { asideKey, isUnheard, mayBeHeard, pathsOf, storyOwed, storyPaths } from "../dispatch/story/owed.ts";
import { notingCommits, untold } from "../dispatch/story/port.ts";
import type { withStory as WithStory } from "../dispatch/story/story.ts";
import type { DoneRequest, Pen, Told } from "../dispatch/story/types.ts";
import { nameOf } from "../git/objects.ts";
import { bytesOfSeen, formatOf, lookAtPaths, type SeenPath } from "../github/documents.ts";
import { systemClock } from "../host/system-clock.ts";
import { taskByLabel } from "../queue/find.ts";
import type { Queue } from "../queue/schema.ts";
import { latest } from "../state/clock.ts";
import type { State } from "../state/state.ts";
import type { Intent, ReadOptions } from "../state/store.ts";
import type { ActionContext } from "./context.ts";
import type { ActionProject } from "./project.ts";

export interface StoryDesk {
  readonly project: ActionProject;
  readonly context: ActionContext;
  /** Requests to mark tasks done, from outside of the documents. They count in the first transaction. */
  readonly requests: readonly DoneRequest[];
}

/** What a transaction is about, as far as the documents have to do with it. */
export interface Occasion {
  /** What people said, whose words may be to be recorded. */
  readonly inbox?: Inbox;
  /** The default branch's commit, where this run has merged work into it: its documents are looked at anew. */
  readonly merged?: string | null;
}

/** The story of one run. */
export interface Story {
  /**
   * The transaction, with the documents in it where they have to do with it. Rejects with what reading documents rejects with.
   */
  around<R>(intent: Intent<R>, state: State, occasion?: Occasion): Promise<Intent<Told<R>>>;
  /** Whether the documents do not tell the queue as it is. */
  isOwed(queue: Queue): boolean;
}

/** What the first read of the state asks for: documents only where no look has shown whether there are any. */
export function readFirst({ documents, settings }: ActionProject): ReadOptions {
  return documents.there === null ? { documents: pathsOf(storyPaths(settings)) } : {};
}

/** Opens the story of a run. Nothing is read before there is something to hear or to tell. */
export function openStory(desk: StoryDesk): Story {
  const { project } = desk;
  const { settings } = project;
  let requests = desk.requests;
  let news: Promise<readonly News[]> | null = null;
  let loading: Promise<Ready> | null = null;
  return {
    async around<R>(intent: Intent<R>, state: State, { inbox, merged = null }: Occasion = {}) {
      const asked = requests;
      requests = [];
      const look = commitsSince(project, state.queue);
      if (merged !== null) [news, loading] = [newsAt(project, state.queue, merged), null];
      news ??= newsIn(project, state);
      const heard = await news;
      const said = asked.length + (look === null ? 0 : requestsOf(state.queue, look).length);
      const isWorthIt = heard.length + said > 0 || hasToTell(project, intent, state, inbox);
      if (!isWorthIt) return noting(untold(intent), look);
      loading ??= ready(desk, state.queue, heard, look);
      const { withStory, pen } = await loading;
      const about = (words: Pen["said"]): Intent<Told<R>> =>
        withStory(intent, { ...pen, op: intent.op, requests: asked, said: words.map(hidden(project)) });
      // Who was faster may have heard some of the words: what is left of them is only known when it is applied.
      const words = (queue: Queue, now: string) => (inbox === undefined ? [] : wordsIn(queue, now, inbox, settings));
      const telling = {
        ...about([]),
        apply: (before: State, now: string) => about(words(before.queue, now)).apply(before, now),
      };
      return noting(telling, look);
    },
    isOwed: (queue) => tells(project) && storyOwed(queue, settings),
  };
}

/** The default branch's commits since they were heard; null when there are none, or nobody looked. */
function commitsSince({ commits }: ActionProject, queue: Queue): CommitLook | null {
  return commits === null ? null : sinceHeard(queue, commits);
}

function noting<R>(intent: Intent<R>, look: CommitLook | null): Intent<R> {
  return look === null ? intent : notingCommits(intent, look);
}

/** Secrets do not reach a document either. */
function hidden({ voice }: ActionProject): (word: Pen["said"][number]) => Pen["said"][number] {
  return (word) => ({ ...word, text: voice.hide(word.text) });
}

/** Whether there is a document to be told anything. */
function tells({ settings, documents: { there } }: ActionProject): boolean {
  const { progress, next } = storyPaths(settings);
  return [progress, next].some((path) => path !== null && (there === null || there.has(path)));
}

/** Whether the documents are owed something: as it will be if nobody is faster; else the next transaction finds it owed. */
function hasToTell<R>(project: ActionProject, intent: Intent<R>, state: State, inbox: Inbox | undefined): boolean {
  if (!tells(project)) return false;
  const now = latest(systemClock.now(), state.queue.updated_at);
  if (inbox !== undefined && wordsIn(state.queue, now, inbox, project.settings).length > 0) return true;
  return storyOwed((intent.apply(state, now).state ?? state).queue, project.settings);
}

/** A NEXT_STEPS.md that is not as it was, and may be meant for the queue. */
interface News {
  /** Under which it is remembered. */
  readonly key: string;
  readonly isAside: boolean;
  readonly bytes: Uint8Array;
  readonly text: string;
}

async function newsIn(project: ActionProject, { queue, documents: read }: State): Promise<readonly News[]> {
  const { settings, documents, client, repo, store, home } = project;
  const { next } = storyPaths(settings);
  if (next === null) return [];
  const { there, aside } = documents;
  const given = read?.get(next) ?? null;
  const own = given === null ? (there?.get(next) ?? null) : nameOf(formatOf(home.head), "blob", given);
  const found: News[] = [];
  const note = (key: string, isAside: boolean, bytes: Uint8Array | null | undefined) => {
    // What is no text is refused, with a word, where it is told.
    const text = bytes == null ? "" : Buffer.from(bytes).toString("utf8");
    if (bytes != null && mayBeHeard(text)) found.push({ key, isAside, bytes, text });
  };
  if (isUnheard(queue, settings, own)) {
    // All of them: the transaction needs them, too, and finds them read.
    const paths = pathsOf(storyPaths(settings));
    note(next, false, given ?? (await store.read({ documents: paths })).state.documents?.get(next));
  }
  if (aside !== null && isUnheard(queue, settings, aside.oid, true))
    note(asideKey(next), true, await bytesOfSeen(client, repo, aside));
  return found;
}

/** The same after this run has merged work into the default branch: what its commit holds now. */
async function newsAt(project: ActionProject, queue: Queue, merged: string): Promise<readonly News[]> {
  const { settings, client, repo, home } = project;
  const { next } = storyPaths(settings);
  if (next === null) return [];
  const seen: SeenPath | null = (await lookAtPaths(client, repo, merged, [next]))?.get(next) ?? null;
  const isAside = settings.state_branch !== null && settings.state_branch !== home.name;
  if (seen?.mode.startsWith("100") !== true || !isUnheard(queue, settings, seen.oid, isAside)) return [];
  const bytes = await bytesOfSeen(client, repo, seen);
  const text = Buffer.from(bytes).toString("utf8");
  return mayBeHeard(text) ? [{ key: isAside ? asideKey(next) : next, isAside, bytes, text }] : [];
}

interface Ready {
  readonly withStory: typeof WithStory;
  /** Without what belongs to one transaction. */
  readonly pen: Omit<Pen, "op" | "requests" | "said">;
}

/** Loads what the story is told with, and asks verification about the boxes that were ticked since. */
async function ready(
  { project, context, requests }: StoryDesk,
  queue: Queue,
  news: readonly News[],
  look: CommitLook | null,
): Promise<Ready> {
  const [{ withStory, newRequests }, { loadBlockParser }] = await Promise.all([
    import("../dispatch/story/story.ts"),
    import("../triad/document/remark.ts"),
  ]);
  const { settings, home, repo } = project;
  const parse = await loadBlockParser();
  const ticked = news.flatMap(({ key, text }) => newRequests(text, queue, settings, parse, key));
  const said = [...requests, ...(look === null ? [] : requestsOf(queue, look))];
  const labels = [...said.map(({ id }) => id), ...ticked];
  const format = formatOf(home.head);
  return {
    withStory,
    pen: {
      ...{ parse, settings, checked: new Set(labels), ...(look !== null && { commits: look }) },
      objections: new Map([
        ...(await objections(project, queue, labels)),
        ...(await broughtByWork(project, queue, ticked, parse)),
      ]),
      aside: news.find(({ isAside }) => isAside)?.bytes ?? null,
      // UTC, as everything on GitHub.
      stampOf: (moment) => new Date(moment).toISOString().slice(0, 16).replace("T", " "),
      nameOf: (bytes) => nameOf(format, "blob", bytes),
      issueUrl: (number) => `${context.urls.server}/${repo.owner}/${repo.name}/issues/${number}`,
    },
  };
}

/** What verification has against it; it is asked only about tasks that bring checks of their own. */
async function objections(project: ActionProject, queue: Queue, labels: readonly string[]) {
  const tasks = new Set(labels.flatMap((label) => taskByLabel(queue, label) ?? []));
  const asked = [...tasks].filter(({ status, acceptance = [] }) => status !== "done" && acceptance.length > 0);
  if (asked.length === 0) return new Map<string, string>();
  const { objectionsTo } = await import("./objections.ts");
  return objectionsTo(project, asked);
}

/** What speaks against ticks that came with work which a run merges without review. */
async function broughtByWork(
  project: ActionProject,
  queue: Queue,
  labels: readonly string[],
  parse: Pen["parse"],
): Promise<ReadonlyMap<string, string>> {
  const { next } = storyPaths(project.settings);
  const isOwed = (queue.outbox ?? []).some(({ kind }) => kind === "land");
  if (next === null || project.settings.land !== "merge" || !isOwed || labels.length === 0) return new Map();
  return (await import("./work-ticks.ts")).objectionsToWork(project, queue, { path: next, labels }, parse);
}
