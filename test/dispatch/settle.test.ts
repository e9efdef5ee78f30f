import { describe, expect, test } from "vitest";
import { OUR_TYPES } from "../../src/dispatch/catalog.ts";
import type { Observed } from "../../src/dispatch/executor.ts";
import { settle } from "../../src/dispatch/settle.ts";
import type { Attempt } from "../../src/queue/schema.ts";
import { afterFailures, ended, exit, failedWith, settled, TOKEN, unverified } from "./one-settling.ts";
import { at, NOW, runningTask, sampleAttempt, sampleSettings } from "./sample.ts";

describe("what leaves a task alone", () => {
  test.each([
    ["still running", runningTask(), { kind: "running" } as const, TOKEN],
    ["nothing known", runningTask(), { kind: "unknown", why: "another host" } as const, TOKEN],
    ["another token", runningTask(), failedWith("x"), "another-token"],
    [
      "a task that is not running",
      { ...runningTask(), status: "pending" as const, session: null, subagent_session: null },
      failedWith("x"),
      TOKEN,
    ],
  ])("%s", (_what, task, observed, token) => {
    expect(settled(task, observed, {}, token)).toBeNull();
  });

  test("the result of another task under the same token", () => {
    const context = { now: NOW, settings: sampleSettings(), types: OUR_TYPES, fraction: 1 };
    expect(settle(runningTask(), { uid: "another", token: TOKEN, observed: failedWith("x") }, context)).toBeNull();
  });
});

describe("done", () => {
  test("keeps the result, the attempt and what was checked; owes a notice", () => {
    const outcome = settled(runningTask({ blocked_reason: null }), ended({ output: "all\n42 tests passed" }));
    expect(outcome?.task).toMatchObject({
      status: "done",
      completed_at: NOW,
      subagent_session: null,
      deliverable: "all\n42 tests passed",
      deliverable_path: null,
      references: [{ kind: "text", value: "deliverable" }],
      verification: "passed: exit, trace",
      retries: 0,
      strategies_tried: [
        {
          attempt: 1,
          strategy: "run",
          tool: "npm",
          attempted_at: at(-5),
          ended_at: at(-1),
          result: "42 tests passed",
          verification_failure: null,
          outcome: "done",
          epoch: 0,
          token: TOKEN,
        },
      ],
    });
    expect(outcome?.task.session).toBeUndefined();
    expect(outcome?.notices).toEqual([{ id: `done:uid-T-01:${TOKEN}`, kind: "done", uid: "uid-T-01", owed_at: NOW }]);
  });

  test.each([
    ["merge", ["land", "done"]],
    ["branch", ["done"]],
  ] as const)("work on a branch, land %s: owes %j", (land, kinds) => {
    const outcome = settled(runningTask(), ended({ commit: "c0ffee", branch: "ltpm/T-01-x", changed: ["a"] }), {
      land,
    });
    expect(outcome?.notices.map((notice) => notice.kind)).toEqual(kinds);
  });

  test("a task of unknown kind becomes what it was", () => {
    const outcome = settled(runningTask({ task_type: "unknown" }), ended({}));
    expect(outcome?.task).toMatchObject({ status: "done", task_type: "code-execution" });
  });

  test.each([
    ["2026-11-21T13:00:00.000Z", NOW],
    ["2020-01-01T00:00:00.000Z", at(-5)],
    ["nonsense", NOW],
  ])("an end at %s counts as %s: clocks differ", (ended_at, kept) => {
    expect(settled(runningTask(), ended({ ended_at }))?.task.strategies_tried[0]?.ended_at).toBe(kept);
  });
});

