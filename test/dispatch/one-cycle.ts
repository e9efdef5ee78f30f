/** One cycle on a state, with everything drawn and decided beforehand, and short words for tasks and looks. */
import { expect } from "vitest";
import { type CycleInput, cycleIntent } from "../../src/dispatch/cycle.ts";
import type { Observed } from "../../src/dispatch/executor.ts";
import type { Settings } from "../../src/dispatch/settings.ts";
import { brokenInvariants } from "../../src/queue/invariants.ts";
import type { Task } from "../../src/queue/schema.ts";
import type { State } from "../../src/state/state.ts";
import { at, HOST, NOW, runningTask, sampleRecord, sampleSettings, sampleTask } from "./sample.ts";

export interface Given extends Partial<Omit<CycleInput, "settings">> {
  readonly settings?: Partial<Settings>;
}

export function cycle(state: State, { settings, ...input }: Given = {}) {
  const full = sampleSettings(settings);
  const tokens = Array.from({ length: 30 }, (_, n) => `fresh-token-${n}`);
  const intent = cycleIntent({
    op: "op-1",
    observations: [],
    draws: { tokens, fractions: [0.5] },
    settings: full,
    host: HOST,
    archived: () => undefined,
    archive: true,
    ...input,
  });
  const applied = intent.apply(state, NOW);
  const after = applied.state ?? state;
  expect(brokenInvariants(after.queue, after.archive, Math.max(full.max_concurrent, 3))).toEqual([]);
  const subject = typeof intent.subject === "string" ? intent.subject : intent.subject(applied.result);
  return { ...applied, after, subject, task: (id: string) => after.queue.tasks.find((task) => task.id === id) };
}

export const seen = (id: string, observed: Observed, token = `token-${id}`) => ({ uid: `uid-${id}`, token, observed });
export const runs = (id: string, fields: Partial<Task> = {}) => runningTask({ id, ...fields }, `token-${id}`);
export const ended = (id: string, fields: object = {}): Observed => ({
  kind: "ended",
  record: sampleRecord({ token: `token-${id}`, ...fields }),
});
export const fails = (id: string) =>
  ended(id, { exit: { code: 1, signal: null, timed_out: false, cancelled: false }, output: "no" });
export const done = (id: string, fields: Partial<Task> = {}) =>
  sampleTask({ id, status: "done", completed_at: at(-10), verification: "passed: exit", ...fields });
export const stuck = (id: string, fields: Partial<Task> = {}) =>
  sampleTask({ id, status: "blocked", completed_at: at(-10), blocked_reason: "x", ...fields });
export const PROSE = { description: "Tidy the login page", task_type: "code-change" };
