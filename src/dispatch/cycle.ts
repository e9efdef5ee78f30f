/** One cycle as a plan: settle what ended, archive what is old, start what may start, owe notices. Pure; replayed at will. */
import { moveToArchive } from "../queue/archive.ts";
import { replaceTasks } from "../queue/find.ts";
import type { Notice, Outcome, Queue, Status, Task } from "../queue/schema.ts";
import type { State } from "../state/state.ts";
import type { Applied, Intent } from "../state/store.ts";
import { withAllBlocked } from "./all-blocked.ts";
import { dueForArchive } from "./archive-due.ts";
import type { Host } from "./attempt-order.ts";
import { taskTypes } from "./catalog.ts";
import type { AttemptOrder } from "./executor.ts";
import { type Neighbours, neighboursIn, waitReason } from "./ready.ts";
import { reserve } from "./reserve.ts";
import type { Settings } from "./settings.ts";
import { type Observation, renewedLease, settle } from "./settle.ts";
import type { Settled } from "./settled.ts";
import type { TaskType } from "./strategy.ts";

export interface CycleInput {
  readonly op: string;
  readonly observations: readonly Observation[];
  readonly draws: {
    /** Fences for new attempts, prepared with their executors; at most this many start. */
    readonly tokens: readonly string[];
    /** In [0, 1): one for each observation; fewer are used again. */
    readonly fractions: readonly number[];
  };
  readonly settings: Settings;
  readonly host: Host;
  /** The status of an archived task by label; undefined when there is none. */
  readonly archived: (label: string) => Status | undefined;
  /** Whether the archive was asked for: only then old tasks are moved there. */
  readonly archive: boolean;
}

/** What became of one running task. */
export interface SettledEntry {
  readonly uid: string;
  readonly id: string;
  readonly token: string;
  readonly attempt: number;
  readonly strategy: string;
  readonly outcome: Outcome;
  readonly status: Status;
  readonly words: string;
  readonly transient: boolean;
}

export interface CycleResult {
  /** The attempts that were reserved, to be started now. */
  readonly orders: readonly AttemptOrder[];
  readonly settled: readonly SettledEntry[];
  /** Labels of tasks that blocked in this cycle, by their attempts or by a fault that no attempt could mend. */
  readonly blocked: readonly string[];
  readonly done: readonly string[];
  readonly archived: readonly string[];
  /** Tokens of attempts that were seen running but no longer count: to be ended. */
  readonly fenced: readonly string[];
  /** Nothing pending, running, due or owed, and nothing happened: `HEARTBEAT_OK`. */
  readonly idle: boolean;
  /** When the next pending task that only waits for its time may start; null when there is none. */
  readonly next_at: string | null;
}

/** A cycle as an intent. Writes nothing when nothing changed. */
export function cycleIntent(input: CycleInput): Intent<CycleResult> {
  const subject = (result: CycleResult) => subjectFrom(cycleWords(result));
  return { op: input.op, archive: input.archive, subject, apply: (state, now) => cycle(state, now, input) };
}

/** What a cycle did, a few words each. */
export function cycleWords(result: CycleResult): string[] {
  return [
    ...result.settled.map(({ id, status }) => `${id} ${status}`),
    ...result.orders.map(({ id }) => `${id} started`),
    ...result.blocked.filter((id) => !result.settled.some((entry) => entry.id === id)).map((id) => `${id} blocked`),
    ...(result.archived.length > 0 ? [`${result.archived.length} archived`] : []),
  ];
}

/** The commit's subject made of such words. */
export function subjectFrom(parts: readonly string[]): string {
  const shown = parts.slice(0, 6).join(", ");
  return `ltpm: ${shown === "" ? "cycle" : shown}${parts.length > 6 ? ` and ${parts.length - 6} more` : ""}`;
}

