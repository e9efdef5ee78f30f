import type { Attempt, Task } from "../../src/queue/schema.ts";

/** A task as it stands right after it was added, changed as a test wants it. */
export function aTask(change: Partial<Task> = {}): Task {
  return {
    id: "T-01",
    uid: "uid-1",
    description: "Write the report",
    goal: null,
    status: "pending",
    added_at: "2026-11-20T09:00:00.000Z",
    task_type: "file-creation",
    retries: 0,
    maxRetries: 3,
    subagent_session: null,
    started_at: null,
    completed_at: null,
    deliverable: null,
    deliverable_path: null,
    strategies_tried: [],
    blocked_reason: null,
    user_action_required: null,
    ...change,
  };
}

export function anAttempt(change: Partial<Attempt> = {}): Attempt {
  return {
    attempt: 1,
    strategy: "run",
    tool: "command",
    attempted_at: "2026-11-21T09:00:00.000Z",
    result: "exit 1",
    verification_failure: null,
    outcome: "failed",
    ...change,
  };
}

export const NOW = "2026-11-21T09:30:00.000Z";
