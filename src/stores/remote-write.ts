/** A state as the next commit of a branch, written beside everything else that stands there. */
import { join } from "node:path";
import { writeLoose } from "../git/loose.ts";
import { commitMessage } from "../git/objects.ts";
import type { ArchiveFile } from "../queue/schema.ts";
import { orderedQueue, serialiseArchive, serialiseQueue } from "../queue/write.ts";
import { ARCHIVE_DIR, QUEUE_FILE } from "../state/files.ts";
import type { State } from "../state/state.ts";
import { notWritten } from "./not-written.ts";
import { type BranchFiles, type Loaded, treeReader } from "./remote-files.ts";
import { encodeRawTree, type Placed, placeAll, type RawEntry, TREE, withEntries } from "./remote-tree.ts";

/** A commit that is written and not yet anywhere but here. */
export interface Written {
  readonly commit: string;
  readonly state: State;
}

/** What a commit of ours says, and what it changes besides the state. */
export interface CommitWords {
  readonly subject: string;
  readonly op: string;
  /** Documents that change, see `writableChanges`. */
  readonly documents?: ReadonlyMap<string, Uint8Array>;
}

/**
 * Writes `next` as a commit on `base`: the queue, the months of the archive that are not the ones that were loaded, and documents.
 * Everything else in the tree stays. Throws `StoreError` "not_written".
 */
export function write(files: BranchFiles, base: Loaded | null, next: State, now: string, words: CommitWords): Written {
  const queue = orderedQueue({ ...next.queue, updated_at: now });
  try {
    const text = serialiseQueue(queue);
    const blob = keepBlob(files, text);
    const entries = [queueEntry(base, blob), ...archiveEntries(files, base, next)];
    const ours = entries.map(({ name, ...entry }): Placed => ({ ...entry, path: [...files.dir, name] }));
    const trees = base?.trees ?? [];
    const placed = [...documentEntries(files, base, words.documents), ...ours];
    const storeTree = (bytes: Buffer) => writeLoose(files.repository, "tree", bytes);
    const tree = placeAll(trees[0] ?? [], placed, treeReader(files, trees), storeTree);
    files.parsed.clear();
    files.parsed.set(blob, queue);
    const commit = writeLoose(files.repository, "commit", commitBytes(files, base?.head ?? null, tree, now, words));
    return { commit, state: { ...next, queue } };
  } catch (error) {
    throw notWritten(join(files.repository.commonDir, "objects"), error);
  }
}

function keepBlob(files: BranchFiles, text: string): string {
  const oid = writeLoose(files.repository, "blob", Buffer.from(text, "utf8"));
  files.checked.delete(oid);
  files.checked.add(oid);
  return oid;
}

/** The file keeps the mode it had. */
function queueEntry(base: Loaded | null, oid: string): RawEntry {
  const old = base?.trees.at(-1)?.find((entry) => entry.name === QUEUE_FILE);
  return { mode: old?.mode ?? "100644", name: QUEUE_FILE, oid };
}

function archiveEntries(files: BranchFiles, base: Loaded | null, next: State): RawEntry[] {
  const before = base?.state.archive ?? new Map<string, ArchiveFile>();
  const changed = [...next.archive].filter(([month, file]) => before.get(month) !== file);
  if (changed.length === 0) return [];
  const entries = changed.map(([month, file]): RawEntry => {
    return { mode: "100644", name: `${month}.json`, oid: keepBlob(files, serialiseArchive(file)) };
  });
  const tree = encodeRawTree(withEntries(base?.archiveTree ?? [], entries));
  return [{ mode: TREE, name: ARCHIVE_DIR, oid: writeLoose(files.repository, "tree", tree) }];
}

/** Each keeps the mode it had. */
function documentEntries(
  { repository }: BranchFiles,
  base: Loaded | null,
  documents: ReadonlyMap<string, Uint8Array> = new Map(),
): Placed[] {
  return [...documents].map(([path, bytes]) => ({
    path: path.split("/"),
    mode: base?.documents.get(path)?.mode ?? "100644",
    oid: writeLoose(repository, "blob", bytes),
  }));
}

function commitBytes(files: BranchFiles, parent: string | null, tree: string, now: string, words: CommitWords): Buffer {
  const who = `${files.identity} ${Math.floor(Date.parse(now) / 1000)} +0000`;
  const parents = parent === null ? [] : [`parent ${parent}`];
  const head = [`tree ${tree}`, ...parents, `author ${who}`, `committer ${who}`];
  return Buffer.from(`${head.join("\n")}\n\n${commitMessage(words.subject, words.op)}`);
}
