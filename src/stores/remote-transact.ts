/** One transaction on a remote branch: apply, write, push; after a lost race or a lost answer look, search, and apply anew. */
import type { PushVerdict } from "../git/push.ts";
import type { Queue } from "../queue/schema.ts";
import { type Clock, type Dice, latest } from "../state/clock.ts";
import { QUEUE_FILE } from "../state/files.ts";
import type { Snapshot, State } from "../state/state.ts";
import { type Applied, type Intent, type ReadOptions, StoreError, type Transacted } from "../state/store.ts";
import { documentsAfter } from "./changed-documents.ts";
import { keepMark } from "./last-label.ts";
import type { RemoteBranch } from "./remote-branch.ts";
import { contended, fatalError, nameOfPlace, unknownWhether, unreachable } from "./remote-errors.ts";
import { type BranchFiles, type Loaded, load } from "./remote-files.ts";
import { findOperation } from "./remote-history.ts";
import { mayTryAgain, type Patience, pauseAfter } from "./remote-pause.ts";
import type { RemoteWord } from "./remote-words.ts";
import { type Written, write } from "./remote-write.ts";

/** An open remote branch, and what is known of it in this process. */
export interface Desk {
  branch: RemoteBranch;
  readonly dir: readonly string[];
  readonly maxRetries: number;
  readonly clock: Clock;
  readonly dice: Pick<Dice, "fraction">;
  readonly patience: Patience;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  readonly say: (word: RemoteWord) => void;
  readonly parsed: Map<string, Queue>;
  /** Somebody else moved the branch lately: look before the first try. */
  crowded: boolean;
  /** Transactions in a row that landed without a look before. */
  unseen: number;
  /** Documents about which it was said that they are not ours. */
  readonly left: Set<string>;
  /** The commit about which it was said that it took the queue file away. */
  told: string | null;
}

/**
 * So many transactions in a row begin where the last one ended. Who never looks is faster than all who must, and in a long series they
 * would never get their turn.
 */
const UNSEEN = 5;

interface Attempt<R> extends Written {
  readonly result: R;
}

/** One transaction on its way. */
interface Course<R> {
  readonly intent: Intent<R>;
  readonly began: number;
  /** Another process may have sent this operation too. */
  readonly mayBeOthers: boolean;
  /** Commits of ours that a server may have seen. */
  readonly sent: Map<string, Attempt<R>>;
  /** Where to begin looking for the operation; null while it cannot have landed. */
  since: string | null;
  tries: number;
  /** What was said to the last try when it was not simply too late. */
  last: PushVerdict | null;
}

function filesOf(desk: Desk): BranchFiles {
  const { repository, place, identity, checked } = desk.branch;
  return { repository, place, identity, checked, dir: desk.dir, maxRetries: desk.maxRetries, parsed: desk.parsed };
}

/** What a caller sees of a loaded state. */
export function snapshotOf(loaded: Loaded): Snapshot {
  return { state: loaded.state, version: loaded.present ? loaded.head : "" };
}

/** The head as it is, also under the default branch's new name. Throws `StoreError`. */
export async function look(desk: Desk): Promise<string> {
  try {
    return await desk.branch.fetch();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "vanished") throw error;
    const renamed = await desk.branch.renamed();
    const head = renamed?.known ?? null;
    if (renamed === null || head === null) throw error;
    desk.branch = renamed;
    return head;
  }
}

/** The state in a commit of the branch. Throws `QueueFault`, `StoreError`, `GitError`. */
export async function readHead(desk: Desk, head: string, wanted: ReadOptions): Promise<Loaded> {
  const loaded = await load(filesOf(desk), head, wanted, desk.clock.now());
  for (const [path, { refusal }] of loaded.documents) if (refusal !== null) sayLeft(desk, path, refusal);
  if (loaded.removedBy !== null && loaded.removedBy !== desk.told) {
    desk.told = loaded.removedBy;
    const branch = nameOfPlace(desk.branch.place);
    desk.say({ kind: "restored", branch, file: [...desk.dir, QUEUE_FILE].join("/"), commit: loaded.removedBy });
  }
  return loaded;
}

/** Once for each document: it lies there like this for everybody, every time. */
function sayLeft(desk: Desk, path: string, refusal: string): void {
  if (desk.left.has(path)) return;
  desk.left.add(path);
  desk.say({ kind: "documents_left", files: [path], reason: refusal });
}

/**
 * Applies the intent until it lands. `since` not null: it may have landed before, in the history since that commit ("": in all
 * of it), and null is the answer if it has. Throws `StoreError`, `QueueFault`, and what the intent throws.
 */
export async function transactHere<R>(
  desk: Desk,
  intent: Intent<R>,
  since: string | null,
): Promise<Transacted<R> | null> {
  const course: Course<R> = {
    intent,
    began: performance.now(),
    mayBeOthers: since !== null,
    sent: new Map(),
    since,
    tries: 0,
    last: null,
  };
  const known = desk.crowded || desk.unseen >= UNSEEN ? null : desk.branch.known;
  desk.unseen = known === null ? 0 : desk.unseen + 1;
  let head = known ?? (await look(desk));
  let isFresh = known === null;
  for (;;) {
    const landed = await findLanded(desk, course, head);
    if (landed !== undefined) return landed;
    const elapsed = performance.now() - course.began;
    if (course.tries > 0 && !mayTryAgain(desk.patience, course.tries, elapsed)) throw giveUp(desk, course, elapsed);
    const started = performance.now();
    const done = await attempt(desk, course, head, isFresh);
    if (done !== "again") return done;
    const took = performance.now() - started;
    if (course.tries > 0) await desk.wait(pauseAfter(course.tries, took, desk.dice.fraction()));
    head = await lookAgain(desk, course);
    isFresh = true;
  }
}

