/** A new state: its objects, the view's files prepared, the ref moved, the files put in place. In this order nothing is ever half. */
import { join } from "node:path";
import { beginLoose, type Writing } from "../git/loose.ts";
import { moveRefFile } from "../git/move-ref.ts";
import {
  commitMessage,
  encodeCommit,
  encodeTree,
  FILE_MODE,
  type Framed,
  framed,
  type TreeEntry,
} from "../git/objects.ts";
import type { Repository } from "../git/repository.ts";
import type { Queue } from "../queue/schema.ts";
import { orderedQueue } from "../queue/write.ts";
import { ARCHIVE_DIR, QUEUE_FILE } from "../state/files.ts";
import { StoreError } from "../state/store.ts";
import { type Ground, STATE_REF } from "./ground.ts";
import { keepMark } from "./last-label.ts";
import { notWritten } from "./not-written.ts";
import { type FileChange, type Staged, stage } from "./staged.ts";
import { writeStamp } from "./stamp.ts";
import type { Head } from "./state-tree.ts";
import { markAt, type Seen } from "./view.ts";
import type { ArchiveChange, Write, WrittenArchive } from "./write-archive.ts";

export interface NewState {
  /** What it follows; null: the first state of this repository. */
  readonly head: Head | null;
  /** As it is to be written, see `dated`. */
  readonly queue: Queue;
  /** Null: the archive stays as it is. */
  readonly archive: ArchiveChange | null;
  readonly subject: string;
  readonly op: string;
  /** A file that came in by another way (an edit, a clone), kept word for word as one more parent; of a conflict its sides too. */
  readonly original: Buffer | readonly Buffer[] | null;
  /** The view as it was read: what somebody changed since is not replaced. */
  readonly seen: Seen | null;
  /** Done when all is ready, before the state moves; false: do not move it, begin anew. */
  readonly first?: () => Promise<boolean>;
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
 * Writes the state; null when somebody else moved the ref first, a gc was in the way, or `first` said so (the state is as it was then). `queue` is written as it is given.
 * Throws `StoreError` "not_written": the old state is whole then.
 */
export async function writeState(ground: Ground, state: NewState): Promise<Head | null> {
  const { repository, place } = ground;
  const text = framed("blob", JSON.stringify(state.queue, null, 2), "\n");
  const writing: Writing[] = [];
  let staged: Staged | null = null;
  try {
    const objects = await beginObjects(ground, state, text, writing);
    const unchanged = state.seen?.bytes.equals(text.content) === true;
    const queueFile = unchanged ? [] : [{ path: place.queue, bytes: text.content }];
    // The queue's file last: while it is the old one, everybody knows that the others may be old too.
    staged = stage(place, [...objects.files, ...queueFile]);
    if (!(await allStored(repository, writing))) return null;
    if (state.first !== undefined && !(await state.first())) return null;
    if (!(await move(repository, objects.commit, state.head?.commit ?? null))) return null;
    keepMark(repository, state.queue);
    show(ground, staged, objects, state.seen);
    return { commit: objects.commit, blob: objects.blob, entries: objects.entries, queue: state.queue };
  } finally {
    staged?.discard();
    // Nothing of ours is written any more when the lock is given back.
    await Promise.allSettled(writing.map(({ stored }) => stored));
  }
}

/** Waits until all objects are on the disk; false when a gc was in the way. */
async function allStored(repository: Repository, writing: readonly Writing[]): Promise<boolean> {
  try {
    return (await Promise.all(writing.map(({ stored }) => stored))).every((there) => there);
  } catch (error) {
    throw notWritten(join(repository.commonDir, "objects"), error);
  }
}

/** The state has moved: from here on a failure is a word, not an error. */
function show(ground: Ground, staged: Staged, objects: Objects, seen: Seen | null): void {
  const { repository, place, say } = ground;
  // Somebody saved the file while we worked: that edit is taken by the next command instead of being replaced now.
  if (markAt(place.queue) !== (seen?.mark ?? null)) return;
  try {
    const mark = staged.markOf(place.queue);
    staged.place();
    writeStamp(repository, { view: place.queue, ...objects, mark });
  } catch (error) {
    say({ kind: "view_not_written", file: place.name, reason: error instanceof Error ? error.message : String(error) });
  }
}

/** Moves the state's ref; false when somebody else was faster. What is not plain is left to git. */
async function move(repository: Repository, to: string, from: string | null): Promise<boolean> {
  const beside = join(repository.commonDir, "ltpm", "ref-new");
  const moved = moveRefFile(repository, STATE_REF, to, from, beside);
  if (moved !== "ask") return moved === "landed";
  const { moveRef } = await import("../git/plumbing.ts");
  const asked = await moveRef(repository, STATE_REF, to, from);
  if (asked.kind === "failed") throw new StoreError("not_written", `${asked.reason}; nothing was changed`);
  return asked.kind === "landed";
}

async function beginObjects(
  { repository, place }: Ground,
  state: NewState,
  text: Framed,
  writing: Writing[],
): Promise<Objects> {
  const begin = (object: Framed) => {
    const begun = beginLoose(repository, object);
    writing.push(begun);
    return begun.oid;
  };
  const write: Write = (type, bytes) => begin(framed(type, bytes));
  try {
    const blob = begin(text);
    const archive = await writeArchive(repository, state, place.archive, write);
    const kept = (state.head?.entries ?? []).filter(
      ({ name }) => name !== QUEUE_FILE && (archive === null || name !== ARCHIVE_DIR),
    );
    const entries = [...kept, ...(archive?.entry ?? []), { mode: FILE_MODE, name: QUEUE_FILE, oid: blob }];
    const seconds = Math.floor(Date.parse(state.queue.updated_at ?? "") / 1000);
    const parents = state.head === null ? [] : [state.head.commit];
    const originals = Buffer.isBuffer(state.original) ? [state.original] : (state.original ?? []);
    parents.push(...originals.map((original) => keepOriginal(seconds, original, parents, write)));
    const commit = writeCommit(seconds, entries, parents, commitMessage(state.subject, state.op), write);
    return { commit, blob, entries, files: archive?.files ?? [] };
  } catch (error) {
    throw notWritten(join(repository.commonDir, "objects"), error);
  }
}

async function writeArchive(
  repository: Repository,
  { head, archive }: NewState,
  directory: string,
  write: Write,
): Promise<WrittenArchive | null> {
  if (archive === null) return null;
  const { writeMonths } = await import("./write-archive.ts");
  return writeMonths(repository, head, archive, directory, write);
}

function writeCommit(
  seconds: number,
  entries: readonly TreeEntry[],
  parents: readonly string[],
  message: string,
  write: Write,
): string {
  const tree = write("tree", encodeTree(entries));
  return write("commit", encodeCommit({ tree, parents, seconds, message }));
}

/** The bytes as somebody wrote them stay in the history: git may bring that file back, and then it is known. */
function keepOriginal(seconds: number, original: Buffer, parents: readonly string[], write: Write): string {
  const entries = [{ mode: FILE_MODE, name: QUEUE_FILE, oid: write("blob", original) }];
  return writeCommit(seconds, entries, parents, "ltpm: the file as it was found\n", write);
}
