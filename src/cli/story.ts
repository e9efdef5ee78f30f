/**
 * The documents of the work tree in this machine's cycles. Every cycle looks whether there is anything to hear or to tell, which costs a
 * look at two files; what that takes (a Markdown parser) is loaded only then.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type CommitLook, heardHeads, requestsOf } from "../dispatch/story/commits.ts";
import { isUnheard, mayBeHeard, pathsOf, storyOwed, storyPaths } from "../dispatch/story/owed.ts";
import { notingCommits, type StoryPort, type Teller, untold } from "../dispatch/story/port.ts";
import type { Pen } from "../dispatch/story/types.ts";
import { newCommits } from "../git/new-commits.ts";
import { nameOf } from "../git/objects.ts";
import { seeDocument } from "../history/auto-save/seen.ts";
import { taskByLabel } from "../queue/find.ts";
import type { Queue } from "../queue/schema.ts";
import type { BlockParser } from "../triad/document/remark.ts";
import type { Project } from "./project.ts";

/** The port of a cycle; none where the documents come with the branch that GitHub writes. */
export function storyPort(project: Project): StoryPort | undefined {
  if (project.remote !== null) return undefined;
  const { settings } = project;
  const paths = storyPaths(settings);
  const { root } = project.repository;
  // One for all cycles of this command: what it remembers of a long document is not parsed again.
  let parser: BlockParser | null = null;
  return {
    open: async ({ queue }, after, op) => {
      const look = lookAtCommits(project, queue);
      const asked = look === null ? [] : requestsOf(queue, look);
      const isThere = [paths.progress, paths.next].some((path) => path !== null && existsSync(join(root, path)));
      const isDue = isThere && (storyOwed(after, settings) || isNews(project, queue, paths.next));
      if (isDue || asked.length > 0) {
        parser ??= await (await import("../triad/document/remark.ts")).loadBlockParser();
        return teller(project, queue, { op, look, parse: parser });
      }
      return look === null ? null : { documents: NONE, around: (intent) => notingCommits(untold(intent), look) };
    },
  };
}

const NONE: ReadonlyMap<string, Uint8Array | null> = new Map();

/** The commits since the last look; null when there are none. A history that cannot be read says nothing and stops nothing. */
function lookAtCommits({ repository }: Project, queue: Queue): CommitLook | null {
  const heads = heardHeads(queue);
  const look = readable(() => newCommits(repository, heads));
  return look === null || look.head === null || heads.includes(look.head) ? null : look;
}

/** Whether NEXT_STEPS.md was changed, and holds what could be meant for the queue. */
function isNews({ repository, settings }: Project, queue: Queue, path: string | null): boolean {
  const bytes = path === null ? null : readable(() => seeDocument(repository, path)?.bytes ?? null);
  if (bytes === null) return false;
  return (
    isUnheard(queue, settings, nameOf(repository.objectFormat, "blob", bytes)) && mayBeHeard(bytes.toString("utf8"))
  );
}

/** What cannot be read is said by the store, when it is asked for it. */
function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

interface Tools {
  readonly op: string;
  readonly look: CommitLook | null;
  readonly parse: BlockParser;
}

async function teller(project: Project, queue: Queue, { op, look, parse }: Tools): Promise<Teller> {
  const [{ newRequests, withStory }, { localStamp }] = await Promise.all([
    import("../dispatch/story/story.ts"),
    import("./init/local-stamp.ts"),
  ]);
  const { settings, repository, store } = project;
  const paths = storyPaths(settings);
  const documents = (await store.read({ documents: pathsOf(paths) })).state.documents ?? new Map();
  const bytes = paths.next === null ? null : (documents.get(paths.next) ?? null);
  // What is no text is refused, with a word, where it is told.
  const text = bytes === null ? "" : Buffer.from(bytes).toString("utf8");
  const asked = look === null ? [] : requestsOf(queue, look).map(({ id }) => id);
  const ticked = bytes === null ? [] : newRequests(text, queue, settings, parse);
  const checked = new Set([...ticked, ...asked]);
  const tasks = [...checked].flatMap((label) => taskByLabel(queue, label) ?? []);
  const verified = tasks.filter(({ acceptance = [] }) => acceptance.length > 0);
  const pen: Pen = {
    ...{ parse, settings, op, checked, requests: [], said: [], stampOf: localStamp },
    nameOf: (content) => nameOf(repository.objectFormat, "blob", content),
    objections: new Map([
      ...(verified.length === 0 ? [] : await (await import("./objections.ts")).objectionsTo(project, verified)),
      ...(await broughtByWork(project, queue, ticked, parse)),
    ]),
    ...(look === null ? {} : { commits: look }),
  };
  return {
    documents,
    around: (intent) => (look === null ? withStory(intent, pen) : notingCommits(withStory(intent, pen), look)),
  };
}

/** What speaks against ticks that came with work which was just merged. */
async function broughtByWork(project: Project, queue: Queue, labels: readonly string[], parse: Pen["parse"]) {
  const { next: path } = storyPaths(project.settings);
  if (path === null || labels.length === 0 || (queue.outbox ?? []).every(({ kind }) => kind !== "land")) return [];
  const [{ worksToLand }, { objectionsToWork }] = await Promise.all([
    import("../dispatch/story/work-ticks.ts"),
    import("./work-ticks.ts"),
  ]);
  return objectionsToWork(project, queue, { path, labels, works: worksToLand(queue) }, parse);
}