/** What became of the operation in `head`: undefined when it is not there. */
async function findLanded<R>(desk: Desk, course: Course<R>, head: string): Promise<Transacted<R> | null | undefined> {
  if (course.since === null) return undefined;
  const commit = findOperation(desk.branch.repository, course.intent.op, course.since, head);
  if (commit === null) return undefined;
  const ours = course.sent.get(commit);
  if (ours !== undefined) return landed(desk, ours);
  if (course.mayBeOthers) return null;
  // Somebody rewrote the history since: our commit has another name now, and is the one we sent last.
  const last = [...course.sent.values()].at(-1);
  return last === undefined ? null : landed(desk, { ...last, commit });
}

/** One try on `head`. "again": look anew. What is only seen on an old head is not believed. */
async function attempt<R>(
  desk: Desk,
  course: Course<R>,
  head: string,
  isFresh: boolean,
): Promise<Transacted<R> | "again"> {
  const { intent } = course;
  let loaded: Loaded;
  let applied: Applied<R>;
  let now: string;
  try {
    loaded = await readHead(desk, head, intent);
    now = latest(desk.clock.now(), loaded.state.queue.updated_at);
    applied = intent.apply(loaded.state, now);
  } catch (error) {
    if (isFresh) throw error;
    return "again";
  }
  const { state, result } = applied;
  const changes = state === undefined ? null : await changesOf(loaded, state);
  if (state === undefined || changes === null) {
    if (!isFresh) return "again";
    desk.branch.remember();
    return { ...snapshotOf(loaded), result, changed: false };
  }
  const given = loaded.state.documents;
  const archive = intent.archive ? state.archive : loaded.state.archive;
  const next: State = { queue: state.queue, archive, ...(given && { documents: documentsAfter(given, changes) }) };
  const subject = typeof intent.subject === "string" ? intent.subject : intent.subject(result);
  const written = write(filesOf(desk), loaded, next, now, { subject, op: intent.op, documents: changes });
  return send(desk, course, { ...written, result }, head);
}

const NO_CHANGES: ReadonlyMap<string, Uint8Array> = new Map();

/** The documents that the answer changes; null when it changes nothing at all. */
async function changesOf(loaded: Loaded, answer: State): Promise<ReadonlyMap<string, Uint8Array> | null> {
  const { state, documents, present } = loaded;
  const changes =
    documents.size === 0
      ? NO_CHANGES
      : (await import("./remote-documents.ts")).writableChanges(documents, state.documents, answer.documents);
  const isSame = present && answer.queue === state.queue && answer.archive === state.archive && changes.size === 0;
  return isSame ? null : changes;
}

async function send<R>(
  desk: Desk,
  course: Course<R>,
  ours: Attempt<R>,
  head: string,
): Promise<Transacted<R> | "again"> {
  course.tries++;
  const verdict = await desk.branch.push(ours.commit, head);
  if (verdict.kind === "landed") {
    if (course.tries === 1) desk.crowded = false;
    return landed(desk, ours);
  }
  if (verdict.kind === "ambiguous" || (verdict.kind === "lost_race" && verdict.sent)) {
    course.since ??= head;
    course.sent.set(ours.commit, ours);
  }
  if (verdict.kind === "lost_race") desk.crowded = true;
  const error = endsIt(desk, course, verdict);
  if (error !== null) throw error;
  course.last = verdict.kind === "lost_race" ? null : verdict;
  return "again";
}

function landed<R>(desk: Desk, ours: Attempt<R>): Transacted<R> {
  desk.branch.remember();
  keepMark(desk.branch.repository, ours.state.queue);
  return { result: ours.result, state: ours.state, version: ours.commit, changed: true };
}

/** The error with which this answer ends the transaction; null when it is worth another look. */
function endsIt<R>(desk: Desk, course: Course<R>, verdict: PushVerdict): StoreError | null {
  // A connection that breaks at the wrong moment reads like a refused login: believed the second time.
  if (verdict.kind === "unauthorised" && course.last?.kind !== "unauthorised") return null;
  if (verdict.kind === "unreachable" && !verdict.passing && course.sent.size === 0) {
    return unreachable(desk.branch.place, verdict.reason);
  }
  return fatalError(verdict, desk.branch.place);
}

/** The head after a try that failed. What was sent and cannot be looked for is said so. */
async function lookAgain<R>(desk: Desk, course: Course<R>): Promise<string> {
  try {
    return await look(desk);
  } catch (error) {
    if (course.sent.size === 0 || !(error instanceof StoreError) || error.code === "vanished") throw error;
    throw unknownWhether(error);
  }
}

function giveUp<R>(desk: Desk, course: Course<R>, elapsed: number): StoreError {
  const { last, tries } = course;
  if (last !== null && "reason" in last) return unreachable(desk.branch.place, `${last.reason} (${tries} tries)`);
  return contended(desk.branch.place, tries, elapsed / 1000);
}
