/** The state's branch as the API shows it: one query a look; and its history, where the answer to a write was lost. */
import { type AskedPaths, askFor } from "../github/documents.ts";
import type { BranchLook } from "../github/project.ts";
import { parseLabel } from "../queue/label.ts";
import type { Queue } from "../queue/schema.ts";
import { type Clock, latest } from "../state/clock.ts";
import { ARCHIVE_DIR, QUEUE_FILE } from "../state/files.ts";
import { EMPTY_QUEUE, type State } from "../state/state.ts";
import { type DocumentsThere, documentsAt, readDocuments } from "./api-documents.ts";
import { asStoreError } from "./api-errors.ts";
import { type ApiFiles, demandFolder, pathIn, readMonths, readQueue } from "./api-files.ts";
import { includes } from "./api-history.ts";
import { type History, lookQuery, lookShape, removalQuery, removalShape, type SeenBranch } from "./api-queries.ts";
import { nameOfPlace, neverWas, noDefaultBranch, type Place, vanished } from "./remote-errors.ts";
import type { RemoteWord } from "./remote-words.ts";

/** The branch at one moment: as a look showed it, or as our own commit left it. */
export interface Known {
  readonly head: string;
  readonly queue: Queue;
  /** null: not loaded. */
  readonly archive: State["archive"] | null;
  /** Those that were loaded. */
  readonly documents: DocumentsThere;
  /** False: the branch has no queue file. */
  readonly present: boolean;
}

/** A branch through the API, and what is known of it in this process. */
export interface ApiDesk extends ApiFiles {
  /** null: the default branch, whatever its name. */
  readonly branch: string | null;
  readonly maxRetries: number;
  readonly clock: Clock;
  readonly say: (word: RemoteWord) => void;
  place: Place;
  known: Known | null;
  /** The highest label ever seen here: not given again although a rewritten history forgot it. */
  mark: string | null;
  /** The commit about which it was said that it took the queue file away. */
  told: string | null;
  /** Contents of documents by their blobs. */
  readonly blobs: Map<string, Uint8Array>;
}

/** What is wanted of a look besides the queue. */
export interface Wanted {
  readonly archive: boolean;
  readonly documents: readonly string[];
}

export interface Looked {
  readonly known: Known;
  /** The newest commits; null when nothing was known before. */
  readonly history: History | null;
}

/** Variables of every query. */
export function whereabouts({ repo }: Pick<ApiDesk, "repo">): { owner: string; name: string } {
  return { owner: repo.owner, name: repo.name };
}

/** Looks at the branch as it is. `history`: with its newest commits. Throws `StoreError`, `QueueFault`. */
export async function look(desk: ApiDesk, wanted: Wanted, history: boolean): Promise<Looked> {
  try {
    const question = askFor(wanted.documents);
    const seen = await ask(desk, wanted.archive, history || desk.known !== null, question);
    if (seen === null) throw gone(desk);
    await follow(desk, seen);
    const { oid: head, queue, archive: folder } = seen.target;
    const known = await load(desk, head, queue, wanted.archive ? (folder ?? null) : undefined);
    const documents = await readDocuments(desk, wanted.documents, question.answer(seen.target));
    desk.known = { ...known, documents: new Map([...known.documents, ...documents]) };
    return { known: desk.known, history: seen.target.history ?? null };
  } catch (error) {
    throw asStoreError(error, desk.place);
  }
}

/** Takes over what the run's first query saw. Throws as `look` does. */
export async function takeFirst(desk: ApiDesk, first: BranchLook): Promise<Known> {
  desk.place = { ...desk.place, branch: first.name };
  try {
    desk.known = await load(desk, first.head, first.queue, undefined);
    return desk.known;
  } catch (error) {
    throw asStoreError(error, desk.place);
  }
}

/**
 * What is known, with these documents of the same commit; null when that is gone from the server. `seen`: what a first query
 * saw of it. Throws as `look` does.
 */
export async function withDocuments(
  desk: ApiDesk,
  known: Known,
  paths: readonly string[],
  seen: BranchLook["documents"],
): Promise<Known | null> {
  const missing = paths.filter((path) => !known.documents.has(path));
  if (missing.length === 0) return known;
  try {
    const isSeen = seen !== undefined && askFor(missing).paths.every((path) => seen.has(path));
    const found = isSeen ? await readDocuments(desk, missing, seen) : await documentsAt(desk, known.head, missing);
    if (found === null) return null;
    desk.known = { ...known, documents: new Map([...known.documents, ...found]) };
    return desk.known;
  } catch (error) {
    throw asStoreError(error, desk.place);
  }
}

