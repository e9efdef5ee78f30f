import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brokenInvariants } from "../../src/queue/invariants.ts";
import { mergeQueues } from "../../src/queue/merge.ts";
import type { Queue, Task } from "../../src/queue/schema.ts";
import { orderedTask } from "../../src/queue/write.ts";
import { NOW, queue, running, task } from "./samples.ts";

const change = (from: Queue, id: string, changes: Partial<Task>): Queue => ({
  ...from,
  tasks: from.tasks.map((one) => (one.id === id ? orderedTask({ ...one, ...changes }) : one)),
});
const blocked = (id: string) =>
  task(id, { status: "blocked", completed_at: NOW, blocked_reason: "no key", retries: 3 });

describe("a person's edit of the file", () => {
  const base = queue(task("T-01"), blocked("T-02"), running("T-03"));

  test("nothing changed: nothing to say", () => {
    expect(mergeQueues(base, base, base, NOW)).toMatchObject({ queue: base, notes: [], removed: [], ended: [] });
  });

  /** what the person wrote -> what the task becomes */
  const rows: [name: string, id: string, edit: Partial<Task>, expected: Partial<Task>][] = [
    ["words", "T-01", { description: "better words" }, { description: "better words", status: "pending" }],
    ["order", "T-01", { priority: 5 }, { priority: 5 }],
    ["checks", "T-01", { acceptance: ["file:a"] }, { acceptance: ["file:a"] }],
    ["a field of their own", "T-01", { owner: "ann" } as Partial<Task>, { owner: "ann" } as Partial<Task>],
    [
      "blocked → pending is a retry",
      "T-02",
      { status: "pending" },
      { status: "pending", retries: 0, epoch: 1, completed_at: null },
    ],
    ["blocked → done is a mark", "T-02", { status: "done" }, { status: "done", verification: "marked done by hand" }],
    ["pending → skipped is a skip", "T-01", { status: "skipped" }, { status: "skipped", completed_at: NOW }],
    [
      "pending → blocked keeps the reason",
      "T-01",
      { status: "blocked", blocked_reason: "wait" },
      { status: "blocked", blocked_reason: "wait" },
    ],
    ["fewer retries than were used are raised to those", "T-02", { maxRetries: 1, priority: 1 }, { maxRetries: 3 }],
  ];
  for (const [name, id, edit, expected] of rows) {
    test(name, () => {
      const merged = mergeQueues(base, base, change(base, id, edit), NOW);
      expect(merged.queue.tasks.find((one) => one.id === id)).toMatchObject(expected);
      expect(merged.notes).toMatchObject([{ kind: "changed", id }]);
      expect(brokenInvariants(merged.queue, new Map(), 2)).toEqual([]);
    });
  }

  test("skipping a running task by hand ends its session", () => {
    const edited = change(base, "T-03", { status: "skipped", session: null, subagent_session: null });
    const merged = mergeQueues(base, base, edited, NOW);
    expect(merged.queue.tasks[2]).toMatchObject({ status: "skipped", subagent_session: null });
  });

  test("a running task whose words are edited keeps running", () => {
    const merged = mergeQueues(base, base, change(base, "T-03", { description: "new" }), NOW);
    expect(merged.queue.tasks[2]).toMatchObject({
      status: "running",
      description: "new",
      session: { token: "token-0001" },
    });
  });

  test("the cycle moved a task on meanwhile: its status stays, the words are taken", () => {
    const ours = change(base, "T-01", { status: "done", completed_at: NOW, verification: "ok", started_at: NOW });
    const merged = mergeQueues(base, ours, change(base, "T-01", { description: "new" }), NOW);
    expect(merged.queue.tasks[0]).toMatchObject({ status: "done", description: "new" });
  });

  test("a deleted task is handed over to be archived, never dropped", () => {
    const merged = mergeQueues(base, base, { ...base, tasks: base.tasks.slice(1) }, NOW);
    expect(merged.removed.map((one) => one.id)).toEqual(["T-01"]);
    expect(merged.queue).toMatchObject({ lastId: "T-03", tasks: [{ id: "T-02" }, { id: "T-03" }] });
  });

  test("lastId never goes back", () => {
    expect(mergeQueues(base, { ...base, lastId: "T-09" }, base, NOW).queue.lastId).toBe("T-09");
  });

  test("an edit that closes a circle is refused, the rest is taken", () => {
    const edited = change(change(base, "T-01", { depends_on: ["T-02"], priority: 7 }), "T-02", {
      depends_on: ["T-01"],
    });
    const merged = mergeQueues(base, base, edited, NOW);
    expect(merged.notes).toContainEqual(expect.objectContaining({ kind: "refused", field: "depends_on" }));
    expect(merged.queue.tasks[0]).toMatchObject({ priority: 7 });
    expect(merged.queue.tasks[0]).not.toHaveProperty("depends_on");
  });
});

