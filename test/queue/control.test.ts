import { describe, expect, test } from "vitest";
import { addTasks } from "../../src/queue/add.ts";
import { archivedByLabel, moveToArchive, takeFromArchive } from "../../src/queue/archive.ts";
import { control, type Operation } from "../../src/queue/control.ts";
import { dependencyCycle } from "../../src/queue/depend.ts";
import { STATUSES } from "../../src/queue/format.ts";
import { brokenInvariants } from "../../src/queue/invariants.ts";
import type { Attempt, Queue, Task } from "../../src/queue/schema.ts";
import { NOW, queue, running, task } from "./samples.ts";

const attempt: Attempt = {
  attempt: 1,
  strategy: "run",
  tool: null,
  attempted_at: NOW,
  result: "exit 1",
  verification_failure: null,
};

function inStatus(status: string): Task {
  const tried = { retries: 1, strategies_tried: [attempt], started_at: NOW };
  if (status === "running") return running("T-01", tried);
  if (status === "pending") return task("T-01", tried);
  return task("T-01", { ...tried, status: status as Task["status"], completed_at: NOW, verification: "checked" });
}

describe("what a person may do", () => {
  /** operation: pending running blocked done skipped -> status after, "=" unchanged, "-" refused */
  const rows: [Operation, string][] = [
    ["skip", "skipped skipped skipped - ="],
    ["cancel", "skipped skipped skipped - ="],
    ["retry", "pending pending pending pending pending"],
    ["done", "done done done = done"],
  ];
  for (const [operation, results] of rows) {
    for (const [index, from] of ["pending", "running", "blocked", "done", "skipped"].entries()) {
      const expected = results.split(" ")[index];
      test(`${operation} a ${from} task -> ${expected}`, () => {
        const result = control(queue(inStatus(from)), operation, "T-01", NOW);
        const said = result.kind === "changed" ? result.task.status : result.kind === "unchanged" ? "=" : "-";
        expect(said).toBe(expected);
        if (result.kind !== "changed") return;
        expect(brokenInvariants(result.queue, new Map(), 2)).toEqual([]);
        expect(result.task.decided_at).toBe(NOW);
        expect(result.ended?.session.token).toBe(from === "running" ? "token-0001" : undefined);
      });
    }
  }

  test("retry starts from nothing and keeps what was tried under its epoch", () => {
    const result = control(queue(inStatus("blocked")), "retry", "T-01", NOW);
    expect(result).toMatchObject({
      kind: "changed",
      task: {
        status: "pending",
        retries: 0,
        strategies_tried: [],
        earlier_attempts: [attempt],
        epoch: 1,
        completed_at: null,
        blocked_reason: null,
      },
    });
  });

  test("retry of a task that waits untouched changes nothing", () => {
    expect(control(queue(task("T-01")), "retry", "T-01", NOW).kind).toBe("unchanged");
  });

  test("cancel says so in the source's words", () => {
    const result = control(queue(task("T-01")), "cancel", "T-01", NOW);
    expect(result).toMatchObject({ task: { status: "skipped", blocked_reason: "cancelled by user" } });
  });

  test("an alias names its task, a canonical label beats an alias, an unknown label is reported", () => {
    const tasks = queue(task("T-01"), task("T-02", { aliases: ["T-01", "T-09"] }));
    expect(control(tasks, "skip", "T-09", NOW)).toMatchObject({ task: { id: "T-02" } });
    expect(control(tasks, "skip", "T-01", NOW)).toMatchObject({ task: { id: "T-01" } });
    expect(control(tasks, "skip", "T-50", NOW).kind).toBe("unknown");
  });

  test("a notice that is still owed about the old state is dropped", () => {
    const owed = {
      ...queue(inStatus("blocked")),
      outbox: [{ id: "n", kind: "blocked" as const, uid: "uid-T-01", owed_at: NOW }],
    };
    expect(control(owed, "retry", "T-01", NOW)).toMatchObject({ queue: { outbox: [] } });
  });
});

const draft = (uid: string, more: object = {}) => ({ uid, description: uid, task_type: "unknown", ...more });

function added(from: Queue, ...drafts: Parameters<typeof addTasks>[1]): Queue {
  const result = addTasks(from, drafts, NOW, 3);
  if (!result.ok) throw new Error(result.problem.kind);
  return result.queue;
}

