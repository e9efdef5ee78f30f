import type { Queue, Task } from "../../src/queue/schema.ts";
import { orderedTask } from "../../src/queue/write.ts";

export const NOW = "2026-11-21T09:00:00.000Z";

/** A pending task T-NN with anything changed. */
export function task(id: string, changes: Partial<Task> = {}): Task {
  return orderedTask({
    id,
    uid: `uid-${id}`,
    description: `do ${id}`,
    goal: null,
    status: "pending",
    added_at: "2026-11-20T09:00:00.000Z",
    task_type: "unknown",
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
    ...changes,
  });
}

export function session(token = "token-0001") {
  return {
    token,
    strategy: "run",
    executor: "command",
    attempt: 1,
    reserved_at: NOW,
    lease_until: "2026-11-21T10:10:00.000Z",
  };
}

export function running(id: string, changes: Partial<Task> = {}): Task {
  return task(id, {
    status: "running",
    session: session(),
    subagent_session: "cmd:here/token-0001",
    started_at: NOW,
    ...changes,
  });
}

export function queue(...tasks: Task[]): Queue {
  const last =
    tasks
      .map((one) => one.id)
      .sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)))
      .at(-1) ?? null;
  return { version: 2, lastId: last, tasks, archivedCount: 0 };
}
