/** A new state: its objects, the view's files prepared, the ref moved, the files put in place. In this order nothing is ever half. */
import { join } from "node:path";
import { writeLoose } from "../git/loose.ts";
import { commitMessage, encodeCommit, encodeTree, FILE_MODE, TREE_MODE, type TreeEntry } from "../git/objects.ts";
import { moveRef } from "../git/plumbing.ts";
import type { Repository } from "../git/repository.ts";
import type { Queue } from "../queue/schema.ts";
import { orderedQueue, serialiseArchive } from "../queue/write.ts";
import { ARCHIVE_DIR, monthOf, QUEUE_FILE } from "../state/files.ts";
import type { Archive } from "../state/state.ts";
import { StoreError } from "../state/store.ts";
import { type Ground, STATE_REF } from "./ground.ts";
import { keepMark } from "./last-label.ts";
import { notWritten } from "./not-written.ts";
import { type FileChange, type Staged, stage } from "./staged.ts";
import { writeStamp } from "./stamp.ts";
import { archiveEntries, type Head, type LoadedMonth } from "./state-tree.ts";
import { markAt, type Seen } from "./view.ts";

/** The archive before and after; the store knows by identity which months changed. */
export interface ArchiveChange {
  readonly before: ReadonlyMap<string, LoadedMonth>;
  readonly after: Archive;
}

export interface NewState {
  /** What it follows; null: the first state of this repository. */
  readonly head: Head | null;
  readonly queue: Queue;
  /** Null: the archive stays as it is. */
  readonly archive: ArchiveChange | null;
  readonly subject: string;
  readonly op: string;
  /** The moment of this state, ISO 8601. */
  readonly now: string;
  /** A file that came in by another way (an edit, a clone), kept word for word as one more parent. */
  readonly original: Buffer | null;
  /** The view as it was read: what somebody changed since is not replaced. */
  readonly seen: Seen | null;
}

interface Objects {
  readonly commit: string;
  readonly blob: string;
  readonly entries: readonly TreeEntry[];
  readonly files: readonly FileChange[];
}

/** The queue as it will be written: dated, keys in order. */
export function dated(queue: Queue, now: string): Queue {
  return orderedQueue({ ...queue, updated_at: now });
}

/**
 * Writes the state; null when somebody else moved the ref first (nothing happened then). `queue` is written as it is given.
 * Throws `StoreError` "not_written": the old state is whole then.
 */
export async function writeState(ground: Ground, state: NewState): Promise<Head | null> {
  const { repository, place } = ground;
  const text = Buffer.from(`${JSON.stringify(state.queue, null, 2)}\n`);
  const objects = writeObjects(repository, state, text, ground);
  const unchanged = state.seen?.bytes.equals(text) === true;
  const queueFile = unchanged ? [] : [{ path: place.queue, bytes: text }];
  // The queue's file last: while it is the old one, everybody knows that the others may be old too.
  const staged = stage(place, [...objects.files, ...queueFile]);
  try {
    const moved = await moveRef(repository, STATE_REF, objects.commit, state.head?.commit ?? null);
    if (moved.kind === "moved") return null;
    if (moved.kind === "failed") throw new StoreError("not_written", `${moved.reason}; nothing was changed`);
    keepMark(repository, state.queue);
    show(ground, staged, objects, state.seen);
  } finally {
    staged.discard();
  }
  return { commit: objects.commit, blob: objects.blob, entries: objects.entries, queue: state.queue };
}

/** The state has moved: from here on a failure is a word, not an error. */
function show(ground: Ground, staged: Staged, objects: Objects, seen: Seen | null): void {
  const { repository, place, say } = ground;
  // Somebody saved the file while we worked: that edit is taken by the next command instead of being replaced now.
  if (markAt(place.queue) !== (seen?.mark ?? null)) return;
  try {
    staged.place();
    writeStamp(repository, { view: place.queue, ...objects });
  } catch (error) {
    say({ kind: "view_not_written", file: place.name, reason: error instanceof Error ? error.message : String(error) });
  }
}

function writeObjects(repository: Repository, state: NewState, text: Buffer, ground: Ground): Objects {
  try {
    const blob = writeLoose(repository, "blob", text);
    const archive = state.archive === null ? null : writeArchive(repository, state.head, state.archive, ground);
    const kept = (state.head?.entries ?? []).filter(
      ({ name }) => name !== QUEUE_FILE && (archive === null || name !== ARCHIVE_DIR),
    );
    const entries = [...kept, ...(archive?.entry ?? []), { mode: FILE_MODE, name: QUEUE_FILE, oid: blob }];
    const parents = state.head === null ? [] : [state.head.commit];
    if (state.original !== null) parents.push(keepOriginal(repository, state, parents, state.original));
    const message = commitMessage(state.subject, state.op);
    const commit = writeCommit(repository, state.now, entries, parents, message);
    return { commit, blob, entries, files: archive?.files ?? [] };
  } catch (error) {
    throw notWritten(join(repository.commonDir, "objects"), error);
  }
}

function writeCommit(
  repository: Repository,
  now: string,
  entries: readonly TreeEntry[],
  parents: readonly string[],
  message: string,
): string {
  const tree = writeLoose(repository, "tree", encodeTree(entries));
  const seconds = Math.floor(Date.parse(now) / 1000);
  return writeLoose(repository, "commit", encodeCommit({ tree, parents, seconds, message }));
}

/** The bytes as somebody wrote them stay in the history: git may bring that file back, and then it is known. */
function keepOriginal(repository: Repository, state: NewState, parents: readonly string[], original: Buffer): string {
  const oid = writeLoose(repository, "blob", original);
  const entries = [{ mode: FILE_MODE, name: QUEUE_FILE, oid }];
  return writeCommit(repository, state.now, entries, parents, "ltpm: the file as it was found\n");
}

interface WrittenArchive {
  readonly entry: readonly TreeEntry[];
  readonly files: readonly FileChange[];
}

/** Writes the months that changed; what else lies in the archive's tree stays. */
function writeArchive(
  repository: Repository,
  head: Head | null,
  { before, after }: ArchiveChange,
  ground: Ground,
): WrittenArchive {
  const entries = head === null ? [] : archiveEntries(repository, head.entries);
  const others = entries.filter(({ name }) => monthOf(`${ARCHIVE_DIR}/${name}`) === null);
  const files: FileChange[] = [];
  const months = [...after].map(([month, file]): TreeEntry => {
    const name = `${month}.json`;
    const known = before.get(month);
    if (known?.file === file) return { mode: FILE_MODE, name, oid: known.oid };
    const bytes = Buffer.from(serialiseArchive(file));
    files.push({ path: join(ground.place.archive, name), bytes });
    return { mode: FILE_MODE, name, oid: writeLoose(repository, "blob", bytes) };
  });
  for (const month of before.keys()) {
    if (!after.has(month)) files.push({ path: join(ground.place.archive, `${month}.json`), bytes: null });
  }
  const all = [...others, ...months];
  if (all.length === 0) return { entry: [], files };
  const oid = writeLoose(repository, "tree", encodeTree(all));
  return { entry: [{ mode: TREE_MODE, name: ARCHIVE_DIR, oid }], files };
}
