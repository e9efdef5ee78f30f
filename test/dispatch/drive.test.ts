import { describe, expect, test } from "vitest";
import { planCycle, runCycle } from "../../src/dispatch/drive.ts";
import type { AttemptOrder } from "../../src/dispatch/executor.ts";
import type { Settings } from "../../src/dispatch/settings.ts";
import { brokenInvariants } from "../../src/queue/invariants.ts";
import type { State } from "../../src/state/state.ts";
import type { AttemptRecord } from "../../src/verify/attempt-record.ts";
import { at, CLAUDE, sampleTask, stateOf } from "./sample.ts";
import { Killed, newWorld, portsIn, revive, type World } from "./world.ts";

const exit = (code: number) => ({ code, signal: null, timed_out: false, cancelled: false });
const FAILED = { exit: exit(1), output: "boom" };
const statuses = (world: World) => world.state.queue.tasks.map((task) => task.status).join(" ");

/** Cycles until nothing changes any more. */
async function settleDown(world: World, settings: Partial<Settings> = {}): Promise<number> {
  for (let cycles = 1; cycles < 60; cycles += 1) {
    const before = world.commits;
    const report = await runCycle(portsIn(world, settings));
    if (report.next_at !== null) world.elapsed += 20 * 60_000;
    else if (world.commits === before) return cycles;
  }
  throw new Error(`still busy: ${statuses(world)}`);
}

describe("one cycle", () => {
  test("an idle one reads and writes nothing", async () => {
    const world = newWorld(stateOf());
    const report = await runCycle(portsIn(world));
    expect([report.idle, report.changed, world.commits, world.steps]).toEqual([true, false, 0, ["read"]]);
  });

  test("reserves before it starts: prepare, commit, start", async () => {
    const world = newWorld(stateOf(sampleTask()));
    const report = await runCycle(portsIn(world));
    expect(world.steps).toEqual([
      "read",
      "command prepare",
      "manual prepare",
      "transact",
      "transacted",
      "manual discard",
      "command start",
      "command started",
    ]);
    expect(world.commits).toBe(1);
    expect([report.idle, report.changed, report.orders.length, report.troubles]).toEqual([false, true, 1, []]);
  });

  test("commits at most twice: the decision, and the receipts", async () => {
    const world = newWorld(stateOf(sampleTask(), sampleTask({ id: "T-02" }), sampleTask({ id: "T-03" })));
    await runCycle(portsIn(world));
    const report = await runCycle(portsIn(world));
    expect(world.commits).toBe(3);
    expect(report.done).toEqual(["T-01", "T-02"]);
    expect(report.delivered.map((notice) => notice.kind)).toEqual(["done", "done"]);
    expect(world.state.queue.outbox).toEqual([]);
  });

  test("a running task is left alone, without a commit", async () => {
    const world = newWorld(stateOf(sampleTask()));
    world.outcome = () => "running";
    await runCycle(portsIn(world));
    const report = await runCycle(portsIn(world));
    expect([world.commits, report.changed, report.idle]).toEqual([1, false, false]);
  });

  test("a session of an executor that is not here is left alone", async () => {
    const world = newWorld(stateOf(sampleTask()));
    await runCycle(portsIn(world));
    const [task] = world.state.queue.tasks;
    if (!task?.session) throw new Error("not running");
    const elsewhere = { ...task, session: { ...task.session, executor: "workflow" } };
    world.state = stateOf(elsewhere);
    expect((await runCycle(portsIn(world))).changed).toBe(false);
  });

  test("a plan changes nothing and starts nothing", async () => {
    const world = newWorld(stateOf(sampleTask()));
    const plan = await planCycle(portsIn(world));
    expect(plan.orders.map((order) => order.id)).toEqual(["T-01"]);
    expect([world.commits, world.steps]).toEqual([0, ["read"]]);
  });

  test("a lost race is replayed: who is gone is not started, and its preparation is taken back", async () => {
    const world = newWorld(stateOf(sampleTask(), sampleTask({ id: "T-02" })));
    world.meanwhile = (state) => ({
      ...state,
      queue: {
        ...state.queue,
        tasks: state.queue.tasks.map((task) =>
          task.id === "T-01" ? { ...task, status: "skipped", completed_at: at(0) } : task,
        ),
      },
    });
    const report = await runCycle(portsIn(world));
    expect(report.orders.map((order) => order.id)).toEqual(["T-02"]);
    expect(statuses(world)).toBe("skipped running");
    const token = [...world.started.keys()][0];
    expect([...world.prepared]).toEqual([`command ${token}`]);
    expect([...world.started.values()].map((order) => order.id)).toEqual(["T-02"]);
  });

  test("somebody's retry meanwhile fences the attempt: its result is refused and its processes are ended", async () => {
    const world = newWorld(stateOf(sampleTask()));
    await runCycle(portsIn(world));
    world.outcome = () => "running";
    const token = world.state.queue.tasks[0]?.session?.token ?? "";
    world.state = {
      ...world.state,
      queue: { ...world.state.queue, tasks: [...world.state.queue.tasks, sampleTask({ id: "T-02" })], lastId: "T-02" },
    };
    world.meanwhile = (state) => ({
      ...state,
      queue: {
        ...state.queue,
        tasks: state.queue.tasks.map((task) => {
          if (task.id !== "T-01") return task;
          const { session: _gone, ...rest } = task;
          return { ...rest, status: "skipped", subagent_session: null, completed_at: at(0) };
        }),
      },
    });
    const report = await runCycle(portsIn(world));
    expect(report.fenced).toEqual([token]);
    expect(world.steps).toContain(`command cancel ${token}`);
  });

  test("a start, a landing or a notice that throws is a trouble, and stays owed", async () => {
    const world = newWorld(stateOf(sampleTask()));
    const ports = portsIn(world);
    const deliver = () => Promise.reject(new Error("no terminal"));
    await runCycle({ ...ports, deliver });
    const report = await runCycle({ ...ports, deliver });
    expect(report.troubles).toEqual(["A notice could not be delivered: no terminal"]);
    expect(world.state.queue.outbox).toHaveLength(1);
    expect((await runCycle(ports)).delivered).toHaveLength(1);
    expect((await runCycle(ports)).idle).toBe(true);
  });

  test("a look that throws leaves the task alone", async () => {
    const world = newWorld(stateOf(sampleTask()));
    const ports = portsIn(world);
    await runCycle(ports);
    const blind = { ...ports.executors.command, observe: () => Promise.reject(new Error("EMFILE")) };
    const report = await runCycle({ ...ports, executors: { command: blind, agent: blind, person: blind } });
    expect([report.changed, statuses(world)]).toEqual([false, "running"]);
  });
});

