import { describe, expect, test } from "vitest";
import { isDue, neighboursIn, waitReason } from "../../src/dispatch/ready.ts";
import type { Notice, Status, Task } from "../../src/queue/schema.ts";
import { at, NOW, queueOf, sampleTask } from "./sample.ts";

const needing = (...depends_on: string[]) => sampleTask({ id: "T-09", depends_on });

function reason(task: Task, others: Task[], archived: Record<string, Status> = {}, outbox: Notice[] = []) {
  const queue = { ...queueOf(...others, task), outbox };
  return waitReason(
    task,
    neighboursIn(queue, (label) => archived[label]),
  );
}

describe("what a task waits for", () => {
  test.each(["pending", "blocked", "skipped", "running"] as const)("in the source's words: %s", (status) => {
    expect(reason(needing("T-01"), [sampleTask({ status })])).toBe(`depends on T-01 which is ${status}`);
  });

  test("nothing, once that one is done", () => {
    expect(reason(needing("T-01"), [sampleTask({ status: "done" })])).toBeNull();
    expect(reason(sampleTask({ id: "T-09" }), [])).toBeNull();
  });

  test("all that are not done", () => {
    const others = [
      sampleTask({ status: "done" }),
      sampleTask({ id: "T-02" }),
      sampleTask({ id: "T-03", status: "blocked" }),
    ];
    expect(reason(needing("T-01", "T-02", "T-03"), others)).toBe(
      "depends on T-02 which is pending; depends on T-03 which is blocked",
    );
  });

  test("an alias stands for its task, a label beats an alias", () => {
    const renamed = sampleTask({ id: "T-05", aliases: ["T-02", "T-03"] });
    expect(reason(needing("T-02"), [renamed])).toBe("depends on T-05 which is pending");
    expect(reason(needing("T-03"), [renamed, sampleTask({ id: "T-03", status: "done" })])).toBeNull();
  });

  test.each([
    ["done", null],
    ["skipped", "depends on T-01 which is skipped"],
  ] as const)("an archived one that is %s", (status, words) => {
    expect(reason(needing("T-01"), [], { "T-01": status })).toBe(words);
  });

  test("one that is nowhere", () => {
    expect(reason(needing("T-77"), [])).toBe("depends on T-77 which is not in the queue");
  });

  test("work that is still to be landed", () => {
    const land: Notice = { id: "land:1", kind: "land", uid: "uid-T-01", owed_at: NOW };
    const done = sampleTask({ status: "done" });
    expect(reason(needing("T-01"), [done], {}, [land])).toBe("depends on T-01 which is done but not landed yet");
    expect(reason(needing("T-01"), [done], {}, [{ ...land, kind: "done" }])).toBeNull();
  });

  test.each([
    [undefined, true],
    [null, true],
    [at(0), true],
    [at(1), false],
    ["2026-11-21T12:59:00+01:00", true],
    ["2026-11-21T13:01:00+01:00", false],
  ])("not before %s: may start now: %s", (not_before, due) => {
    expect(isDue(sampleTask(not_before === undefined ? {} : { not_before }), NOW)).toBe(due);
  });
});
