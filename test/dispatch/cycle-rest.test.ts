import { describe, expect, test } from "vitest";
import type { Notice, Status, Task } from "../../src/queue/schema.ts";
import type { State } from "../../src/state/state.ts";
import { cycle, done, fails, PROSE, runs, seen, stuck } from "./one-cycle.ts";
import { at, NOW, sampleTask, stateOf } from "./sample.ts";

describe("waiting", () => {
  test("pending tasks say what they wait for; nothing is written twice", () => {
    const tasks = [
      stuck("T-01"),
      sampleTask({ id: "T-02", depends_on: ["T-01"] }),
      sampleTask({ id: "T-03", depends_on: ["T-02"] }),
    ];
    const first = cycle(stateOf(...tasks));
    expect(first.task("T-02")).toMatchObject({ status: "pending", blocked_reason: "depends on T-01 which is blocked" });
    expect(first.task("T-03")?.blocked_reason).toBe("depends on T-02 which is pending");
    expect(cycle(first.after).state).toBeUndefined();
  });

  test("an archived dependency counts as done", () => {
    const waiting = sampleTask({
      id: "T-02",
      depends_on: ["T-01"],
      blocked_reason: "depends on T-01 which is not in the queue",
    });
    const archived = (label: string): Status | undefined => (label === "T-01" ? "done" : undefined);
    expect(cycle(stateOf(waiting), { archived }).result.orders.map((order) => order.id)).toEqual(["T-02"]);
    expect(cycle(stateOf(waiting)).state).toBeUndefined();
  });
});

describe("faults that no attempt mends", () => {
  test("block at once, with steps and a notice, and burn nothing", () => {
    const { result, task, after, subject } = cycle(stateOf(sampleTask(PROSE)));
    expect(task("T-01")).toMatchObject({
      status: "blocked",
      blocked_code: "no_agent",
      retries: 0,
      strategies_tried: [],
      completed_at: NOW,
      started_at: null,
    });
    expect(task("T-01")?.user_action_required).toMatch(
      /^1\. Set up an agent in \.ltpm\/config\.json, .*ltpm retry T-01\n2\. Or put the command/,
    );
    expect(result).toMatchObject({ blocked: ["T-01"], orders: [], settled: [] });
    expect(after.queue.outbox?.map((notice) => notice.id)).toEqual([
      "blocked:uid-T-01:epoch-0",
      expect.stringMatching(/^all_blocked:/),
    ]);
    expect(subject).toBe("ltpm: T-01 blocked");
  });

  test("also while no slot is free, but not before the task's own turn", () => {
    const tasks = [
      runs("T-01"),
      runs("T-02"),
      sampleTask({ id: "T-03", ...PROSE }),
      sampleTask({ id: "T-04", ...PROSE, depends_on: ["T-01"] }),
    ];
    expect(cycle(stateOf(...tasks)).result.blocked).toEqual(["T-03"]);
  });
});