describe("landing", () => {
  const WORK: Partial<AttemptRecord> = { commit: "c0ffee", branch: "ltpm/x", changed: ["a"] };
  const follower = () => sampleTask({ id: "T-02", depends_on: ["T-01"] });

  async function worked(landing: World["landing"], cycles: number) {
    const world = newWorld(stateOf(sampleTask(), follower()));
    world.outcome = (order) => (order.id === "T-01" ? WORK : "running");
    world.landing = landing;
    for (let n = 0; n < cycles; n += 1) await runCycle(portsIn(world));
    return world;
  }

  test("landed work is noted with its commit, and the follower starts", async () => {
    const world = await worked(() => ({ kind: "landed", commit: "merged" }), 3);
    expect(world.state.queue.tasks[0]?.references).toContainEqual({ kind: "commit", value: "merged", note: "landed" });
    expect(statuses(world)).toBe("done running");
    expect(world.landed).toHaveLength(1);
    expect([...world.started.values()].at(-1)?.place).toEqual({ kind: "in_place" });
  });

  test("work that cannot be merged stays on its branch, and the follower brings it along", async () => {
    const world = await worked(() => ({ kind: "left", why: "conflict in a" }), 3);
    expect(world.state.queue.tasks[0]?.references).toContainEqual({
      kind: "branch",
      value: "ltpm/x",
      note: "left on branch ltpm/x: merge it by hand (conflict in a)",
    });
    expect([...world.started.values()].at(-1)?.place).toMatchObject({ kind: "worktree", needs: ["c0ffee"] });
    expect(world.landed).toHaveLength(1);
  });

  test("work that cannot be landed now is tried again, and the follower waits", async () => {
    const world = await worked(() => ({ kind: "later", why: "a rebase is under way" }), 4);
    expect(world.landed.length).toBeGreaterThan(1);
    expect(statuses(world)).toBe("done pending");
    expect(world.state.queue.outbox?.map((notice) => notice.kind)).toEqual(["land"]);
  });
});

