/** A view that somebody else changed, by hand or by a pull, becomes part of the state; a clone without a state adopts its file. */

import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { moveToArchive } from "../queue/archive.ts";
import { QueueFault } from "../queue/faults.ts";
import { formatLabel, parseLabel } from "../queue/label.ts";
import { mergeEdit } from "../queue/merge.ts";
import { withoutTwins } from "../queue/merge-states.ts";
import { parseQueue } from "../queue/parse.ts";
import type { Queue, Task } from "../queue/schema.ts";
import { serialiseQueue } from "../queue/write.ts";
import type { Archive } from "../state/state.ts";
import { archiveWithViews } from "./archive-views.ts";
import { dateAfter, defaultsOf, type Ground, nowAfter } from "./ground.ts";
import { raiseToMark } from "./last-label.ts";
import { hasMarkers, mergeView, type SoundView } from "./merge-view.ts";
import { originOf } from "./past.ts";
import type { Stamp } from "./stamp.ts";
import type { Head } from "./state-tree.ts";
import type { Seen } from "./view.ts";
import { dated, type NewState, writeState } from "./write-state.ts";

/** The view's queue; where git left a conflict, both sides merged. Throws `QueueFault` for anything else; the file stays as it is. */
export function parseView(ground: Ground, seen: Seen): SoundView {
  if (!isUtf8(seen.bytes)) throw new QueueFault(notUtf8(ground.place.name, seen.bytes));
  if (hasMarkers(seen.bytes)) return mergeView(ground, seen);
  const queue = parseQueue(seen.bytes.toString("utf8"), ground.place.name, defaultsOf(ground));
  return { queue, originals: [] };
}

function notUtf8(file: string, bytes: Buffer) {
  let line = 1;
  for (let at = 0; at < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, at);
    const next = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(at, next))) break;
    at = next;
  }
  const remedy = "Save it as UTF-8; the file was left as it is";
  return { code: "not_text", file, line, column: 1, field: "", problem: "it is not UTF-8 text", remedy } as const;
}

/** What came of a strange view: a new head, "rollback" when git brought an old file back, null when the ref moved meanwhile. */
export type Taken = Head | "rollback" | null;

/** Merges an edited view into the state, in a transaction of its own. Throws `QueueFault`, `StoreError`. */
export async function takeEdit(
  ground: Ground,
  head: Head,
  stamp: Stamp | null,
  seen: Seen,
  blob: string,
): Promise<Taken> {
  const { queue: read, originals } = parseView(ground, seen);
  const origin = originOf(ground, head, stamp, read, blob);
  if (origin.kind === "rollback") return "rollback";
  const ours = raiseToMark(ground.repository, head.queue);
  const { before, archive: known, views } = archiveWithViews(ground, head, ours);
  const files: Archive = new Map([...before].map(([month, { file }]) => [month, file]));
  const now = nowAfter(ground, head.queue.updated_at, read.updated_at);
  const base = origin.queue === null ? null : { queue: origin.queue, archive: NO_ARCHIVE };
  const theirs = withoutTwins({ queue: withOwnUids(read, files), archive: views });
  const merged = mergeEdit(base, { queue: ours, archive: files }, theirs, now);
  const gone = merged.removed.filter((task) => !isArchived(known, task.uid));
  const uids = new Set(gone.map((task) => task.uid));
  const all = { ...merged.queue, tasks: [...merged.queue.tasks, ...gone] };
  const next = moveToArchive({ queue: all, archive: merged.archive }, uids);
  const told = () => {
    const { notes, ended } = merged;
    if (notes.length + ended.length > 0) ground.say({ kind: "edited", file: ground.place.name, notes, ended });
  };
  if (gone.length === 0 && isSame(next.queue, head.queue) && isSameArchive(next.archive, files)) {
    told();
    return head;
  }
  const queue = checked(ground, dated(next.queue, dateAfter(now, head.queue.updated_at)));
  const written = await writeState(ground, {
    head,
    queue,
    archive: { before, after: next.archive },
    subject: "ltpm: edit by hand",
    op: `edit-${blob.slice(0, 16)}`,
    original: originals.length > 0 ? originals : seen.bytes,
    seen,
  });
  if (written !== null) told();
  return written;
}

