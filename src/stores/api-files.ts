/** The state's files as the API gives and takes them: texts checked on the way in, base64 on the way out. */
import { type Entry, textOfEntry } from "../github/files.ts";
import type { GitHubClient, Repo } from "../github/types.ts";
import type { Defaults } from "../queue/normalise.ts";
import type { ArchiveFile, Queue } from "../queue/schema.ts";
import { serialiseArchive, serialiseQueue } from "../queue/write.ts";
import { archivePath, monthOf, QUEUE_FILE } from "../state/files.ts";
import type { State } from "../state/state.ts";
import { inTheWay, nameOfPlace, type Place } from "./remote-errors.ts";

/** Where the state's files lie, and what of them was read before. */
export interface ApiFiles {
  readonly client: GitHubClient;
  readonly repo: Repo;
  /** The queue's directory in the tree, split: `[".ltpm"]`. */
  readonly dir: readonly string[];
  /** Contents by their blob: what did not change is neither fetched nor checked again. */
  readonly queues: Map<string, Queue>;
  readonly months: Map<string, ArchiveFile>;
}

const TREE = "40000";

/** Loaded after the first request went out, not before. */
const parser = () => import("../queue/parse.ts");

/** A path below the queue's directory. */
export function pathIn(dir: readonly string[], name: string): string {
  return [...dir, name].join("/");
}

/** Throws `StoreError` when something else than a file stands there. */
function demandFile(entry: Entry, place: Place, path: string): void {
  if (!entry.mode.startsWith("100")) throw inTheWay(place, path, entry.mode);
}

/** Throws `StoreError` when something else than a directory stands there. */
export function demandFolder(mode: number, place: Place, path: string): void {
  const written = mode.toString(8);
  if (written !== TREE) throw inTheWay(place, path, written);
}

/** The queue in a file that was seen. Throws `QueueFault`, `StoreError`, `GitHubError`. */
export async function readQueue(files: ApiFiles, place: Place, entry: Entry, defaults: Defaults): Promise<Queue> {
  const path = pathIn(files.dir, QUEUE_FILE);
  demandFile(entry, place, path);
  const known = files.queues.get(entry.oid);
  if (known !== undefined) return known;
  const text = await textOfEntry(files.client, files.repo, entry);
  const { parseQueue } = await parser();
  const queue = parseQueue(text, `${nameOfPlace(place)}:${path}`, defaults);
  files.queues.clear();
  files.queues.set(entry.oid, queue);
  return queue;
}

/** The archive's months in the entries of its directory. Throws as `readQueue` does. */
export async function readMonths(
  files: ApiFiles,
  place: Place,
  entries: readonly (Entry & { readonly name: string })[],
  defaults: Defaults,
): Promise<Map<string, ArchiveFile>> {
  const archive = new Map<string, ArchiveFile>();
  for (const entry of entries) {
    const month = monthOf(`archive/${entry.name}`);
    if (month !== null) archive.set(month, await readMonth(files, place, month, entry, defaults));
  }
  return archive;
}

async function readMonth(
  files: ApiFiles,
  place: Place,
  month: string,
  entry: Entry,
  defaults: Defaults,
): Promise<ArchiveFile> {
  const path = pathIn(files.dir, archivePath(month));
  demandFile(entry, place, path);
  const known = files.months.get(entry.oid);
  if (known !== undefined) return known;
  const text = await textOfEntry(files.client, files.repo, entry);
  const { parseArchive } = await parser();
  const file = parseArchive(text, `${nameOfPlace(place)}:${path}`, defaults);
  files.months.set(entry.oid, file);
  return file;
}

/** A file as the API takes it. */
export interface Addition {
  readonly path: string;
  readonly text: string;
}

/** What of `next` is to be written: the queue, and the months that are not the ones that were loaded. */
export function additionsFor(dir: readonly string[], before: State["archive"], next: State): Addition[] {
  const months = [...next.archive].filter(([month, file]) => before.get(month) !== file);
  return [
    { path: pathIn(dir, QUEUE_FILE), text: serialiseQueue(next.queue) },
    ...months.map(([month, file]) => ({ path: pathIn(dir, archivePath(month)), text: serialiseArchive(file) })),
  ];
}
