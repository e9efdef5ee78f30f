/** The tree of a state: what lies where in it. Nothing here looks into a file, so that nothing heavy is loaded. */
import { FILE_MODE, TREE_MODE, type TreeEntry } from "../git/objects.ts";
import { readTree } from "../git/plumbing.ts";
import type { Repository } from "../git/repository.ts";
import { GitError } from "../git/run.ts";
import type { ArchiveFile, Queue } from "../queue/schema.ts";
import { ARCHIVE_DIR, monthOf } from "../state/files.ts";
import { StoreError } from "../state/store.ts";
import { STATE_REF } from "./ground.ts";

export interface Head {
  readonly commit: string;
  /** The queue's blob. */
  readonly blob: string;
  /** The root tree, the queue's entry included. */
  readonly entries: readonly TreeEntry[];
  readonly queue: Queue;
}

/** One month as loaded, with the blob it came from. */
export interface LoadedMonth {
  readonly oid: string;
  readonly file: ArchiveFile;
}

/** What git could not read of the state, as one sentence. */
export function damaged(error: unknown): unknown {
  if (!(error instanceof GitError)) return error;
  const help = "run `git fsck` to see what is missing";
  return new StoreError("vanished", `the state (${STATE_REF}) cannot be read: ${error.message}; ${help}`, {
    cause: error,
  });
}

/** The entries of the archive's tree; none when there is no archive. */
export function archiveEntries(repository: Repository, entries: readonly TreeEntry[]): TreeEntry[] {
  const tree = entries.find((entry) => entry.name === ARCHIVE_DIR && entry.mode === TREE_MODE);
  try {
    return tree === undefined ? [] : readTree(repository, tree.oid);
  } catch (error) {
    throw damaged(error);
  }
}

/** The blobs of the archived months. */
export function monthBlobs(repository: Repository, entries: readonly TreeEntry[]): Map<string, string> {
  const blobs = new Map<string, string>();
  for (const entry of archiveEntries(repository, entries)) {
    const month = entry.mode === FILE_MODE ? monthOf(`${ARCHIVE_DIR}/${entry.name}`) : null;
    if (month !== null) blobs.set(month, entry.oid);
  }
  return blobs;
}