function cycle(state: State, now: string, input: CycleInput): Applied<CycleResult> {
  const types = taskTypes(input.settings);
  const settling = settleAll(state.queue, now, types, input);
  const afterSettling = withNotices(
    replaceTasks(state.queue, settling.changed),
    settling.settled.flatMap(({ notices }) => notices),
  );
  const leaving = input.archive ? dueForArchive(afterSettling, input.settings.archive_days, now) : new Set<string>();
  const { archive, queue } = moveToArchive({ ...state, queue: afterSettling }, leaving);
  const near = neighboursIn(queue, input.archived);
  const { settings, host } = input;
  const reserved = reserve(queue.tasks, { now, settings, types, host, near, tokens: input.draws.tokens });
  const afterReserving = withNotices(replaceTasks(queue, reserved.changed), reserved.notices);
  const last = neighboursIn(afterReserving, input.archived);
  const next = withAllBlocked(withWaitReasons(afterReserving, last), last, now, input.op);
  const archived = afterSettling.tasks.filter((task) => leaving.has(task.uid)).map((task) => task.id);
  const changed = next !== state.queue;
  const result: CycleResult = {
    orders: reserved.orders,
    settled: settling.settled.map(entryOf),
    blocked: newly("blocked", state.queue, next),
    done: newly("done", state.queue, next),
    archived,
    fenced: settling.fenced,
    idle: !changed && isIdle(next),
    next_at: nextStart(next, last, now),
  };
  return changed ? { state: { queue: next, archive }, result } : { result };
}

function settleAll(queue: Queue, now: string, types: readonly TaskType[], input: CycleInput) {
  const changed: Task[] = [];
  const settled: Settled[] = [];
  const fenced: string[] = [];
  const byUid = new Map(queue.tasks.map((task) => [task.uid, task]));
  const { fractions } = input.draws;
  for (const [at, seen] of input.observations.entries()) {
    const task = byUid.get(seen.uid);
    const holds = task?.status === "running" && task.session?.token === seen.token;
    if (task === undefined || !holds) {
      if (seen.observed.kind === "running") fenced.push(seen.token);
      continue;
    }
    const fraction = fractions[at % Math.max(1, fractions.length)] ?? 0;
    const context = { now, settings: input.settings, types, fraction };
    const outcome = settle(task, seen, context);
    if (outcome !== null) {
      settled.push(outcome);
      changed.push(outcome.task);
      byUid.set(task.uid, outcome.task);
    } else {
      const renewed = renewedLease(task, seen, context);
      if (renewed !== null) changed.push(renewed);
    }
  }
  return { changed, settled, fenced };
}

function entryOf({ task, notices: _notices, ...rest }: Settled): SettledEntry {
  return { uid: task.uid, id: task.id, status: task.status, ...rest };
}

function withNotices(queue: Queue, notices: readonly Notice[]): Queue {
  return notices.length === 0 ? queue : { ...queue, outbox: [...(queue.outbox ?? []), ...notices] };
}

/** Pending tasks say what they depend on, in `blocked_reason`; the words go when nothing is in the way any more. */
function withWaitReasons(queue: Queue, near: Neighbours): Queue {
  const changed: Task[] = [];
  for (const task of queue.tasks) {
    if (task.status !== "pending") continue;
    const reason = waitReason(task, near);
    if (reason !== task.blocked_reason) changed.push({ ...task, blocked_reason: reason });
  }
  return replaceTasks(queue, changed);
}

function newly(status: Status, before: Queue, after: Queue): string[] {
  const had = new Set(before.tasks.filter((task) => task.status === status).map((task) => task.uid));
  return after.tasks.filter((task) => task.status === status && !had.has(task.uid)).map((task) => task.id);
}

function isIdle(queue: Queue): boolean {
  const moves = (task: Task) => task.status === "pending" || task.status === "running";
  return (queue.outbox ?? []).length === 0 && !queue.tasks.some(moves);
}

function nextStart(queue: Queue, near: Neighbours, now: string): string | null {
  let next: string | null = null;
  for (const task of queue.tasks) {
    if (task.status !== "pending" || !task.not_before || waitReason(task, near) !== null) continue;
    const moment = Date.parse(task.not_before);
    if (moment > Date.parse(now) && (next === null || moment < Date.parse(next))) next = task.not_before;
  }
  return next;
}