describe("the archive in a drive", () => {
  test("a dependency that is archived is looked up there", async () => {
    const gone = sampleTask({ status: "done", completed_at: at(-1), verification: "passed: exit" });
    const state: State = {
      ...stateOf(sampleTask({ id: "T-02", depends_on: ["T-01"] })),
      archive: new Map([["2026-11", { tasks: [gone] }]]),
    };
    const world = newWorld(state);
    await runCycle(portsIn(world));
    expect(statuses(world)).toBe("running");
  });
});

/** Five tasks that meet everything: success, retry, a follower, a message, a fault, work to land. */
function fullHouse(): State {
  return stateOf(
    sampleTask({ id: "T-01" }),
    sampleTask({ id: "T-02", depends_on: ["T-01"] }),
    sampleTask({ id: "T-03" }),
    sampleTask({ id: "T-04", description: "Tidy the login page", task_type: "code-change" }),
    sampleTask({ id: "T-05", description: "Run `npm run lint`" }),
  );
}

function fullOutcome(order: AttemptOrder): Partial<AttemptRecord> {
  if (order.id === "T-03" && order.strategy === "run") return FAILED;
  if (order.id === "T-05") return { ...FAILED, output: `boom in ${order.strategy}` };
  if (order.id === "T-04")
    return { commit: "c0ffee", branch: "ltpm/x", changed: ["a"], checks: [{ check: "diff", ok: true, detail: "" }] };
  return {};
}

describe("a crash between any two steps", () => {
  const settings = { agents: [CLAUDE] };
  const EXPECTED = "done done done done blocked";

  async function whole(killAt: number | null) {
    const world = newWorld(fullHouse());
    world.outcome = fullOutcome;
    world.killAt = killAt;
    try {
      await settleDown(world, settings);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    revive(world);
    await settleDown(world, settings);
    return world;
  }

  test("is healed by the next cycles", async () => {
    const undisturbed = await whole(null);
    expect(statuses(undisturbed)).toBe(EXPECTED);
    const steps = undisturbed.steps.length;
    expect(steps).toBeGreaterThan(60);
    const notices = [...new Set(undisturbed.delivered.map((id) => id.split(":").slice(0, 2).join(":")))].sort();
    for (let killAt = 0; killAt < steps; killAt += 1) {
      const world = await whole(killAt);
      const where = `killed before step ${killAt} (${undisturbed.steps[killAt]})`;
      expect([where, statuses(world)]).toEqual([where, EXPECTED]);
      expect([where, brokenInvariants(world.state.queue, world.state.archive, 2)]).toEqual([where, []]);
      expect([where, world.state.queue.outbox]).toEqual([where, []]);
      // Everything was told, nothing more than twice: the crash may fall between telling and its receipt.
      const told = world.delivered.map((id) => id.split(":").slice(0, 2).join(":"));
      expect([where, [...new Set(told)].filter((id) => !id.startsWith("all_blocked")).sort()]).toEqual([
        where,
        notices.filter((id) => !id.startsWith("all_blocked")),
      ]);
      const times = (id: string) => world.delivered.filter((other) => other === id).length;
      expect([where, world.delivered.filter((id) => times(id) > 2)]).toEqual([where, []]);
      for (const task of world.state.queue.tasks) {
        // At most one effective attempt more than undisturbed, and that one was lost, never failed.
        const twin = undisturbed.state.queue.tasks.find((other) => other.uid === task.uid);
        const counted = task.strategies_tried.filter((attempt) => attempt.outcome !== "lost");
        expect([where, task.id, counted.map((attempt) => attempt.strategy)]).toEqual([
          where,
          task.id,
          twin?.strategies_tried.map((attempt) => attempt.strategy),
        ]);
        expect(task.strategies_tried.length - counted.length).toBeLessThanOrEqual(1);
      }
    }
  });
});