describe("adding", () => {
  /** lastId before -> id given */
  const rows: [string | null, string][] = [
    [null, "T-01"],
    ["T-05", "T-06"],
    ["T-09", "T-10"],
    ["T-99", "T-100"],
    ["T-100", "T-101"],
  ];
  for (const [last, next] of rows) {
    test(`after ${last} comes ${next}`, () => {
      const result = added({ lastId: last, tasks: [], archivedCount: 0 }, draft("a"));
      expect(result).toMatchObject({
        lastId: next,
        tasks: [{ id: next, status: "pending", retries: 0, maxRetries: 3, added_at: NOW }],
      });
      for (const field of [
        "goal",
        "subagent_session",
        "started_at",
        "completed_at",
        "deliverable",
        "deliverable_path",
        "blocked_reason",
        "user_action_required",
      ]) {
        expect(result.tasks[0], field).toHaveProperty(field, null);
      }
      expect(result.tasks[0]?.strategies_tried).toEqual([]);
    });
  }

  test("a dependency may name a task of the queue or another of the same message", () => {
    const result = added(queue(task("T-01")), draft("a", { after: ["T-01"] }), draft("b", { after: ["#1", "T-01"] }));
    expect(result.tasks.map((one) => one.depends_on)).toEqual([undefined, ["T-01"], ["T-02", "T-01"]]);
  });

  test("all or none: an unknown dependency and a circle add nothing", () => {
    expect(addTasks(queue(), [draft("a"), draft("b", { after: ["T-40"] })], NOW, 3)).toMatchObject({
      ok: false,
      problem: { label: "T-40" },
    });
    const circle = [draft("a", { after: ["#2"] }), draft("b", { after: ["#1"] })];
    expect(addTasks(queue(), circle, NOW, 3)).toMatchObject({ ok: false, problem: { kind: "dependency_cycle" } });
  });

  test("the same event and the same call add once", () => {
    const once = added(queue(), draft("a", { dedupe_key: "comment-1" }));
    expect(added(once, draft("z", { dedupe_key: "comment-1" }))).toBe(once);
    expect(added(once, draft("a"))).toBe(once);
  });

  test("labels in aliases are never given again", () => {
    expect(
      added({ lastId: "T-01", tasks: [task("T-01", { aliases: ["T-07"] })], archivedCount: 0 }, draft("a")).lastId,
    ).toBe("T-08");
  });
});

describe("dependencies in a circle", () => {
  const chain = (n: number, close: boolean) =>
    Array.from({ length: n }, (_, i) =>
      task(
        `T-${String(i + 1).padStart(2, "0")}`,
        i > 0 ? { depends_on: [`T-${String(i).padStart(2, "0")}`] } : close ? { depends_on: [`T-${n}`] } : {},
      ),
    );
  test("a chain of 20,000 is none, closed it is one", () => {
    expect(dependencyCycle(chain(20_000, false))).toBeNull();
    expect(dependencyCycle(chain(20_000, true))).toHaveLength(20_001);
  });
  test("an alias closes a circle too", () => {
    const tasks = [task("T-01", { depends_on: ["T-09"] }), task("T-02", { aliases: ["T-09"], depends_on: ["T-01"] })];
    expect(dependencyCycle(tasks)).toEqual(["T-01", "T-02", "T-01"]);
  });
});

describe("the archive", () => {
  const done = task("T-01", { status: "done", completed_at: "2026-01-31T23:59:59.000Z", verification: "ok" });
  const state = { queue: queue(done, task("T-02")), archive: new Map() };

  test("takes a task by the month it was finished, counts it, and gives it back on retry", () => {
    const moved = moveToArchive(state, new Set([done.uid]));
    expect(moved.queue).toMatchObject({ archivedCount: 1, lastId: "T-02", tasks: [{ id: "T-02" }] });
    expect(moved.archive.get("2026-01")?.tasks).toEqual([done]);
    expect(archivedByLabel(moved.archive, "T-01")).toMatchObject({ month: "2026-01" });
    const back = takeFromArchive(moved, "T-01");
    expect(back?.queue).toMatchObject({ archivedCount: 0, tasks: [{ id: "T-01" }, { id: "T-02" }] });
    expect(back?.archive.get("2026-01")?.tasks).toEqual([]);
  });

  test("a task that a cut-short write left in both is not doubled", () => {
    const both = { ...state, archive: new Map([["2026-01", { tasks: [done] }]]) };
    expect(moveToArchive(both, new Set([done.uid])).archive.get("2026-01")?.tasks).toEqual([done]);
  });
});

test("the statuses are the source's five", () => {
  expect([...STATUSES].sort()).toEqual(["blocked", "done", "pending", "running", "skipped"]);
});
