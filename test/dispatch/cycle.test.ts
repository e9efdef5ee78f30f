import { describe, expect, test } from "vitest";
import { LANDED } from "../../src/dispatch/landing.ts";
import type { Notice } from "../../src/queue/schema.ts";
import { cycle, done, ended, fails, type Given, PROSE, runs, seen } from "./one-cycle.ts";
import { at, CLAUDE, NOW, sampleAttempt, sampleRecord, sampleTask, stateOf } from "./sample.ts";

describe("a cycle that has nothing to do", () => {
  test.each([
    ["an empty queue", [], true],
    ["only finished tasks", [done("T-01"), sampleTask({ id: "T-02", status: "skipped", completed_at: at(-1) })], true],
    ["a running task", [runs("T-01")], false],
    ["a task whose time has not come", [sampleTask({ not_before: at(5) })], false],
  ])("%s: writes nothing, idle %s", (_what, tasks, idle) => {
    const { state, result } = cycle(stateOf(...tasks));
    expect(state).toBeUndefined();
    expect(result.idle).toBe(idle);
  });

  test("is not idle while something is owed", () => {
    const owed: Notice = { id: "done:1", kind: "done", uid: "uid-T-01", owed_at: NOW };
    const state = stateOf(done("T-01"));
    const { result, state: next } = cycle({
      ...state,
      queue: { ...state.queue, outbox: [owed], all_blocked_said: "" },
    });
    expect([next, result.idle]).toEqual([undefined, false]);
  });

  test("says when the next task may start", () => {
    const tasks = [
      sampleTask({ id: "T-01", not_before: at(9) }),
      sampleTask({ id: "T-02", not_before: at(5) }),
      sampleTask({
        id: "T-03",
        not_before: at(1),
        depends_on: ["T-01"],
        blocked_reason: "depends on T-01 which is pending",
      }),
    ];
    expect(cycle(stateOf(...tasks)).result.next_at).toBe(at(5));
  });
});

