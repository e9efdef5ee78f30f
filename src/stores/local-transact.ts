/** A change of the local state, under the clone's lock: read, apply, write, and anew when somebody else moved the ref. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../git/loose.ts";
import { FileNotWritten } from "../host/atomic-file.ts";
import { LockBusy, withLock } from "../host/lock.ts";
import type { Archive, State } from "../state/state.ts";
import { type Intent, StoreError, type Transacted } from "../state/store.ts";
import { documentsAfter } from "./changed-documents.ts";
import { dateAfter, type Ground, nowAfter } from "./ground.ts";
import { raiseToMark } from "./last-label.ts";
import type { LocalDocuments } from "./local-documents.ts";
import { notWritten } from "./not-written.ts";
import { asStamped, stateCommit } from "./stamped.ts";
import { dated, writeState } from "./write-state.ts";

const NO_ARCHIVE: Archive = new Map();
/** Another machine may move the ref of a shared folder under us; so many replays are more than chance. */
const TRIES = 20;

/** Does the work while no other process of ours writes this clone's state. Throws `StoreError` "locked", "not_written". */
export async function locked<T>(ground: Ground, work: () => Promise<T>): Promise<T> {
  const dir = join(ground.repository.commonDir, "ltpm");
  try {
    makeDirectory(ground.repository, dir);
    mkdirSync(join(ground.repository.gitDir, "ltpm"), { recursive: true });
  } catch (error) {
    throw notWritten(dir, error);
  }
  try {
    return await withLock(join(dir, "lock"), ground.patience, work);
  } catch (error) {
    if (error instanceof LockBusy) throw new StoreError("locked", error.message);
    if (error instanceof FileNotWritten) throw notWritten(error.path, error);
    throw error;
  }
}

/** Applies the intent until it is written. Throws `StoreError`, `QueueFault` and what the intent throws. */
export async function transact<R>(ground: Ground, intent: Intent<R>): Promise<Transacted<R>> {
  return locked(ground, async () => {
    const documents = intent.documents === undefined ? null : await openDocuments(ground, intent.documents);
    for (let tries = 0; tries < TRIES; tries++) {
      const done = await attempt(ground, intent, documents);
      if (done !== null) return done;
    }
    throw new StoreError("contended", "refs/ltpm/state kept moving while this command worked; run it again");
  });
}

async function openDocuments(ground: Ground, paths: readonly string[]): Promise<LocalDocuments> {
  return (await import("./local-documents.ts")).LocalDocuments.open(ground, paths);
}

const NO_CHANGES: ReadonlyMap<string, Uint8Array> = new Map();

/** One try; null when somebody who does not know our lock moved the ref or changed a document first. */
async function attempt<R>(
  ground: Ground,
  intent: Intent<R>,
  documents: LocalDocuments | null,
): Promise<Transacted<R> | null> {
  const stamped = asStamped(ground, await stateCommit(ground.repository));
  const { head, seen, ...read } = stamped ?? (await (await import("./reconcile.ts")).reconcile(ground, "write"));
  const queue = raiseToMark(ground.repository, read.queue);
  const loaded = intent.archive ? (await import("./archive-views.ts")).archiveWithViews(ground, head, queue) : null;
  const given = documents?.read();
  const before: State = { queue, archive: loaded?.archive ?? NO_ARCHIVE, ...(given && { documents: given }) };
  const now = nowAfter(ground, queue.updated_at);
  const { state: after, result } = intent.apply(before, now);
  const changes = documents?.changes(after?.documents) ?? NO_CHANGES;
  const same = after === undefined || (after.queue === queue && after.archive === before.archive && changes.size === 0);
  if (same) return { result, state: before, version: head?.commit ?? "", changed: false };
  const written = await writeState(ground, {
    head,
    queue: dated(after.queue, dateAfter(now, queue.updated_at)),
    archive: loaded === null ? null : { before: loaded.before, after: after.archive },
    subject: typeof intent.subject === "string" ? intent.subject : intent.subject(result),
    op: intent.op,
    original: null,
    seen,
    ...(documents !== null && changes.size > 0 && { first: () => documents.write(changes, now) }),
  });
  if (written === null) return null;
  const archive = loaded === null ? NO_ARCHIVE : after.archive;
  const told = given && { documents: documentsAfter(given, changes) };
  return { result, state: { queue: written.queue, archive, ...told }, version: written.commit, changed: true };
}
