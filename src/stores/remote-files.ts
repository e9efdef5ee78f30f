/** The state's files in a commit of a branch, read with every check. */
import { readBlobs, readCommit } from "../git/plumbing.ts";
import type { Repository } from "../git/repository.ts";
import { gitOutput } from "../git/run.ts";
import type { ArchiveFile, Queue } from "../queue/schema.ts";
import { serialiseArchive, serialiseQueue } from "../queue/write.ts";
import { ARCHIVE_DIR, archivePath, monthOf, QUEUE_FILE } from "../state/files.ts";
import { EMPTY_QUEUE, type State } from "../state/state.ts";
import type { ReadOptions } from "../state/store.ts";
import { raiseToMark } from "./last-label.ts";
import type { DocumentsThere } from "./remote-documents.ts";
import { inTheWay, nameOfPlace, outsideTree, type Place } from "./remote-errors.ts";
import { type RawEntry, rawName, readRawTree, TREE } from "./remote-tree.ts";

/** What this branch's files need to be read and written. */
export interface BranchFiles {
  readonly repository: Repository;
  readonly place: Place;
  /** The queue's directory in the tree, split: `[".ltpm"]`. */
  readonly dir: readonly string[];
  /** Retries of a task in a file that does not say. */
  readonly maxRetries: number;
  /** `Name <address>` of our commits. */
  readonly identity: string;
  /** The queue by its blob, as this process wrote or read it last. */
  readonly parsed: Map<string, Queue>;
  /** Blobs that need no check: written or checked by this clone before. Grows. */
  readonly checked: Set<string>;
}

/** A state as it stands in a commit, with what the next commit needs of it. */
export interface Loaded {
  readonly state: State;
  readonly head: string;
  /** The root tree and the trees down to the queue's directory; empty where there is none yet. */
  readonly trees: readonly (readonly RawEntry[])[];
  readonly archiveTree: readonly RawEntry[];
  /** The documents that were asked for. */
  readonly documents: DocumentsThere;
  /** False: the branch has no queue file. */
  readonly present: boolean;
  /** The commit that took the queue file away, when that is why there is none. */
  readonly removedBy: string | null;
}

/** `.ltpm` → [".ltpm"]. Throws `StoreError` for a directory outside the tree. */
export function splitDir(dir: string): string[] {
  const parts = dir.split(/[/\\]/).filter((part) => part !== "" && part !== ".");
  const outside =
    /^([/\\]|[A-Za-z]:)/.test(dir) || parts.some((part) => part === ".." || part.toLowerCase() === ".git");
  if (outside || parts.length === 0) throw outsideTree(dir);
  return parts;
}

/** The entry of this name if it is of the wanted kind; undefined when there is none. Throws `StoreError` for another kind. */
function entryOf(files: BranchFiles, entries: readonly RawEntry[], name: string, path: string, directory: boolean) {
  const entry = entries.find((one) => one.name === rawName(name));
  if (entry === undefined) return undefined;
  if (directory ? entry.mode !== TREE : !/^100/.test(entry.mode)) throw inTheWay(files.place, path, entry.mode);
  return entry;
}

function readTrees(files: BranchFiles, head: string): RawEntry[][] {
  const trees = [readRawTree(files.repository, readCommit(files.repository, head).tree)];
  for (const [index, part] of files.dir.entries()) {
    const path = files.dir.slice(0, index + 1).join("/");
    const entry = entryOf(files, trees[index] ?? [], part, path, true);
    trees.push(entry === undefined ? [] : readRawTree(files.repository, entry.oid));
  }
  return trees;
}

function pathOf(files: BranchFiles, name: string): string {
  return [...files.dir, name].join("/");
}

/** How an error names a file of the branch. */
function spokenPath(files: BranchFiles, name: string): string {
  return `${nameOfPlace(files.place)}:${pathOf(files, name)}`;
}

const NO_DOCUMENTS: DocumentsThere = new Map();

