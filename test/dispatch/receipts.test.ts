import { describe, expect, test } from "vitest";
import { LANDED, type LandResult, unlandedWork, withLanding } from "../../src/dispatch/landing.ts";
import { receiptsIntent, withReceipts } from "../../src/dispatch/receipts.ts";
import { control } from "../../src/queue/control.ts";
import type { Notice, Queue, Task } from "../../src/queue/schema.ts";
import { at, NOW, queueOf, sampleTask } from "./sample.ts";

const WORK = [
  { kind: "commit", value: "c0ffee" },
  { kind: "branch", value: "ltpm/T-01-x" },
] as const;
const done = (fields: Partial<Task> = {}) =>
  sampleTask({ status: "done", completed_at: at(-1), verification: "passed: diff", references: [...WORK], ...fields });
const owed = (kind: Notice["kind"], uid = "uid-T-01"): Notice => ({ id: `${kind}:${uid}`, kind, uid, owed_at: NOW });

function owing(task: Task, ...outbox: Notice[]): Queue {
  return { ...queueOf(task), outbox };
}

const landing = (result: LandResult) => ({ notice: "land:uid-T-01", uid: "uid-T-01", result });

describe("receipts", () => {
  test("what was told is owed no longer, what was not stays", () => {
    const queue = owing(done(), owed("done"), owed("blocked", "uid-T-02"));
    expect(withReceipts(queue, { delivered: ["done:uid-T-01"], landings: [] }).outbox).toEqual([
      owed("blocked", "uid-T-02"),
    ]);
  });

  test.each([
    [{ kind: "landed", commit: "merged" }, [...WORK, { kind: "commit", value: "merged", note: LANDED }], 0],
    [
      { kind: "left", why: "conflict in a.ts" },
      [WORK[0], { ...WORK[1], note: "left on branch ltpm/T-01-x: merge it by hand (conflict in a.ts)" }],
      0,
    ],
    [{ kind: "later", why: "busy" }, WORK, 1],
  ] as const)("%j leaves its trace", (result, references, left) => {
    const queue = withReceipts(owing(done(), owed("land")), { delivered: [], landings: [landing(result)] });
    expect(queue.tasks[0]?.references).toEqual(references);
    expect(queue.outbox).toHaveLength(left);
  });

  test("a task that was put back meanwhile is left alone: the work is no longer its result", () => {
    const before = owing(done(), owed("land"));
    const retried = control(before, "retry", "T-01", NOW);
    if (retried.kind !== "changed") throw new Error("not retried");
    const after = withReceipts(retried.queue, { delivered: [], landings: [landing({ kind: "landed", commit: "m" })] });
    expect(after).toBe(retried.queue);
    const another = { ...retried.queue, outbox: [owed("done", "uid-T-02")] };
    const receipts = { delivered: ["done:uid-T-02"], landings: [landing({ kind: "landed", commit: "m" })] };
    expect(withReceipts(another, receipts).tasks[0]?.references).toBeUndefined();
  });

  test("landing twice is noted once", () => {
    const once = withLanding(done(), { kind: "landed", commit: "m" });
    expect(withLanding(once, { kind: "landed", commit: "m" })).toBe(once);
    expect(unlandedWork(once)).toBeNull();
  });

  test("work that was left on its branch is still to be brought along", () => {
    const left = withLanding(done(), { kind: "left", why: "conflict" });
    expect(unlandedWork(left)).toEqual({ commit: "c0ffee", branch: "ltpm/T-01-x" });
    expect(unlandedWork(done({ references: [{ kind: "text", value: "deliverable" }] }))).toBeNull();
  });

  test("the intent writes nothing when nothing of it is owed any more", () => {
    const intent = receiptsIntent({ delivered: ["gone"], landings: [] }, "op");
    const state = { queue: owing(done(), owed("done")), archive: new Map() };
    expect(intent.apply(state, NOW)).toEqual({ result: 1 });
    const real = receiptsIntent({ delivered: ["done:uid-T-01"], landings: [] }, "op").apply(state, NOW);
    expect([real.result, real.state?.queue.outbox]).toEqual([0, []]);
  });
});
