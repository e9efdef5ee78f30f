import { describe, expect, test } from "vitest";
import { OUR_TYPES } from "../../src/dispatch/catalog.ts";
import type { Observed } from "../../src/dispatch/executor.ts";
import { renewedLease } from "../../src/dispatch/settle.ts";
import { ended, settled, TOKEN } from "./one-settling.ts";
import { at, NOW, runningTask, sampleSettings } from "./sample.ts";

describe("lost", () => {
  const lost: Observed = { kind: "lost", why: "the machine was restarted" };

  test.each([
    [undefined, "pending", 1],
    [2, "pending", 3],
    [3, "blocked", 4],
  ])("after %s losses: %s", (lost_count, status, count) => {
    const outcome = settled(runningTask(lost_count === undefined ? {} : { lost_count }), lost);
    expect(outcome?.task).toMatchObject({ status, lost_count: count, retries: 0 });
    expect(outcome?.task.strategies_tried[0]).toMatchObject({ outcome: "lost", result: "the machine was restarted" });
    if (status === "blocked") {
      expect(outcome?.task.blocked_reason).toBe(
        "its session was lost 4 times; the last time: the machine was restarted",
      );
    }
  });

  test("a cancelled process and a stranger's record are losses too", () => {
    const cancelled = { code: null, signal: "SIGTERM", timed_out: false, cancelled: true };
    for (const observed of [ended({ exit: cancelled }), ended({ token: "stranger-1" })]) {
      expect(settled(runningTask(), observed)).toMatchObject({
        outcome: "lost",
        task: { status: "pending", retries: 0 },
      });
    }
  });
});

describe("the lease", () => {
  const context = { now: NOW, settings: sampleSettings(), types: OUR_TYPES, fraction: 1 };
  const seen = { uid: "uid-T-01", token: TOKEN, observed: { kind: "running" } as const };
  const until = (lease_until: string) => {
    const task = runningTask();
    return { ...task, session: task.session ? { ...task.session, lease_until } : null };
  };

  test("is renewed when it is over and the session was seen running", () => {
    expect(renewedLease(until(at(-1)), seen, context)?.session?.lease_until).toBe(at(70));
  });

  test.each([
    ["while it holds", until(at(1)), seen],
    ["for another token", until(at(-1)), { ...seen, token: "another-token" }],
    ["when nothing is known", until(at(-1)), { ...seen, observed: { kind: "unknown", why: "" } as const }],
  ])("is not renewed %s", (_what, task, observation) => {
    expect(renewedLease(task, observation, context)).toBeNull();
  });
});
