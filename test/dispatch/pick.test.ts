import { describe, expect, test } from "vitest";
import { backoffMs } from "../../src/dispatch/backoff.ts";
import { inOrder } from "../../src/dispatch/order.ts";
import { pickAgent, pickStrategy } from "../../src/dispatch/pick.ts";
import type { Strategy, StrategyMeans } from "../../src/dispatch/strategy.ts";
import { at, CLAUDE, CODEX, sampleAttempt, sampleTask } from "./sample.ts";

const strategy = (name: string, means: StrategyMeans = "agent"): Strategy => ({ name, means, guidance: "" });
const ABC = [strategy("a"), strategy("b"), strategy("c")];
const transient = { transient: true };

describe("the next strategy", () => {
  test.each([
    [[], "a"],
    [["a"], "b"],
    [["a", "b"], "c"],
    [["b"], "a"],
    [["a", "b", "c"], "a"],
    [["a", "b", "c", "a"], "b"],
    [["c", "a", "b"], "c"],
    [["gone"], "a"],
  ])("after %j it is %s", (tried, next) => {
    const task = sampleTask({ strategies_tried: tried.map((name) => sampleAttempt(name)) });
    expect(pickStrategy(task, ABC)?.name).toBe(next);
  });

  test.each([
    ["once more after a fault of the moment", [sampleAttempt("a", transient)], "a"],
    ["but not twice", [sampleAttempt("a", transient), sampleAttempt("a", transient)], "b"],
    [
      "nor when it had failed before",
      [sampleAttempt("a"), sampleAttempt("b"), sampleAttempt("c"), sampleAttempt("a", transient)],
      "b",
    ],
    [
      "the other strategy once too",
      [sampleAttempt("a", transient), sampleAttempt("a"), sampleAttempt("b", transient)],
      "b",
    ],
    ["a lost attempt costs no strategy", [sampleAttempt("a", { outcome: "lost" })], "a"],
    ["nor a cancelled one", [sampleAttempt("a"), sampleAttempt("b", { outcome: "cancelled" })], "b"],
    ["attempts before the last retry do not count", [sampleAttempt("a", { epoch: 0 })], "a", 1],
  ])("%s", (_what, tried, next, epoch = 0) => {
    expect(pickStrategy(sampleTask({ strategies_tried: tried, epoch }), ABC)?.name).toBe(next);
  });

  test("no strategies: none", () => {
    expect(pickStrategy(sampleTask(), [])).toBeNull();
  });
});

describe("the agent", () => {
  const agents = [CLAUDE, CODEX];
  test.each([
    ["agent", undefined, "claude"],
    ["agent", "claude", "claude"],
    ["second_agent", undefined, "codex"],
    ["second_agent", "claude", "codex"],
    ["second_agent", "codex", "claude"],
    ["inline", "claude", undefined],
    ["person", undefined, undefined],
  ] as const)("for %s after %s it is %s", (means, last, name) => {
    const tried = last === undefined ? [] : [sampleAttempt("a", { tool: last })];
    expect(pickAgent(sampleTask({ strategies_tried: tried }), strategy("x", means), { agents })?.name).toBe(name);
  });
});

describe("rest and order", () => {
  test.each([
    [0, 0, 2_500],
    [0, 1, 5_000],
    [1, 0.5, 7_500],
    [3, 1, 40_000],
    [20, 1, 900_000],
    [20, 0, 450_000],
    [10_000, 1, 900_000],
    [-1, 0, 2_500],
  ])("rest %i with %d is %i ms", (n, fraction, ms) => {
    expect(backoffMs(n, fraction)).toBe(ms);
  });

  test("the higher priority first, then the earlier, then the lower id", () => {
    const tasks = [
      sampleTask({ id: "T-10", added_at: at(0) }),
      sampleTask({ id: "T-02", added_at: at(0) }),
      sampleTask({ id: "T-03", added_at: at(-1) }),
      sampleTask({ id: "T-04", added_at: at(5), priority: 2 }),
      sampleTask({ id: "T-05", added_at: at(-5), priority: -1 }),
      sampleTask({ id: "T-06", added_at: at(9), priority: 2 }),
      // The same moment as T-03, written in another zone.
      sampleTask({ id: "T-01", added_at: "2026-11-21T12:59:00+01:00" }),
    ];
    expect(inOrder(tasks).map((task) => task.id)).toEqual(["T-04", "T-06", "T-01", "T-03", "T-02", "T-10", "T-05"]);
  });
});