describe("failed", () => {
  test("costs a retry, keeps the words, is pending again", () => {
    const outcome = settled(runningTask(), failedWith("boom"));
    expect(outcome?.task).toMatchObject({
      status: "pending",
      retries: 1,
      completed_at: null,
      blocked_reason: null,
      subagent_session: null,
    });
    expect(outcome?.task.strategies_tried[0]).toMatchObject({
      outcome: "failed",
      result: "it exited 1: boom",
      verification_failure: null,
    });
    expect(outcome?.task.not_before).toBeUndefined();
    expect(outcome).toMatchObject({ outcome: "failed", words: "it exited 1: boom", notices: [], transient: false });
  });

  test("a failed verification keeps what it said and the verifier's words", () => {
    const outcome = settled(runningTask(), unverified("there is no file a"));
    expect(outcome?.task.strategies_tried[0]).toMatchObject({
      outcome: "verification_failed",
      result: "42 tests passed",
      verification_failure: "the check file:a did not pass: there is no file a",
    });
    expect(outcome?.task).toMatchObject({ status: "pending", retries: 1 });
  });

  test.each([
    [[], 5_000],
    [[sampleAttempt("run", { transient: true, token: "o1", result: "a" })], 10_000],
    [[sampleAttempt("run", { token: "o1", result: "a" })], 5_000],
  ])("a fault of the moment rests before the next try", (strategies_tried, ms) => {
    const task = runningTask({ strategies_tried, retries: strategies_tried.length });
    const outcome = settled(task, failedWith("connect ECONNREFUSED"));
    expect(outcome?.task.not_before).toBe(new Date(Date.parse(NOW) + ms).toISOString());
    expect(outcome?.task.strategies_tried.at(-1)?.transient).toBe(true);
  });

  test("four attempts, then blocked with why and numbered steps", () => {
    const outcome = settled(afterFailures(3), failedWith("out of luck"));
    expect(outcome?.task).toMatchObject({
      status: "blocked",
      blocked_code: "tried_out",
      completed_at: NOW,
      retries: 3,
      blocked_reason: "all 4 attempts failed; the last one (run) because it exited 1: out of luck",
    });
    expect(outcome?.task.strategies_tried).toHaveLength(4);
    expect(outcome?.task.user_action_required).toMatch(
      /^1\. See what the last attempt printed: ltpm show T-01 --log\n2\. Mend .*\n3\. Then put it back: ltpm retry T-01 /,
    );
    expect(outcome?.notices.map((notice) => notice.kind)).toEqual(["blocked"]);
  });

  test.each([
    [0, "its only attempt failed; the last one (run) because it exited 1: no"],
    [1, null],
  ])("with %i retries allowed, the first failure: %s", (maxRetries, reason) => {
    const outcome = settled(runningTask({ maxRetries }), failedWith("no"));
    expect(outcome?.task.blocked_reason).toBe(reason);
  });

  test("a failed verification tells how to set another check", () => {
    const outcome = settled(afterFailures(3), unverified("there is no file a"));
    expect(outcome?.task.user_action_required).toContain('ltpm edit T-01 --accept "command:npm test"');
  });
});

describe("the same failure three times in a row", () => {
  const same = (n: number, fields: Partial<Attempt> = {}): Attempt =>
    sampleAttempt("run", { token: `tok-${n}`, result: `it exited ${n}: boom in /tmp/x${n}/y at 12:0${n}`, ...fields });

  test.each([
    ["three identical", [same(1), same(2)], "blocked"],
    ["two identical", [same(1)], "pending"],
    ["one in between was another", [same(1), same(2, { result: "something else" })], "pending"],
    ["a lost one in between does not count", [same(1), same(2, { outcome: "lost" }), same(3)], "blocked"],
    ["those before the last retry do not count", [same(1, { epoch: 0 }), same(2, { epoch: 0 })], "pending", 1],
  ])("%s: %s", (_what, strategies_tried, _status, epoch = 0) => {
    const outcome = settled(
      runningTask({ strategies_tried, retries: 1, epoch }),
      failedWith("boom in /tmp/zz/y at 09:30"),
    );
    expect(outcome?.task.status).toBe(_status);
    if (_status === "blocked") {
      expect(outcome?.task.blocked_code).toBe("same_failure");
      expect(outcome?.task.blocked_reason).toMatch(/^3 attempts in a row failed in the same way: it exited 1: boom/);
    }
  });
});

describe("blocked at once", () => {
  test("by the task's own word, without burning retries", () => {
    const result = {
      outcome: "blocked" as const,
      blocked_reason: "The key is missing.",
      user_action_required: ["Make a key", "2. Put it into KEY"],
    };
    const outcome = settled(runningTask(), ended({ exit: exit(1), result }));
    expect(outcome?.task).toMatchObject({
      status: "blocked",
      retries: 0,
      blocked_code: "needs_you",
      blocked_reason: "The key is missing.",
      user_action_required: "1. Make a key\n2. Put it into KEY",
    });
    expect(outcome?.task.strategies_tried[0]).toMatchObject({ outcome: "blocked", result: "The key is missing." });
  });

  test("by a fault of the set-up", () => {
    const fault = { code: "command_not_found", reason: "no npm here", steps: ["Install npm"] };
    const outcome = settled(runningTask(), ended({ exit: { ...exit(1), code: null, fault } }));
    expect(outcome?.task).toMatchObject({ status: "blocked", retries: 0, blocked_code: "command_not_found" });
  });

  test.each([
    ["a failure", failedWith("SMTP said no")],
    ["a missing receipt", unverified("no receipt")],
    ["a fault of the moment", failedWith("ETIMEDOUT")],
    ["a lost session", { kind: "lost", why: "reboot" } as Observed],
  ])("a message is never sent again by itself: %s", (_what, observed) => {
    const outcome = settled(runningTask({ task_type: "messaging" }), observed);
    expect(outcome?.task).toMatchObject({ status: "blocked", blocked_code: "maybe_sent", retries: 0 });
    expect(outcome?.task.user_action_required).toMatch(
      /was it sent\?\n2\. If it was: ltpm mark T-01 done\n3\. If it was not: ltpm retry T-01/,
    );
  });

  test("a message that could not even start blocks with its own fault", () => {
    const fault = { code: "command_not_found", reason: "no mail", steps: ["Install mail"] };
    const outcome = settled(
      runningTask({ task_type: "messaging" }),
      ended({ exit: { ...exit(1), code: null, fault } }),
    );
    expect(outcome?.task.blocked_code).toBe("command_not_found");
  });
});
