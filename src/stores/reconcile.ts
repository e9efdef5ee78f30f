/**
 * State, stamp and view compared, and the view put right. The state is the ref; the view may lag behind it (a killed
 * process, another work tree), may have been put back by git, taken away, or changed by somebody whose edit counts.
 */
import { nameOf } from "../git/objects.ts";
import { readBlobs, readRef } from "../git/plumbing.ts";
import type { Queue } from "../queue/schema.ts";
import { EMPTY_QUEUE } from "../state/state.ts";
import { StoreError } from "../state/store.ts";
import { archiveRepairs } from "./archive-views.ts";
import { adopt, parseView, takeEdit } from "./edit.ts";
import { defaultsOf, type Ground, STATE_REF } from "./ground.ts";
import { loadHead } from "./head.ts";
import { hasMarkers, settleMonths, tellGit } from "./merge-view.ts";
import { wasOurs } from "./past.ts";
import { stage } from "./staged.ts";
import { readStamp, type Stamp, writeStamp } from "./stamp.ts";
import type { Head } from "./state-tree.ts";
import { markAt, readView, type Seen } from "./view.ts";

/** How a view stands to the state. `strange`: only the history can tell an old file from an edit. */
export type Standing = "nothing" | "unadopted" | "current" | "new" | "gone" | "behind" | "strange";

/** Compares blobs: the state's, the one this work tree's view last had, the one it has now; null: there is none. */
export function standing(state: string | null, last: string | null, view: string | null): Standing {
  if (state === null) return view === null ? "nothing" : "unadopted";
  if (view === state) return "current";
  if (view === null) return last === null ? "new" : "gone";
  return view === last ? "behind" : "strange";
}

/** The state as everybody may now rely on it. `head` null: nothing was ever written. */
export interface Settled {
  readonly head: Head | null;
  readonly queue: Queue;
  /** The view as it was taken into account: what it becomes later is a new edit. */
  readonly seen: Seen | null;
}

const TRIES = 20;

/**
 * Brings state and view together; the caller holds the lock. `purpose` "read" adopts a file only when that leaves it
 * as it is. Throws `QueueFault` for a view that is no sound queue, `StoreError`.
 */
export async function reconcile(ground: Ground, purpose: "read" | "write"): Promise<Settled> {
  const { repository, place } = ground;
  for (let tries = 0; tries < TRIES; tries++) {
    const seen = readView(place.queue, place.name);
    const commit = readRef(repository, STATE_REF);
    if (commit === null) {
      if (seen === null) return { head: null, queue: EMPTY_QUEUE, seen };
      const adopted = await adopt(ground, seen, purpose === "write" || hasMarkers(seen.bytes));
      if (adopted !== null) afterConflict(ground, seen);
      if (adopted !== null) return { ...adopted, seen: nowSeen(ground, adopted.head, seen) };
      continue;
    }
    const head = await withState(ground, loadHead(repository, commit, defaultsOf(ground)), seen);
    if (head !== null) afterConflict(ground, seen);
    if (head !== null) return { head, queue: head.queue, seen: nowSeen(ground, head, seen) };
  }
  throw new StoreError("contended", `${STATE_REF} kept moving while this command worked; run it again`);
}

/** Git hears of what was merged, as soon as the file is in place. */
function afterConflict(ground: Ground, seen: Seen | null): void {
  if (seen === null || !hasMarkers(seen.bytes) || markAt(ground.place.queue) === seen.mark) return;
  tellGit(ground, ground.place.queue, ground.place.name, true);
  settleMonths(ground);
}

/** The view after we put it right; what somebody saved in between is not taken for ours. */
function nowSeen({ place, repository }: Ground, head: Head | null, seen: Seen | null): Seen | null {
  if (head === null || markAt(place.queue) === (seen?.mark ?? null)) return seen;
  const now = readView(place.queue, place.name);
  return now !== null && nameOf(repository.objectFormat, "blob", now.bytes) === head.blob ? now : seen;
}

/** Null: the ref moved meanwhile, look again. */
async function withState(ground: Ground, head: Head, seen: Seen | null): Promise<Head | null> {
  const { repository, place, say } = ground;
  const stamp = readStamp(repository, place.queue);
  const view = seen === null ? null : nameOf(repository.objectFormat, "blob", seen.bytes);
  switch (standing(head.blob, stamp?.blob ?? null, view)) {
    case "current":
      writeStamp(repository, { view: place.queue, ...head, mark: null });
      return head;
    case "gone":
      if (repair(ground, head, seen)) say({ kind: "restored", file: place.name });
      return head;
    case "strange":
      return seen === null || view === null ? head : strange(ground, head, stamp, seen, view);
    default:
      repair(ground, head, seen);
      return head;
  }
}

/** The blob as git has it when it turns the line ends of a work tree (`autocrlf`) back. */
function committedName({ repository }: Ground, bytes: Buffer): string {
  const text = bytes.toString("latin1").replaceAll("\r\n", "\n");
  return nameOf(repository.objectFormat, "blob", Buffer.from(text, "latin1"));
}

async function strange(
  ground: Ground,
  head: Head,
  stamp: Stamp | null,
  seen: Seen,
  view: string,
): Promise<Head | null> {
  const blob = committedName(ground, seen.bytes);
  const rolledBack = () => {
    // A work tree that never had a view of ours (just added, just cloned) did not go back: it is new here.
    const isNews = stamp !== null && blob !== head.blob && blob !== stamp.blob;
    if (repair(ground, head, seen) && isNews) ground.say({ kind: "rolled_back", file: ground.place.name });
    return head;
  };
  if (wasOurs(ground.repository, head, view) || wasOurs(ground.repository, head, blob)) return rolledBack();
  const taken = await takeEdit(ground, head, stamp, seen, blob);
  if (taken === "rollback") return rolledBack();
  if (taken === head) repair(ground, head, seen);
  return taken;
}

/** Writes the view as the state has it; true when it is in place. A failure is a word: the state itself is right. */
function repair(ground: Ground, head: Head, seen: Seen | null): boolean {
  const { repository, place, say } = ground;
  try {
    const bytes = Buffer.from(readBlobs(repository, [head.blob])[0] ?? "");
    const staged = stage(place, [...archiveRepairs(ground, head), { path: place.queue, bytes }]);
    try {
      // Saved by somebody since we read it: that is an edit, and the next command's matter.
      if (markAt(place.queue) !== (seen?.mark ?? null)) return false;
      staged.place();
    } finally {
      staged.discard();
    }
    writeStamp(repository, { view: place.queue, ...head, mark: null });
    return true;
  } catch (error) {
    say({ kind: "view_not_written", file: place.name, reason: error instanceof Error ? error.message : String(error) });
    return false;
  }
}

/** The state where nothing may be written at all (a read-only copy): as the ref says, else as the file says. */
export function asItLies(ground: Ground): Settled {
  const { repository, place } = ground;
  const commit = readRef(repository, STATE_REF);
  if (commit !== null) {
    const head = loadHead(repository, commit, defaultsOf(ground));
    return { head, queue: head.queue, seen: null };
  }
  const seen = readView(place.queue, place.name);
  return { head: null, queue: seen === null ? EMPTY_QUEUE : parseView(ground, seen).queue, seen };
}
