/** Small values to build tests from: a task, settings, a record, a host. */
import { DEFAULT_SETTINGS } from "../../src/config/defaults.ts";
import type { Host } from "../../src/dispatch/attempt-order.ts";
import type { RunOrder } from "../../src/dispatch/executor.ts";
import type { Settings } from "../../src/dispatch/settings.ts";
import type { Attempt, Queue, Task } from "../../src/queue/schema.ts";
import type { State } from "../../src/state/state.ts";
import type { AttemptRecord } from "../../src/verify/attempt-record.ts";

export const NOW = "2026-11-21T12:00:00.000Z";

/** `minutes` after NOW. */
export function at(minutes: number): string {
  return new Date(Date.parse(NOW) + minutes * 60_000).toISOString();
}

export function sampleTask(fields: Partial<Task> = {}): Task {
  const id = fields.id ?? "T-01";
  return {
    id,
    uid: `uid-${id}`,
    description: "Run `npm test`",
    goal: null,
    status: "pending",
    added_at: at(-60),
    task_type: "code-execution",
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
    ...fields,
  };
}

/** A running task with a session under `token`. */
export function runningTask(fields: Partial<Task> = {}, token = "token-1234"): Task {
  const strategy = "run";
  return sampleTask({
    status: "running",
    subagent_session: `cmd:here/${token}`,
    started_at: at(-5),
    session: {
      token,
      strategy,
      executor: "command",
      tool: "npm",
      attempt: (fields.strategies_tried?.length ?? 0) + 1,
      reserved_at: at(-5),
      lease_until: at(60),
    },
    ...fields,
  });
}

export function sampleAttempt(strategy: string, fields: Partial<Attempt> = {}): Attempt {
  return {
    attempt: 1,
    strategy,
    tool: "npm",
    attempted_at: at(-30),
    result: "it exited 1: no",
    verification_failure: null,
    epoch: 0,
    ended_at: at(-29),
    outcome: "failed",
    token: "earlier-token",
    ...fields,
  };
}

export function sampleRecord(fields: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    token: "token-1234",
    ended_at: at(-1),
    exit: { code: 0, signal: null, timed_out: false, cancelled: false },
    output: "42 tests passed",
    changed: [],
    checks: [
      { check: "exit", ok: true, detail: "exit 0" },
      { check: "trace", ok: true, detail: "it printed something" },
    ],
    ...fields,
  };
}

export const CLAUDE = { name: "claude", preset: "claude", args: [] } as const;
export const CODEX = { name: "codex", preset: "codex", args: [] } as const;

export function sampleSettings(fields: Partial<Settings> = {}): Settings {
  return { ...DEFAULT_SETTINGS, output_limit_kb: 512, ...fields };
}

export const HOST: Host = {
  name: (kind: RunOrder["kind"]) => (kind === "person" ? "manual" : "command"),
  handle: (kind: RunOrder["kind"], token: string) => (kind === "person" ? `manual:${token}` : `cmd:here/${token}`),
};

export function queueOf(...tasks: readonly Task[]): Queue {
  return { lastId: tasks.at(-1)?.id ?? null, tasks: [...tasks], archivedCount: 0 };
}

export function stateOf(...tasks: readonly Task[]): State {
  return { queue: queueOf(...tasks), archive: new Map() };
}