describe("starting", () => {
  test("reserves the task and orders its attempt", () => {
    const { result, task, subject } = cycle(stateOf(sampleTask({ description: "Run `npm test`" })), {
      settings: { time_limit_minutes: 30, output_limit_kb: 2, env: ["CI"] },
    });
    expect(task("T-01")).toMatchObject({
      status: "running",
      started_at: NOW,
      subagent_session: "cmd:here/fresh-token-0",
      session: {
        token: "fresh-token-0",
        strategy: "run",
        executor: "command",
        tool: "npm",
        attempt: 1,
        reserved_at: NOW,
        lease_until: at(40),
      },
    });
    expect(result.orders).toEqual([
      {
        uid: "uid-T-01",
        id: "T-01",
        token: "fresh-token-0",
        attempt: 1,
        strategy: "run",
        task_type: "code-execution",
        instruction: expect.stringMatching(/^You are executing task T-01 for the task-runner skill\./),
        run: { kind: "command", argv: ["npm", "test"] },
        place: { kind: "in_place" },
        checks: [{ kind: "exit" }, { kind: "trace" }],
        time_limit_ms: 1_800_000,
        output_limit_bytes: 2_048,
        env: ["CI"],
        complaint: "",
      },
    ]);
    expect(subject).toBe("ltpm: T-01 started");
  });

  test("twenty tasks run in batches, in order", () => {
    const tasks = Array.from({ length: 20 }, (_, n) =>
      sampleTask({ id: `T-${String(n + 1).padStart(2, "0")}`, added_at: at(n - 99) }),
    );
    let state = stateOf(...tasks);
    const started: string[] = [];
    for (let round = 0; round < 12; round += 1) {
      const running = state.queue.tasks.filter((task) => task.status === "running");
      const observations = running.map((task) => {
        const token = task.session?.token ?? "";
        return { uid: task.uid, token, observed: { kind: "ended", record: sampleRecord({ token }) } as const };
      });
      const tokens = [`round-${round}-a`, `round-${round}-b`];
      const { result, after } = cycle(state, { observations, draws: { tokens, fractions: [] } });
      expect(result.orders.length).toBeLessThanOrEqual(2);
      started.push(...result.orders.map((order) => order.id));
      state = after;
    }
    expect(started).toEqual(tasks.map((task) => task.id));
    expect(state.queue.tasks.every((task) => task.status === "done")).toBe(true);
  });

  test("never more than max_concurrent, and never more than there are tokens", () => {
    const tasks = [runs("T-01"), sampleTask({ id: "T-02" }), sampleTask({ id: "T-03" }), sampleTask({ id: "T-04" })];
    const ids = (given: Given) => cycle(stateOf(...tasks), given).result.orders.map((order) => order.id);
    expect(ids({})).toEqual(["T-02"]);
    expect(ids({ settings: { max_concurrent: 3 } })).toEqual(["T-02", "T-03"]);
    expect(ids({ settings: { max_concurrent: 1 } })).toEqual([]);
    expect(ids({ settings: { max_concurrent: 3 }, draws: { tokens: ["only-token"], fractions: [] } })).toEqual([
      "T-02",
    ]);
    expect(ids({ settings: { max_concurrent: 3 }, draws: { tokens: [], fractions: [] } })).toEqual([]);
  });

  test("keeps the first start, drops the rest that is over, numbers the attempt, hands on the complaint", () => {
    const tried = [
      sampleAttempt("run", { verification_failure: "there is no file a", outcome: "verification_failed" }),
    ];
    const waiting = sampleTask({ strategies_tried: tried, retries: 1, started_at: at(-30), not_before: at(-1) });
    const { result, task } = cycle(stateOf(waiting));
    expect(task("T-01")).toMatchObject({ started_at: at(-30), session: { attempt: 2, strategy: "run-tolerant" } });
    expect(task("T-01")?.not_before).toBeUndefined();
    expect(result.orders[0]).toMatchObject({ attempt: 2, complaint: "there is no file a" });
    expect(result.orders[0]?.instruction).toContain("| there is no file a");
  });

  test("an agent works in a tree of its own, on a branch of its own", () => {
    const { result } = cycle(stateOf(sampleTask(PROSE)), { settings: { agents: [CLAUDE] } });
    expect(result.orders[0]).toMatchObject({
      run: { kind: "agent", agent: "claude", preset: "claude", args: [] },
      place: { kind: "worktree", branch: "ltpm/T-01-fresh-token-0", needs: [] },
    });
  });

  test.each([
    ["one that changes no files works in place", { description: "Where is x set?", task_type: "info-lookup" }, {}],
    ["isolation none", PROSE, { isolation: "none" as const }],
  ])("%s", (_what, fields, settings) => {
    const { result } = cycle(stateOf(sampleTask(fields)), { settings: { agents: [CLAUDE], ...settings } });
    expect(result.orders[0]?.place).toEqual({ kind: "in_place" });
  });

  test("with isolation none agents run one at a time, commands beside them", () => {
    const tasks = [
      sampleTask({ id: "T-01", ...PROSE }),
      sampleTask({ id: "T-02", ...PROSE }),
      sampleTask({ id: "T-03" }),
    ];
    const settings = { agents: [CLAUDE], isolation: "none" as const, max_concurrent: 3 };
    const first = cycle(stateOf(...tasks), { settings });
    expect(first.result.orders.map((order) => order.id)).toEqual(["T-01", "T-03"]);
    expect(cycle(first.after, { settings, draws: { tokens: ["later-token"], fractions: [] } }).result.orders).toEqual(
      [],
    );
  });

  test("people's tasks leave a slot to the machines", () => {
    const byHand = (id: string) => sampleTask({ id, description: "Call Ana", task_type: "manual", priority: 9 });
    const tasks = [byHand("T-01"), byHand("T-02"), sampleTask({ id: "T-03" })];
    const { result, task } = cycle(stateOf(...tasks));
    expect(result.orders.map((order) => [order.id, order.run.kind])).toEqual([
      ["T-03", "command"],
      ["T-01", "person"],
    ]);
    expect(task("T-01")).toMatchObject({
      subagent_session: "manual:fresh-token-1",
      session: { executor: "manual", tool: "person" },
    });
    const alone = cycle(stateOf(byHand("T-01"), byHand("T-02")));
    expect(alone.result.orders.map((order) => order.id)).toEqual(["T-01"]);
    const single = cycle(stateOf(byHand("T-01"), byHand("T-02")), { settings: { max_concurrent: 1 } });
    expect(single.result.orders.map((order) => order.id)).toEqual(["T-01"]);
  });
});