function isArchived(archive: Archive, uid: string): boolean {
  return [...archive.values()].some((file) => file.tasks.some((task) => task.uid === uid));
}

/** Equal but for the date of writing. */
function isSame(a: Queue, b: Queue): boolean {
  const moment = "1970-01-01T00:00:00.000Z";
  return serialiseQueue({ ...a, updated_at: moment }) === serialiseQueue({ ...b, updated_at: moment });
}

/** What two sound queues merge into is checked like a file: it will be read without a check from now on. */
function checked(ground: Ground, queue: Queue): Queue {
  return dated(parseQueue(serialiseQueue(queue), ground.place.name, defaultsOf(ground)), queue.updated_at ?? "");
}

const NO_ARCHIVE: Archive = new Map();

function isSameArchive(after: Archive, before: Archive): boolean {
  return after.size === before.size && [...after].every(([month, file]) => before.get(month) === file);
}

/** The file with another identity for a task that only by chance has the one of an archived task: it never had its label. */
function withOwnUids(theirs: Queue, archive: Archive): Queue {
  if (archive.size === 0) return theirs;
  const archived = new Map([...archive.values()].flatMap((file) => file.tasks.map((task) => [task.uid, task])));
  const labelsOf = (task: Task) => [task.id, ...(task.aliases ?? [])];
  const tasks = theirs.tasks.map((task) => {
    const twin = archived.get(task.uid);
    const isTwin = twin === undefined || labelsOf(twin).some((label) => labelsOf(task).includes(label));
    return isTwin ? task : { ...task, uid: anotherUid(task) };
  });
  return { ...theirs, tasks };
}

function anotherUid(task: Task): string {
  return createHash("sha256").update(`${task.uid}\0${task.id}`).digest("hex").slice(0, 16);
}

/** The file as the first state; `head` null: not written, because that would have changed the file. */
export interface Adopted {
  readonly head: Head | null;
  readonly queue: Queue;
}

/** Makes the file that is there the first state; without `mayRewrite` only when that leaves it as it is. Null: the ref moved. */
export async function adopt(ground: Ground, seen: Seen, mayRewrite: boolean): Promise<Adopted | null> {
  const { queue: read, originals } = parseView(ground, seen);
  const { before, views } = archiveWithViews(ground, null, read);
  const { queue, archive } = withoutTwins({ queue: read, archive: views });
  const raised = raiseToMark(ground.repository, withArchivedLabels(queue, archive));
  const now = raised.updated_at ?? nowAfter(ground);
  const adopted = dated(raised, now);
  const isCanonical = seen.bytes.equals(Buffer.from(serialiseQueue(adopted)));
  if (!isCanonical && !mayRewrite) return { head: null, queue: adopted };
  const state: NewState = {
    head: null,
    queue: adopted,
    archive: { before, after: archive },
    subject: "ltpm: adopt the queue of this clone",
    op: `adopt-${createHash("sha256").update(seen.bytes).digest("hex").slice(0, 16)}`,
    original: isCanonical ? null : originals.length > 0 ? originals : seen.bytes,
    seen,
  };
  const head = await writeState(ground, state);
  if (head === null) return null;
  ground.say({ kind: "adopted", file: ground.place.name, tasks: adopted.tasks.length });
  return { head, queue: head.queue };
}

/** `lastId` never below what the archive's files hold. */
function withArchivedLabels(queue: Queue, archive: Archive): Queue {
  const numbers = [...archive.values()].flatMap((file) => file.tasks.map((task) => parseLabel(task.id) ?? 0));
  const highest = numbers.reduce((a, b) => Math.max(a, b), parseLabel(queue.lastId ?? "") ?? 0);
  return highest > 0 ? { ...queue, lastId: formatLabel(highest) } : queue;
}
