/** What a person may do to a task: skip, retry, cancel, mark done. A running attempt is fenced off by dropping its session. */
import { replaceTasks, taskByLabel } from "./find.ts";
import { nextStatus } from "./machine.ts";
import type { Queue, Session, Task } from "./schema.ts";

export type Operation = "skip" | "retry" | "cancel" | "done";

export type Controlled =
  | {
      readonly kind: "changed";
      readonly queue: Queue;
      readonly task: Task;
      readonly before: Task;
      readonly ended: EndedSession | null;
    }
  /** The task already is as asked: nothing to write. */
  | { readonly kind: "unchanged"; readonly task: Task }
  /** The state machine refuses it, e.g. skipping a task that is done. */
  | { readonly kind: "refused"; readonly task: Task }
  | { readonly kind: "unknown" };

/** A session whose attempt no longer counts and whose processes should end. */
export interface EndedSession {
  readonly uid: string;
  readonly id: string;
  readonly handle: string;
  readonly session: Session;
}

const EVENT = { skip: "skip", retry: "retry", cancel: "cancel", done: "mark" } as const;
export const CANCELLED = "cancelled by user";
export const MARKED = "marked done by hand";

/** The session that a running task loses when a person decides something else. */
export function endedSession(task: Task): EndedSession | null {
  if (task.status !== "running" || !task.session) return null;
  return { uid: task.uid, id: task.id, handle: task.subagent_session ?? "", session: task.session };
}

function withoutExecution(task: Task): Task {
  const { session: _session, not_before: _later, ...rest } = task;
  return { ...rest, subagent_session: null };
}

function retried(task: Task): Task {
  const {
    blocked_code: _code,
    lost_count: _lost,
    verification: _verified,
    references: _references,
    ...rest
  } = withoutExecution(task);
  return {
    ...rest,
    status: "pending",
    retries: 0,
    strategies_tried: [],
    earlier_attempts: [...(task.earlier_attempts ?? []), ...task.strategies_tried],
    epoch: (task.epoch ?? 0) + 1,
    completed_at: null,
    deliverable: null,
    deliverable_path: null,
    blocked_reason: null,
    user_action_required: null,
  };
}

function decided(task: Task, operation: Operation, now: string): Task {
  if (operation === "retry") return { ...retried(task), decided_at: now };
  const { blocked_code: _code, ...plain } = withoutExecution(task);
  const base: Task = { ...plain, completed_at: now, decided_at: now, user_action_required: null };
  if (operation === "done") return { ...base, status: "done", blocked_reason: null, verification: MARKED };
  if (operation === "skip") return { ...base, status: "skipped", blocked_reason: null };
  return { ...base, status: "skipped", blocked_reason: CANCELLED, blocked_code: "cancelled" };
}

function isAlready(task: Task, operation: Operation): boolean {
  if (operation === "done") return task.status === "done";
  if (operation === "skip" || operation === "cancel") return task.status === "skipped";
  const untouched = task.strategies_tried.length === 0 && !task.not_before && !task.lost_count;
  return task.status === "pending" && task.retries === 0 && untouched;
}

/** Applies a person's word to the task with this label or alias. `now` becomes `decided_at`: older commands lose against it. */
export function control(queue: Queue, operation: Operation, label: string, now: string): Controlled {
  const task = taskByLabel(queue, label);
  if (task === undefined) return { kind: "unknown" };
  if (nextStatus(task.status, EVENT[operation]) === null) return { kind: "refused", task };
  if (isAlready(task, operation)) return { kind: "unchanged", task };
  const changed = decided(task, operation, now);
  const next = { ...queue, outbox: (queue.outbox ?? []).filter((notice) => notice.uid !== task.uid) };
  return {
    kind: "changed",
    queue: replaceTasks(next, [changed]),
    task: changed,
    before: task,
    ended: endedSession(task),
  };
}
