/** One transaction through the API: apply, commit where we looked last; after a lost race or a lost answer look, search, apply anew. */
import { commitMessage } from "../git/objects.ts";
import type { BranchLook } from "../github/project.ts";
import { orderedQueue } from "../queue/write.ts";
import { type Dice, latest } from "../state/clock.ts";
import type { Snapshot, State } from "../state/state.ts";
import { type Applied, type Intent, type ReadOptions, StoreError, type Transacted } from "../state/store.ts";
import { type ApiDesk, type Known, look, takeFirst, type Wanted, withDocuments } from "./api-branch.ts";
import { shownDocuments, withWritten, writableChanges } from "./api-documents.ts";
import { asStoreError, type Verdict, verdictOf } from "./api-errors.ts";
import { additionsFor } from "./api-files.ts";
import { findOperation } from "./api-history.ts";
import { COMMIT, commitShape, type History } from "./api-queries.ts";
import { contended, unknownWhether } from "./remote-errors.ts";
import { mayTryAgain, type Patience, pauseAfter } from "./remote-pause.ts";

/** The desk of transactions. */
export interface Writer extends ApiDesk {
  readonly dice: Pick<Dice, "fraction">;
  readonly patience: Patience;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** What the run's first query saw, until this store asks for itself. */
  first: BranchLook | null;
  /** When it was handed in, by `performance.now()`. */
  readonly opened: number;
  /** Somebody else moved the branch lately: look before the first try. */
  crowded: boolean;
  /** Transactions in a row that landed without a look before. */
  unseen: number;
}

/** So many transactions in a row begin where the last one ended: who never looks is faster than all who must. */
const UNSEEN = 5;
/** Lost answers of one transaction, after each of which we looked. */
const LOST_ANSWERS = 5;

/** What a run saw first counts as the newest state for so many milliseconds. */
const FIRST_IS_NEW = 60_000;

interface Attempt<R> {
  readonly result: R;
  readonly next: State;
  /** What is known of the branch when it has landed, but for the head. */
  readonly after: Known;
  /** Documents that it changes. */
  readonly written: ReadonlyMap<string, Uint8Array>;
}

/** One transaction on its way. */
interface Course<R> {
  readonly intent: Intent<R>;
  readonly began: number;
  /** Another process may have sent this operation too. */
  readonly mayBeOthers: boolean;
  /** What was sent, by the head it was to stand on. */
  readonly sent: Map<string, Attempt<R>>;
  /** Where to begin looking for the operation; null while it cannot have landed. */
  since: string | null;
  tries: number;
  lostAnswers: number;
  last: Exclude<Verdict, { kind: "lost_race" }> | null;
}

/** Where a try begins. `isFresh`: nobody can have looked later. */
interface Ground {
  readonly known: Known;
  readonly history: History | null;
  readonly isFresh: boolean;
}

/** What an intent or a reader asks for. */
export function wantedBy({ archive = false, documents = [] }: ReadOptions): Wanted {
  return { archive, documents };
}

/** What a caller sees of a known state. */
function snapshotOf({ head, queue, archive, documents, present }: Known, wanted: Wanted): Snapshot {
  const state = { queue, archive: wanted.archive ? (archive ?? new Map()) : new Map() };
  const shown = wanted.documents.length === 0 ? {} : { documents: shownDocuments(documents, wanted.documents) };
  return { state: { ...state, ...shown }, version: present ? head : "" };
}

/** The state as it is; what the run's first query saw counts as that until this store has asked for itself. */
export async function readNow(desk: Writer, wanted: Wanted): Promise<Snapshot> {
  const first = wanted.archive ? null : await firstSight(desk, wanted);
  return snapshotOf(first ?? (await lookNow(desk, wanted, false)).known, wanted);
}

/** The state that the run began with, as long as it is as good as a look. */
async function firstSight(desk: Writer, { documents }: Wanted): Promise<Known | null> {
  const { first } = desk;
  if (first === null || performance.now() - desk.opened > FIRST_IS_NEW) return null;
  return withDocuments(desk, desk.known ?? (await takeFirst(desk, first)), documents, first.documents);
}