describe("settling in the cycle", () => {
  test("a failed task starts again with its next strategy in the same cycle", () => {
    const { result, task, subject } = cycle(stateOf(runs("T-01")), { observations: [seen("T-01", fails("T-01"))] });
    expect(result.settled).toMatchObject([
      { id: "T-01", outcome: "failed", status: "pending", words: "it exited 1: no" },
    ]);
    expect(result.orders).toMatchObject([{ id: "T-01", attempt: 2, strategy: "run-tolerant" }]);
    expect(task("T-01")).toMatchObject({ status: "running", retries: 1 });
    expect(subject).toBe("ltpm: T-01 pending, T-01 started");
  });

  test("a lost one starts again with the same strategy", () => {
    const { result } = cycle(stateOf(runs("T-01")), { observations: [seen("T-01", { kind: "lost", why: "reboot" })] });
    expect(result.orders).toMatchObject([{ id: "T-01", attempt: 2, strategy: "run" }]);
  });

  test("a result under another token changes nothing", () => {
    const { state, result } = cycle(stateOf(runs("T-01")), {
      observations: [seen("T-01", ended("T-01"), "stale-token")],
    });
    expect(state).toBeUndefined();
    expect(result.fenced).toEqual([]);
  });

  test("an attempt that is seen running but no longer counts is to be ended", () => {
    const { result } = cycle(stateOf(done("T-01")), { observations: [seen("T-01", { kind: "running" })] });
    expect(result.fenced).toEqual(["token-T-01"]);
  });

  test("the same observation twice settles once", () => {
    const twice = [seen("T-01", ended("T-01")), seen("T-01", ended("T-01"))];
    const { result, task } = cycle(stateOf(runs("T-01")), { observations: twice });
    expect(result.settled).toHaveLength(1);
    expect(task("T-01")?.strategies_tried).toHaveLength(1);
  });

  test("a done task lets its followers start, unless its work is still to be landed", () => {
    const tasks = [
      runs("T-01"),
      sampleTask({ id: "T-02", depends_on: ["T-01"], blocked_reason: "depends on T-01 which is running" }),
    ];
    const plain = cycle(stateOf(...tasks), { observations: [seen("T-01", ended("T-01"))] });
    expect(plain.result.orders.map((order) => order.id)).toEqual(["T-02"]);
    expect(plain.task("T-02")?.blocked_reason).toBeNull();
    const work = ended("T-01", { commit: "c0ffee", branch: "ltpm/T-01-x", changed: ["a"] });
    const landing = cycle(stateOf(...tasks), { observations: [seen("T-01", work)] });
    expect(landing.result.orders).toEqual([]);
    expect(landing.task("T-02")?.blocked_reason).toBe("depends on T-01 which is done but not landed yet");
  });

  test("unlanded work of those before comes along, also through others; landed work does not", () => {
    const left = done("T-01", {
      references: [
        { kind: "commit", value: "aaa" },
        { kind: "branch", value: "ltpm/T-01-x" },
      ],
    });
    const landed = done("T-02", {
      depends_on: ["T-01"],
      references: [
        { kind: "commit", value: "bbb" },
        { kind: "commit", value: "ccc", note: LANDED },
      ],
    });
    const tasks = [left, landed, sampleTask({ id: "T-03", depends_on: ["T-02"] })];
    const { result } = cycle(stateOf(...tasks));
    expect(result.orders[0]?.place).toEqual({ kind: "worktree", branch: "ltpm/T-03-fresh-token-0", needs: ["aaa"] });
  });
});