describe("all blocked", () => {
  const kinds = (state: State) => (state.queue.outbox ?? []).map((notice) => notice.kind);

  test("is said when nothing else can go on, once for each set of blocked tasks", () => {
    const first = cycle(stateOf(stuck("T-01"), done("T-02"), sampleTask({ id: "T-03", depends_on: ["T-01"] })));
    expect(kinds(first.after)).toEqual(["all_blocked"]);
    const told: State = { ...first.after, queue: { ...first.after.queue, outbox: [] } };
    expect(cycle(told).state).toBeUndefined();
    const another = { ...told, queue: { ...told.queue, lastId: "T-04", tasks: [...told.queue.tasks, stuck("T-04")] } };
    expect(kinds(cycle(another).after)).toEqual(["all_blocked"]);
  });

  test("is another notice each time, also for a set that was told of before", () => {
    const ids: string[] = [];
    let state = stateOf(stuck("T-01"));
    const say = (op: string, ...tasks: Task[]) => {
      state = cycle({ ...state, queue: { ...state.queue, outbox: [], lastId: "T-02", tasks } }, { op }).after;
      ids.push(...(state.queue.outbox ?? []).map((notice) => notice.id));
    };
    say("op-1", stuck("T-01"));
    say("op-2", stuck("T-01"), stuck("T-02"));
    say("op-3", stuck("T-01"), sampleTask({ id: "T-02", status: "skipped", completed_at: at(-1) }));
    expect([ids.length, new Set(ids).size]).toEqual([3, 3]);
  });

  test.each([
    ["nothing is blocked", [done("T-01")]],
    ["a task runs", [stuck("T-01"), runs("T-02")]],
    ["a task waits for its time only", [stuck("T-01"), sampleTask({ id: "T-02", not_before: at(5) })]],
    ["a task starts", [stuck("T-01"), sampleTask({ id: "T-02" })]],
  ])("is not said while %s", (_what, tasks) => {
    expect(kinds(cycle(stateOf(...tasks)).after)).toEqual([]);
  });
});

describe("the archive", () => {
  const old = { completed_at: at(-8 * 24 * 60) };

  test("takes done and skipped tasks that are old enough", () => {
    const tasks = [
      done("T-01", old),
      sampleTask({ id: "T-02", status: "skipped", ...old }),
      done("T-03"),
      done("T-04", { completed_at: "2026-10-02T00:00:00.000Z" }),
    ];
    const { result, after, subject } = cycle(stateOf(...tasks));
    expect(result.archived).toEqual(["T-01", "T-02", "T-04"]);
    expect(after.queue.tasks.map((task) => task.id)).toEqual(["T-03"]);
    expect(after.queue.archivedCount).toBe(3);
    expect([...after.archive].map(([month, file]) => [month, file.tasks.map((task) => task.id)])).toEqual([
      ["2026-11", ["T-01", "T-02"]],
      ["2026-10", ["T-04"]],
    ]);
    expect(subject).toBe("ltpm: 3 archived");
  });

  test("leaves what is blocked, needed, or still to be told", () => {
    const state = stateOf(
      stuck("T-01", old),
      done("T-02", old),
      done("T-03", old),
      done("T-04", { ...old, aliases: ["T-99"] }),
      sampleTask({ id: "T-05", depends_on: ["T-02", "T-99"] }),
      stuck("T-06", { depends_on: ["T-03"] }),
      done("T-07", old),
      done("T-08", old),
      done("T-09", { depends_on: ["T-08", "T-10"] }),
      done("T-10", { ...old, references: [{ kind: "branch", value: "ltpm/T-10-x" }] }),
      sampleTask({ id: "T-11", depends_on: ["T-09"] }),
    );
    const owed: Notice = { id: "done:x", kind: "done", uid: "uid-T-07", owed_at: NOW };
    const { result } = cycle({ ...state, queue: { ...state.queue, outbox: [owed] } });
    expect(result.archived).toEqual(["T-08"]);
  });

  test("is left alone when it was not asked for", () => {
    expect(cycle(stateOf(done("T-01", old)), { archive: false }).state).toBeUndefined();
  });

  test.each([
    [7, at(-7 * 24 * 60), []],
    [7, at(-7 * 24 * 60 - 1), ["T-01"]],
    [0, at(-1), ["T-01"]],
  ])("after %i days, one finished at %s: %j", (archive_days, completed_at, archived) => {
    expect(cycle(stateOf(done("T-01", { completed_at })), { settings: { archive_days } }).result.archived).toEqual(
      archived,
    );
  });
});

test("a replay on the same state gives the same answer", () => {
  const state = stateOf(runs("T-01"), sampleTask({ id: "T-02" }), stuck("T-03"));
  const input = { observations: [seen("T-01", fails("T-01"))] };
  expect(cycle(state, input).after).toEqual(cycle(state, input).after);
});
