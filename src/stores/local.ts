/**
 * The local store: the state is a hidden ref of the clone, `task-queue.json` in the work tree is its view. The plain cases
 * (the view is the state, as its stamp says) need no start of git to read and one to write; all else is loaded when it is needed.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../git/loose.ts";
import { nameOf } from "../git/objects.ts";
import { lookUpRef } from "../git/refs.ts";
import type { Repository } from "../git/repository.ts";
import type { Queue } from "../queue/schema.ts";
import type { Clock } from "../state/clock.ts";
import { type Archive, EMPTY_QUEUE, type Snapshot } from "../state/state.ts";
import { type Intent, type Store, StoreError, type Transacted } from "../state/store.ts";
import { dateAfter, type Ground, nowAfter, STATE_REF } from "./ground.ts";
import { raiseToMark } from "./last-label.ts";
import { withLock } from "./lock.ts";
import { notWritten } from "./not-written.ts";
import type { Settled } from "./reconcile.ts";
import { readStamp } from "./stamp.ts";
import type { Head } from "./state-tree.ts";
import { markAt, readView, viewPlace } from "./view.ts";
import type { StoreWord } from "./words.ts";
import { dated, writeState } from "./write-state.ts";

export interface LocalOptions {
  readonly repository: Repository;
  /** Where the view lies: relative to the work tree's root, or absolute. */
  readonly dir: string;
  readonly clock: Clock;
  /** For tasks that a file holds without a number of their own. */
  readonly maxRetries: number;
  /** How long a living process that holds the lock is waited for, in milliseconds. */
  readonly patience?: number;
  /** Hears what was noticed and put right. */
  readonly say: (word: StoreWord) => void;
}

const NO_ARCHIVE: Archive = new Map();
/** Twenty commands at once are done in a tenth of it (milliseconds). */
const PATIENCE = 10_000;
/** Another machine may move the ref of a shared folder under us; so many replays are more than chance. */
const TRIES = 20;

/** The store on the hidden ref of this clone. Its errors are `StoreError` and, for a view that is no sound queue, `QueueFault`. */
export function localStore(options: LocalOptions): Store {
  const ground: Ground = { patience: PATIENCE, ...options, place: viewPlace(options.repository, options.dir) };
  return {
    read: async (wanted = {}) => {
      return snapshot(ground, await settleToRead(ground), wanted.archive === true);
    },
    transact: (intent) => transact(ground, intent),
  };
}

/** The state straight from the view's bytes, when ref, stamp and view agree; null otherwise. */
function asStamped({ repository, place }: Ground, commit: string | null): (Settled & { readonly head: Head }) | null {
  const stamp = readStamp(repository, place.queue);
  if (stamp === null || stamp.commit !== commit) return null;
  const seen = readView(place.queue, place.name);
  if (seen === null) return null;
  const isOurs = seen.mark === stamp.mark || nameOf(repository.objectFormat, "blob", seen.bytes) === stamp.blob;
  if (!isOurs) return null;
  const queue: Queue = JSON.parse(seen.bytes.toString("utf8"));
  return { head: { ...stamp, queue }, queue, seen };
}

/** The commit of the state, by git only where its files do not tell; null: there is none. */
async function stateCommit(repository: Repository): Promise<string | null> {
  const look = lookUpRef(repository, STATE_REF);
  if (look === "none") return null;
  if (look !== "ask") return look.oid;
  return (await import("../git/plumbing.ts")).readRef(repository, STATE_REF);
}

/** Where nothing can be written, or something strange lies in the view's place, the state is read all the same. */
async function settleToRead(ground: Ground): Promise<Settled> {
  const { repository, place } = ground;
  const commit = await stateCommit(repository);
  if (commit === null && markAt(place.queue) === null) return { head: null, queue: EMPTY_QUEUE, seen: null };
  try {
    return asStamped(ground, commit) ?? (await reconcileToRead(ground));
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "not_written") throw error;
    const settled = (await import("./reconcile.ts")).asItLies(ground);
    ground.say({ kind: "view_not_written", file: place.name, reason: error.message });
    return settled;
  }
}

async function snapshot(ground: Ground, settled: Settled, withArchive: boolean): Promise<Snapshot> {
  const { head } = settled;
  const queue = raiseToMark(ground.repository, settled.queue);
  const version = head?.commit ?? "";
  if (!withArchive) return { state: { queue, archive: NO_ARCHIVE }, version };
  const { archiveWithViews } = await import("./archive-views.ts");
  return { state: { queue, archive: archiveWithViews(ground, head, queue).archive }, version };
}

async function locked<T>(ground: Ground, work: () => Promise<T>): Promise<T> {
  const dir = join(ground.repository.commonDir, "ltpm");
  try {
    makeDirectory(ground.repository, dir);
    mkdirSync(join(ground.repository.gitDir, "ltpm"), { recursive: true });
  } catch (error) {
    throw notWritten(dir, error);
  }
  return withLock(join(dir, "lock"), ground.patience, work);
}

/** The slow way to a state to read: views are put right on the way. */
async function reconcileToRead(ground: Ground): Promise<Settled> {
  const { reconcile } = await import("./reconcile.ts");
  return locked(ground, async () => {
    return asStamped(ground, await stateCommit(ground.repository)) ?? (await reconcile(ground, "read"));
  });
}

async function transact<R>(ground: Ground, intent: Intent<R>): Promise<Transacted<R>> {
  return locked(ground, async () => {
    for (let tries = 0; tries < TRIES; tries++) {
      const done = await attempt(ground, intent);
      if (done !== null) return done;
    }
    throw new StoreError("contended", "refs/ltpm/state kept moving while this command worked; run it again");
  });
}

/** One try; null when somebody who does not know our lock moved the ref first. */
async function attempt<R>(ground: Ground, intent: Intent<R>): Promise<Transacted<R> | null> {
  const stamped = asStamped(ground, await stateCommit(ground.repository));
  const { head, seen, ...read } = stamped ?? (await (await import("./reconcile.ts")).reconcile(ground, "write"));
  const queue = raiseToMark(ground.repository, read.queue);
  const loaded = intent.archive ? (await import("./archive-views.ts")).archiveWithViews(ground, head, queue) : null;
  const before = { queue, archive: loaded?.archive ?? NO_ARCHIVE };
  const now = nowAfter(ground, queue.updated_at);
  const { state: after, result } = intent.apply(before, now);
  const same = after === undefined || (after.queue === queue && after.archive === before.archive);
  if (same) return { result, state: before, version: head?.commit ?? "", changed: false };
  const written = await writeState(ground, {
    head,
    queue: dated(after.queue, dateAfter(now, queue.updated_at)),
    archive: loaded === null ? null : { before: loaded.before, after: after.archive },
    subject: typeof intent.subject === "string" ? intent.subject : intent.subject(result),
    op: intent.op,
    original: null,
    seen,
  });
  if (written === null) return null;
  const archive = loaded === null ? NO_ARCHIVE : after.archive;
  return { result, state: { queue: written.queue, archive }, version: written.commit, changed: true };
}