async function ask(
  desk: ApiDesk,
  archive: boolean,
  history: boolean,
  documents: AskedPaths,
): Promise<SeenBranch | null> {
  const { client, branch, dir } = desk;
  const variables = {
    ...{ ...whereabouts(desk), archive, history },
    ...{ queue: pathIn(dir, QUEUE_FILE), folder: pathIn(dir, ARCHIVE_DIR) },
    ...documents.variables,
    ...(branch === null ? {} : { branch: `refs/heads/${branch}` }),
  };
  return (await client.graphql(lookQuery(branch !== null, documents), variables, lookShape)).repository.branch;
}

/** Why there is no branch. */
function gone(desk: ApiDesk): Error {
  if (desk.known !== null) return vanished(desk.place);
  return desk.branch === null ? noDefaultBranch(desk.place.remote) : neverWas(desk.place);
}

/** Notices that the branch was renamed or its history rewritten. */
async function follow(desk: ApiDesk, seen: SeenBranch): Promise<void> {
  const { known, place } = desk;
  const { oid, history } = seen.target;
  const now = { ...place, branch: seen.name };
  const isIn = known === null || known.head === oid || (await includes(desk, oid, history ?? null, known.head));
  const isRenamed = known !== null && place.branch !== seen.name;
  // Another default branch that never held the queue does not take its place.
  if (isRenamed && !isIn) throw vanished(place);
  desk.place = now;
  if (isRenamed) desk.say({ kind: "renamed", from: place.branch, to: seen.name });
  else if (!isIn) desk.say({ kind: "rewritten", branch: nameOfPlace(now), from: known?.head ?? "", to: oid });
}

type Folder = SeenBranch["target"]["archive"];

/** `folder`: the archive's directory, null when there is none, undefined when it was not asked for. */
async function load(desk: ApiDesk, head: string, entry: BranchLook["queue"], folder: Folder): Promise<Known> {
  const { place, known } = desk;
  const defaults = { now: latest(desk.clock.now(), undefined), maxRetries: desk.maxRetries };
  const isKnown = known?.head === head && known.present;
  const queue =
    entry === null
      ? await removedQueue(desk, head)
      : isKnown
        ? known.queue
        : await readQueue(desk, place, entry, defaults);
  const archive = folder === undefined ? (known?.head === head ? known.archive : null) : await months(desk, folder);
  const documents: DocumentsThere = known?.head === head ? known.documents : new Map();
  return { head, queue: marked(desk, queue ?? EMPTY_QUEUE), archive, documents, present: entry !== null };
}

async function months(desk: ApiDesk, folder: NonNullable<Folder> | null): Promise<State["archive"]> {
  if (folder === null) return new Map();
  demandFolder(folder.mode, desk.place, pathIn(desk.dir, ARCHIVE_DIR));
  const defaults = { now: desk.clock.now(), maxRetries: desk.maxRetries };
  return readMonths(desk, desk.place, folder.object?.entries ?? [], defaults);
}

/** The queue with `lastId` at least at the mark. */
export function marked(desk: Pick<ApiDesk, "mark">, queue: Queue): Queue {
  const isAbove = (parseLabel(desk.mark ?? "") ?? 0) > (parseLabel(queue.lastId ?? "") ?? 0);
  if (!isAbove) desk.mark = queue.lastId;
  return isAbove ? { ...queue, lastId: desk.mark } : queue;
}

/** The queue as it was before the commit that took it away; null when there never was one. */
async function removedQueue(desk: ApiDesk, head: string): Promise<Queue | null> {
  const { dir, place } = desk;
  const folders = dir.map((_, index) => dir.slice(0, index + 1).join("/"));
  const paths = Object.fromEntries(folders.map((folder, index) => [`folder${index}`, folder]));
  const variables = { ...whereabouts(desk), head, queue: pathIn(dir, QUEUE_FILE), ...paths };
  const commit = (await desk.client.graphql(removalQuery(dir.length), variables, removalShape)).repository.object;
  for (const [index, folder] of folders.entries()) {
    const there = commit?.[`folder${index}`];
    if (there != null) demandFolder(there.mode, place, folder);
  }
  const [last] = commit?.history?.nodes ?? [];
  const before = last?.parents.nodes.find((parent) => parent.queue !== null)?.queue ?? null;
  if (last === undefined || before === null) return null;
  const defaults = { now: desk.clock.now(), maxRetries: desk.maxRetries };
  const queue = await readQueue(desk, place, before, defaults);
  if (desk.told !== last.oid) {
    desk.told = last.oid;
    desk.say({ kind: "restored", branch: nameOfPlace(place), file: pathIn(dir, QUEUE_FILE), commit: last.oid });
  }
  return queue;
}