describe("clones that worked apart", () => {
  const common = queue(task("T-01"));
  const mine = queue(task("T-01"), task("T-02", { uid: "mine" }));
  const theirs = queue(
    task("T-01"),
    task("T-02", { uid: "theirs" }),
    task("T-03", { uid: "more", depends_on: ["T-02"] }),
  );

  const labels = (merged: Queue) =>
    Object.fromEntries(merged.tasks.map((one) => [one.uid, [one.id, ...(one.aliases ?? [])]]));

  test("both tasks live; ours, which nobody saw, gets a new label and keeps the old as alias", () => {
    const merged = mergeQueues(common, mine, theirs, NOW).queue;
    expect(labels(merged)).toMatchObject({ mine: ["T-04", "T-02"], theirs: ["T-02"], more: ["T-03"] });
    expect(merged.lastId).toBe("T-04");
    expect(brokenInvariants(merged, new Map(), 2)).toEqual([]);
  });

  test("a task that was started here keeps its label; the newcomer moves and its followers follow", () => {
    const started = change(mine, "T-02", { started_at: NOW, retries: 1 });
    const merged = mergeQueues(common, started, theirs, NOW).queue;
    expect(labels(merged)).toMatchObject({ mine: ["T-02"], theirs: ["T-04", "T-02"], more: ["T-03"] });
    expect(merged.tasks.find((one) => one.uid === "more")?.depends_on).toEqual(["T-04"]);
  });

  test("the clones agree once each has seen the other's file", () => {
    const here = mergeQueues(common, mine, theirs, NOW).queue;
    const there = mergeQueues(theirs, theirs, here, NOW).queue;
    expect(labels(there)).toEqual(labels(here));
  });

  test("a task that was started keeps its label; ours, untouched, moves", () => {
    const started = change(theirs, "T-02", { status: "done", started_at: NOW, completed_at: NOW, verification: "ok" });
    const merged = mergeQueues(common, mine, started, NOW);
    const byUid = Object.fromEntries(merged.queue.tasks.map((one) => [one.uid, one]));
    expect(byUid.theirs).toMatchObject({ id: "T-02", status: "done" });
    expect(byUid.mine).toMatchObject({ id: "T-04", aliases: ["T-02"] });
  });

  test("when ours moves, its followers follow it", () => {
    const withFollower = queue(
      task("T-01"),
      task("T-02", { uid: "mine" }),
      task("T-03", { uid: "follower", depends_on: ["T-02"] }),
    );
    const started = queue(
      task("T-01"),
      task("T-02", { uid: "theirs", started_at: NOW, status: "done", completed_at: NOW, verification: "ok" }),
    );
    const merged = mergeQueues(common, withFollower, started, NOW).queue;
    const mine = merged.tasks.find((one) => one.uid === "mine");
    expect(merged.tasks.find((one) => one.uid === "follower")?.depends_on).toEqual([mine?.id]);
  });

  test("progress that another clone's program wrote is taken whole", () => {
    const done = change(common, "T-01", {
      status: "done",
      started_at: NOW,
      completed_at: NOW,
      verification: "ok",
      deliverable: "it",
    });
    expect(mergeQueues(common, common, done, NOW).queue.tasks[0]).toMatchObject({ status: "done", deliverable: "it" });
  });

  test("without a known past, tasks of both keep the state's version and new ones come in", () => {
    const merged = mergeQueues(null, mine, change(theirs, "T-01", { description: "other" }), NOW);
    expect(merged.queue.tasks).toHaveLength(4);
    expect(merged.queue.tasks[0]?.description).toBe("do T-01");
  });
});

test("whatever is merged: labels unique, nothing lost, invariants hold", () => {
  const step = fc.record({
    index: fc.nat(4),
    edit: fc.constantFrom<Partial<Task>>(
      { description: "x" },
      { status: "done" },
      { status: "skipped" },
      { status: "pending" },
      { priority: 3 },
      { depends_on: ["T-01"] },
      { depends_on: ["T-03"] },
    ),
  });
  const side = fc.record({
    steps: fc.array(step, { maxLength: 5 }),
    fresh: fc.nat(3),
    name: fc.constantFrom("a", "b"),
  });
  fc.assert(
    fc.property(side, side, fc.boolean(), (left, right, known) => {
      const base = queue(task("T-01"), blocked("T-02"), running("T-03"), task("T-04"));
      const build = ({ steps, fresh, name }: typeof left, mark: string): Queue => {
        let result: Queue = base;
        for (const { index, edit } of steps) {
          const target = result.tasks[index];
          if (target) result = mergeQueues(result, result, change(result, target.id, edit), NOW).queue;
        }
        const extra = Array.from({ length: fresh }, (_, i) => task(`T-0${5 + i}`, { uid: `${mark}${name}${i}` }));
        return extra.length > 0
          ? { ...result, tasks: [...result.tasks, ...extra], lastId: extra.at(-1)?.id ?? null }
          : result;
      };
      const ours = build(left, "ours");
      const theirs = build(right, "theirs");
      const merged = mergeQueues(known ? base : null, ours, theirs, NOW);
      expect(brokenInvariants(merged.queue, new Map(), 4)).toEqual([]);
      const uids = new Set(merged.queue.tasks.map((one) => one.uid));
      for (const one of [...ours.tasks, ...theirs.tasks]) expect(uids.has(one.uid)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