/** The state in the commit `head`; `now` for fields that an old file leaves out. Throws `QueueFault`, `StoreError`, `GitError`. */
export async function load(files: BranchFiles, head: string, wanted: ReadOptions, now: string): Promise<Loaded> {
  const trees = readTrees(files, head);
  const here = trees.at(-1) ?? [];
  const entry = entryOf(files, here, QUEUE_FILE, pathOf(files, QUEUE_FILE), false);
  const removed = entry === undefined ? removal(files, head) : null;
  const oid = entry?.oid ?? removed?.queue;
  const queue = oid === undefined ? EMPTY_QUEUE : await readQueue(files, oid, now);
  const folder = entryOf(files, here, ARCHIVE_DIR, pathOf(files, ARCHIVE_DIR), true);
  const archiveTree = folder === undefined ? [] : readRawTree(files.repository, folder.oid);
  const found = wanted.documents === undefined ? null : await readDocuments(files, trees, wanted.documents);
  return {
    state: {
      queue: raiseToMark(files.repository, queue),
      archive: wanted.archive === true ? await readArchive(files, archiveTree, now) : new Map(),
      ...(found && { documents: found.shown }),
    },
    head,
    trees,
    archiveTree,
    documents: found?.there ?? NO_DOCUMENTS,
    present: entry !== undefined,
    removedBy: removed?.commit ?? null,
  };
}

async function readDocuments(files: BranchFiles, trees: readonly (readonly RawEntry[])[], paths: readonly string[]) {
  const { findDocuments, shownDocuments } = await import("./remote-documents.ts");
  const there = findDocuments(trees[0] ?? [], [...new Set(paths)], treeReader(files, trees));
  return { there, shown: shownDocuments(files.repository, there) };
}

/** Reads each tree once; those on the way to the queue were read before. */
export function treeReader({ repository, dir }: BranchFiles, trees: readonly (readonly RawEntry[])[]) {
  const known = new Map<string, readonly RawEntry[]>();
  for (const [at, part] of dir.entries()) {
    const oid = trees[at]?.find((entry) => entry.name === rawName(part))?.oid;
    if (oid !== undefined) known.set(oid, trees[at + 1] ?? []);
  }
  return (oid: string) => {
    const entries = known.get(oid) ?? readRawTree(repository, oid);
    known.set(oid, entries);
    return entries;
  };
}

async function readQueue(files: BranchFiles, oid: string, now: string): Promise<Queue> {
  const known = files.parsed.get(oid);
  if (known !== undefined) return known;
  const text = readBlobs(files.repository, [oid])[0] ?? "";
  const queue: Queue = files.checked.has(oid) ? JSON.parse(text) : await checkQueue(files, oid, text, now);
  files.parsed.clear();
  files.parsed.set(oid, queue);
  return queue;
}

/** Checks a text; one that is in today's form already needs no check next time. */
async function checkQueue(files: BranchFiles, oid: string, text: string, now: string): Promise<Queue> {
  const { parseQueue } = await import("../queue/parse.ts");
  const queue = parseQueue(text, spokenPath(files, QUEUE_FILE), { now, maxRetries: files.maxRetries });
  if (serialiseQueue(queue) === text) files.checked.add(oid);
  return queue;
}

async function readArchive(
  files: BranchFiles,
  tree: readonly RawEntry[],
  now: string,
): Promise<Map<string, ArchiveFile>> {
  const months = tree.flatMap((entry) => {
    const month = monthOf(`${ARCHIVE_DIR}/${entry.name}`);
    return month === null ? [] : [{ month, entry }];
  });
  const oids = months.map(({ entry }) => entry.oid);
  const texts = oids.length === 0 ? [] : readBlobs(files.repository, oids);
  const archive = new Map<string, ArchiveFile>();
  for (const [index, { month, entry }] of months.entries()) {
    entryOf(files, [entry], entry.name, pathOf(files, archivePath(month)), false);
    archive.set(month, await readMonth(files, month, entry.oid, texts[index] ?? "", now));
  }
  return archive;
}

async function readMonth(
  files: BranchFiles,
  month: string,
  oid: string,
  text: string,
  now: string,
): Promise<ArchiveFile> {
  if (files.checked.has(oid)) return JSON.parse(text);
  const { parseArchive } = await import("../queue/parse.ts");
  const file = parseArchive(text, spokenPath(files, archivePath(month)), { now, maxRetries: files.maxRetries });
  if (serialiseArchive(file) === text) files.checked.add(oid);
  return file;
}

/** The queue's blob before the commit that deleted it from this history; null when there never was one. */
function removal(files: BranchFiles, head: string): { readonly commit: string; readonly queue: string } | null {
  const path = pathOf(files, QUEUE_FILE);
  const options = { cwd: files.repository.root, env: { GIT_DIR: files.repository.gitDir } };
  const log = ["--literal-pathspecs", "log", "-1", "--no-show-signature", "--diff-filter=D", "--format=%H"];
  const commit = gitOutput([...log, head, "--", path], options).trim();
  if (commit === "") return null;
  const queue = gitOutput(["rev-parse", "--verify", `${commit}^:${path}`], options).trim();
  return { commit, queue };
}
