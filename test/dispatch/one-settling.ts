/** One observation settled on one task, with the invariants looked at. */
import { expect } from "vitest";
import { OUR_TYPES } from "../../src/dispatch/catalog.ts";
import type { Observed } from "../../src/dispatch/executor.ts";
import type { Settings } from "../../src/dispatch/settings.ts";
import { settle } from "../../src/dispatch/settle.ts";
import { brokenInvariants } from "../../src/queue/invariants.ts";
import type { Task } from "../../src/queue/schema.ts";
import type { AttemptRecord } from "../../src/verify/attempt-record.ts";
import { NOW, queueOf, runningTask, sampleAttempt, sampleRecord, sampleSettings } from "./sample.ts";

export const TOKEN = "token-1234";

export function settled(task: Task, observed: Observed, settings: Partial<Settings> = {}, token = TOKEN) {
  const context = { now: NOW, settings: sampleSettings(settings), types: OUR_TYPES, fraction: 1 };
  const outcome = settle(task, { uid: task.uid, token, observed }, context);
  if (outcome !== null) expect(brokenInvariants(queueOf(outcome.task), new Map(), 2)).toEqual([]);
  return outcome;
}

export const ended = (fields: Partial<AttemptRecord>): Observed => ({ kind: "ended", record: sampleRecord(fields) });
export const exit = (code: number) => ({ code, signal: null, timed_out: false, cancelled: false });
export const failedWith = (output: string): Observed => ended({ exit: exit(1), output });
export const unverified = (detail: string): Observed => ended({ checks: [{ check: "file:a", ok: false, detail }] });

/** A running task with this many earlier failures, each in words of its own. */
export function afterFailures(count: number, fields: Partial<Task> = {}): Task {
  const words = ["no such file", "permission denied", "syntax error", "type error"];
  const tried = Array.from({ length: count }, (_, n) =>
    sampleAttempt(n % 2 === 0 ? "run" : "run-tolerant", {
      attempt: n + 1,
      result: `it exited 1: ${words[n]}`,
      token: `old-${n}`,
    }),
  );
  return runningTask({ retries: count, strategies_tried: tried, ...fields });
}
