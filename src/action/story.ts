/**
 * The documents in a run: whether a transaction has anything to hear from them or to tell them, and if so, both in its own commit.
 * What that takes (a Markdown parser, the documents' bytes) is loaded only then.
 */
import { wordsIn } from "../dispatch/inbox/spoken.ts";
import type { Inbox } from "../dispatch/inbox/types.ts";
import { asideKey, isUnheard, mayBeHeard, pathsOf, storyOwed, storyPaths } from "../dispatch/story/owed.ts";
import { untold } from "../dispatch/story/port.ts";
import type { withStory as WithStory } from "../dispatch/story/story.ts";
import type { DoneRequest, Pen, Told } from "../dispatch/story/types.ts";
import { nameOf } from "../git/objects.ts";
import { bytesOfSeen, formatOf } from "../github/documents.ts";
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

/** The story of one run. */
export interface Story {
  /**
   * The transaction, with the documents in it where they have to do with it. `inbox`: what people said, whose words may be to be
   * recorded. Rejects with what reading documents rejects with.
   */
  around<R>(intent: Intent<R>, state: State, inbox?: Inbox): Promise<Intent<Told<R>>>;
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
    async around<R>(intent: Intent<R>, state: State, inbox?: Inbox) {
      const asked = requests;
      requests = [];
      news ??= newsIn(project, state);
      const heard = await news;
      const isWorthIt = heard.length + asked.length > 0 || hasToTell(project, intent, state, inbox);
      if (!isWorthIt) return untold(intent);
      loading ??= ready(desk, state.queue, heard);
      const { withStory, pen } = await loading;
      const about = (words: Pen["said"]): Intent<Told<R>> =>
        withStory(intent, { ...pen, op: intent.op, requests: asked, said: words.map(hidden(project)) });
      // Who was faster may have heard some of the words: what is left of them is only known when it is applied.
      const words = (queue: Queue, now: string) => (inbox === undefined ? [] : wordsIn(queue, now, inbox, settings));
      return { ...about([]), apply: (before, now) => about(words(before.queue, now)).apply(before, now) };
    },
    isOwed: (queue) => tells(project) && storyOwed(queue, settings),
  };
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

interface Ready {
  readonly withStory: typeof WithStory;
  /** Without what belongs to one transaction. */
  readonly pen: Omit<Pen, "op" | "requests" | "said">;
}

/** Loads what the story is told with, and asks verification about the boxes that were ticked since. */
async function ready({ project, context, requests }: StoryDesk, queue: Queue, news: readonly News[]): Promise<Ready> {
  const [{ withStory, newRequests }, { loadBlockParser }] = await Promise.all([
    import("../dispatch/story/story.ts"),
    import("../triad/document/remark.ts"),
  ]);
  const { settings, home, repo } = project;
  const parse = await loadBlockParser();
  const ticked = news.flatMap(({ key, text }) => newRequests(text, queue, settings, parse, key));
  const labels = [...requests.map(({ id }) => id), ...ticked];
  const format = formatOf(home.head);
  return {
    withStory,
    pen: {
      ...{ parse, settings, objections: await objections(project, queue, labels), checked: new Set(labels) },
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
  const asked = [...tasks].filter(({ acceptance = [] }) => acceptance.length > 0);
  if (asked.length === 0) return new Map<string, string>();
  const { objectionsTo } = await import("./objections.ts");
  return objectionsTo(project, asked);
}
