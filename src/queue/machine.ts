/** The one table of how a task's status may change (companions.md, Statuses). Everything that changes a status asks here. */
import type { Status } from "./schema.ts";

/** What can happen to a task. `finish`, `fail`, `lose` and `block` come from an attempt, the rest from a person. */
export const TASK_EVENTS = ["start", "finish", "fail", "lose", "block", "skip", "cancel", "retry", "mark"] as const;
export type TaskEvent = (typeof TASK_EVENTS)[number];

/** `null`: the event is refused in that status. The same status: allowed, and nothing changes but the bookkeeping. */
export const TRANSITIONS: Readonly<Record<Status, Readonly<Record<TaskEvent, Status | null>>>> = {
  pending: {
    start: "running",
    finish: null,
    fail: null,
    lose: null,
    block: "blocked",
    skip: "skipped",
    cancel: "skipped",
    retry: "pending",
    mark: "done",
  },
  running: {
    start: null,
    finish: "done",
    fail: "pending",
    lose: "pending",
    block: "blocked",
    skip: "skipped",
    cancel: "skipped",
    retry: "pending",
    mark: "done",
  },
  blocked: {
    start: null,
    finish: null,
    fail: null,
    lose: null,
    block: null,
    skip: "skipped",
    cancel: "skipped",
    retry: "pending",
    mark: "done",
  },
  done: {
    start: null,
    finish: null,
    fail: null,
    lose: null,
    block: null,
    skip: null,
    cancel: null,
    retry: "pending",
    mark: "done",
  },
  skipped: {
    start: null,
    finish: null,
    fail: null,
    lose: null,
    block: null,
    skip: "skipped",
    cancel: "skipped",
    retry: "pending",
    mark: "done",
  },
};

/** A status in which a task rests until a person moves it. */
export type TerminalStatus = "done" | "blocked" | "skipped";

export function isTerminal(status: Status): status is TerminalStatus {
  return status === "done" || status === "blocked" || status === "skipped";
}

/** The status after `event`, or null when the table refuses it. */
export function nextStatus(status: Status, event: TaskEvent): Status | null {
  return TRANSITIONS[status][event];
}