async function lookNow(desk: Writer, wanted: Wanted, history: boolean): Promise<Ground> {
  desk.first = null;
  desk.unseen = 0;
  return { ...(await look(desk, wanted, history)), isFresh: true };
}

async function begin<R>(desk: Writer, { intent, since }: Course<R>): Promise<Ground> {
  const wanted = wantedBy(intent);
  const first = wanted.archive || since !== null ? null : await firstSight(desk, wanted);
  if (first !== null) return { known: first, history: null, isFresh: true };
  const { known } = desk;
  const isEnough = known !== null && (!wanted.archive || known.archive !== null);
  if (isEnough && !desk.crowded && desk.unseen < UNSEEN && since === null) {
    const whole = await withDocuments(desk, known, wanted.documents, undefined);
    if (whole !== null) {
      desk.unseen++;
      return { known: whole, history: null, isFresh: false };
    }
  }
  return lookNow(desk, wanted, since !== null);
}

/**
 * Applies the intent until it lands. `since` not null: it may have landed before, in the history since that commit ("": in all
 * of it), and null is the answer if it has. Throws `StoreError`, `QueueFault`, and what the intent throws.
 */
export async function transactByApi<R>(
  desk: Writer,
  intent: Intent<R>,
  since: string | null,
): Promise<Transacted<R> | null> {
  const course: Course<R> = {
    ...{ intent, began: performance.now(), mayBeOthers: since !== null, sent: new Map() },
    ...{ since, tries: 0, lostAnswers: 0, last: null },
  };
  let ground = await begin(desk, course);
  for (;;) {
    const landed = await findLanded(desk, course, ground);
    if (landed !== undefined) return landed;
    const elapsed = performance.now() - course.began;
    if (isHopeless(desk, course, elapsed)) throw giveUp(desk, course, elapsed);
    const started = performance.now();
    const done = await attempt(desk, course, ground);
    if (done !== "again") return done;
    if (course.tries > 0) await desk.wait(pause(desk, course, performance.now() - started));
    ground = await lookAgain(desk, course);
  }
}

function isHopeless<R>(desk: Writer, { tries, lostAnswers }: Course<R>, elapsed: number): boolean {
  return lostAnswers >= LOST_ANSWERS || (tries > 0 && !mayTryAgain(desk.patience, tries, elapsed));
}

/** A server in trouble is given seconds; those who race only need to come apart. */
function pause<R>(desk: Writer, course: Course<R>, took: number): number {
  const fraction = desk.dice.fraction();
  if (course.last === null) return pauseAfter(course.tries, took, fraction);
  return Math.round(1_000 * 2 ** Math.min(course.lostAnswers, 3) * (0.5 + fraction / 2));
}

/** What became of the operation: undefined when it is not in the history. */
async function findLanded<R>(
  desk: Writer,
  course: Course<R>,
  { known, history }: Ground,
): Promise<Transacted<R> | null | undefined> {
  if (course.since === null) return undefined;
  const found = await search(desk, course, known.head, history);
  if (found === null) return undefined;
  // By its parent, and in a history that was rewritten since: what we sent last.
  const ours = course.sent.get(found.parent) ?? (course.mayBeOthers ? undefined : [...course.sent.values()].at(-1));
  return ours === undefined ? null : landed(ours, found.oid);
}

async function search<R>(desk: Writer, { intent, since }: Course<R>, head: string, history: History | null) {
  try {
    return await findOperation(desk, intent.op, since ?? "", head, history);
  } catch (error) {
    const told = asStoreError(error, desk.place);
    throw told instanceof StoreError ? unknownWhether(told) : told;
  }
}

function landed<R>({ result, next }: Attempt<R>, version: string): Transacted<R> {
  return { result, state: next, version, changed: true };
}

/** One try. "again": look anew. What is only seen on an old head is not believed. */
async function attempt<R>(desk: Writer, course: Course<R>, ground: Ground): Promise<Transacted<R> | "again"> {
  const { intent } = course;
  const { known, isFresh } = ground;
  const before = snapshotOf(known, wantedBy(intent));
  const now = latest(desk.clock.now(), known.queue.updated_at);
  let applied: Applied<R>;
  try {
    applied = intent.apply(before.state, now);
  } catch (error) {
    if (isFresh) throw error;
    return "again";
  }
  const { state = before.state, result } = applied;
  const written = writableChanges(known.documents, before.state.documents, state.documents);
  const isSame = state.queue === before.state.queue && state.archive === before.state.archive && written.size === 0;
  if (isSame) return isFresh ? { ...before, result, changed: false } : "again";
  const queue = orderedQueue({ ...state.queue, updated_at: now });
  const documents = withWritten(known.documents, written);
  const after = { ...known, queue, archive: intent.archive ? state.archive : known.archive, documents };
  const next = snapshotOf(after, wantedBy(intent)).state;
  const subject = typeof intent.subject === "string" ? intent.subject : intent.subject(result);
  return send(desk, course, known, { result, next, after, written }, subject);
}

async function send<R>(
  desk: Writer,
  course: Course<R>,
  known: Known,
  ours: Attempt<R>,
  subject: string,
): Promise<Transacted<R> | "again"> {
  course.tries++;
  desk.first = null;
  course.sent.set(known.head, ours);
  const { op } = course.intent;
  try {
    const version = await commit(desk, known, ours, { subject, op });
    if (course.tries === 1) desk.crowded = false;
    desk.known = { ...ours.after, head: version, present: true };
    desk.mark = ours.next.queue.lastId;
    return landed(ours, version);
  } catch (error) {
    settle(desk, course, known.head, verdictOf(error, desk.place));
    return "again";
  }
}

async function commit(
  desk: Writer,
  known: Known,
  { next, written }: Pick<Attempt<unknown>, "next" | "written">,
  words: { readonly subject: string; readonly op: string },
): Promise<string> {
  const [headline = "", ...body] = commitMessage(words.subject, words.op).split("\n\n");
  const files = additionsFor(desk.dir, known.archive ?? new Map(), next);
  const additions = [
    ...files.map(({ path, text }) => ({ path, contents: Buffer.from(text, "utf8").toString("base64") })),
    ...[...written].map(([path, bytes]) => ({ path, contents: Buffer.from(bytes).toString("base64") })),
  ];
  const input = {
    branch: { repositoryNameWithOwner: `${desk.repo.owner}/${desk.repo.name}`, branchName: desk.place.branch },
    expectedHeadOid: known.head,
    message: { headline, body: body.join("\n\n").trimEnd() },
    fileChanges: { additions },
  };
  const said = await desk.client.graphql(COMMIT, { input }, commitShape, { vital: true });
  return said.createCommitOnBranch.commit.oid;
}

/** What a try that did not land means for the next one. Throws when there is none. */
function settle<R>(desk: Writer, course: Course<R>, head: string, verdict: Verdict): void {
  // Something between us and the server may have sent it twice: the history says whether we raced ourselves.
  course.since ??= head;
  if (verdict.kind === "lost_race") {
    desk.crowded = true;
    course.last = null;
    return;
  }
  if (verdict.kind === "ambiguous") course.lostAnswers++;
  const isOver = verdict.kind === "missing" ? course.last?.kind === "missing" : verdict.kind !== "ambiguous";
  const isInDoubt = verdict.kind === "passing" && course.lostAnswers > 0;
  if (isOver) throw isInDoubt ? unknownWhether(verdict.error) : verdict.error;
  course.last = verdict;
}

/** The branch after a try that failed. What was sent and cannot be looked for is said so. */
async function lookAgain<R>(desk: Writer, course: Course<R>): Promise<Ground> {
  try {
    return await lookNow(desk, wantedBy(course.intent), course.since !== null);
  } catch (error) {
    if (course.lostAnswers === 0 || !(error instanceof StoreError) || error.code === "vanished") throw error;
    throw unknownWhether(error);
  }
}

function giveUp<R>(desk: Writer, course: Course<R>, elapsed: number): StoreError {
  const { last, tries } = course;
  if (last !== null) return new StoreError("unreachable", `${last.error.message} (${tries} tries)`);
  return contended(desk.place, tries, elapsed / 1000);
}
