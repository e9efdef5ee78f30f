/** Queue and archive of clones that worked apart, merged in every order and grouping. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { archivedByLabel, moveToArchive, type QueueAndArchive, takeFromArchive } from "../../src/queue/archive.ts";
import { control, type Operation } from "../../src/queue/control.ts";
import { replaceTasks } from "../../src/queue/find.ts";
import { brokenInvariants } from "../../src/queue/invariants.ts";
import { isTerminal, nextStatus, TASK_EVENTS } from "../../src/queue/machine.ts";
import { mergeArchiveFiles, mergeQueueFiles } from "../../src/queue/merge-files.ts";
import { mergeStates, withoutTwins } from "../../src/queue/merge-states.ts";
import type { Status, Task } from "../../src/queue/schema.ts";
import { orderedTask, serialiseArchive, serialiseQueue } from "../../src/queue/write.ts";
import { NOW, queue, running, session, task } from "./samples.ts";

const DEFAULTS = { now: NOW, maxRetries: 3 };
const done = (id: string, changes: Partial<Task> = {}) =>
  task(id, { status: "done", started_at: NOW, completed_at: NOW, verification: "ok", ...changes });
const blocked = (id: string) =>
  task(id, { status: "blocked", started_at: NOW, completed_at: NOW, blocked_reason: "no key", retries: 3 });
const state = (...tasks: Task[]): QueueAndArchive => ({ queue: queue(...tasks), archive: new Map() });
const archived = (from: QueueAndArchive, ...labels: string[]): QueueAndArchive =>
  moveToArchive(from, new Set(from.queue.tasks.filter(({ id }) => labels.includes(id)).map(({ uid }) => uid)));
const change = (from: QueueAndArchive, id: string, changes: Partial<Task>): QueueAndArchive => ({
  ...from,
  queue: replaceTasks(
    from.queue,
    from.queue.tasks.filter((one) => one.id === id).map((one) => orderedTask({ ...one, ...changes })),
  ),
});
const add = (from: QueueAndArchive, ...tasks: Task[]): QueueAndArchive => ({
  ...from,
  queue: { ...from.queue, tasks: [...from.queue.tasks, ...tasks], lastId: tasks.at(-1)?.id ?? from.queue.lastId },
});
const decide = (from: QueueAndArchive, operation: Operation, id: string, now = NOW): QueueAndArchive => {
  const controlled = control(from.queue, operation, id, now);
  return controlled.kind === "changed" ? { ...from, queue: controlled.queue } : from;
};
const tasksOf = ({ queue: { tasks }, archive }: QueueAndArchive) => [
  ...tasks,
  ...[...archive.values()].flatMap((file) => file.tasks),
];
const uidsOf = (of: QueueAndArchive) => new Set(tasksOf(of).map(({ uid }) => uid));
const textOf = ({ queue: merged, archive }: QueueAndArchive) => [
  serialiseQueue(merged),
  ...[...archive].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, file]) => `${month}${serialiseArchive(file)}`),
];
const merge = (base: QueueAndArchive | null, ours: QueueAndArchive, theirs: QueueAndArchive) =>
  mergeStates({ base, ours, theirs });
const find = (of: QueueAndArchive, uid: string) => tasksOf(of).find((one) => one.uid === uid);

describe("one task on both sides", () => {
  const base = state(task("T-01"), blocked("T-02"), running("T-03"), done("T-04"));
  const two = session("token-0002");
  /** ours, theirs -> the task afterwards */
  const rows: [name: string, id: string, ours: QueueAndArchive, theirs: QueueAndArchive, expected: object][] = [
    [
      "words here, checks there",
      "T-01",
      change(base, "T-01", { description: "better" }),
      change(base, "T-01", { acceptance: ["file:a"] }),
      { description: "better", acceptance: ["file:a"] },
    ],
    [
      "checks of both",
      "T-01",
      change(base, "T-01", { acceptance: ["file:a"] }),
      change(base, "T-01", { acceptance: ["file:b"] }),
      { acceptance: expect.arrayContaining(["file:a", "file:b"]) },
    ],
    [
      "skipped here, words there",
      "T-01",
      decide(base, "skip", "T-01"),
      change(base, "T-01", { goal: "g" }),
      { status: "skipped", goal: "g" },
    ],
    ["retried here, still blocked there", "T-02", decide(base, "retry", "T-02"), base, { status: "pending", epoch: 1 }],
    [
      "retried here, skipped there: the retry is the later epoch",
      "T-02",
      decide(base, "retry", "T-02"),
      decide(base, "skip", "T-02"),
      { status: "pending", epoch: 1 },
    ],
    [
      "skipped here, marked done there",
      "T-02",
      decide(base, "skip", "T-02"),
      decide(base, "done", "T-02"),
      { status: "done" },
    ],
    [
      "its attempt failed here, and is still running there",
      "T-03",
      change(base, "T-03", {
        status: "pending",
        session: null,
        subagent_session: null,
        retries: 1,
        strategies_tried: [
          { attempt: 1, strategy: "run", tool: null, attempted_at: NOW, result: null, verification_failure: "no" },
        ],
      }),
      base,
      { status: "pending", retries: 1, subagent_session: null },
    ],
    [
      "started by both: one session counts",
      "T-01",
      change(base, "T-01", {
        status: "running",
        session: session(),
        subagent_session: "cmd:a/token-0001",
        started_at: NOW,
      }),
      change(base, "T-01", { status: "running", session: two, subagent_session: "cmd:b/token-0002", started_at: NOW }),
      { status: "running", session: { token: "token-0002" }, subagent_session: "cmd:b/token-0002" },
    ],
    [
      "told here is told",
      "T-04",
      change(base, "T-04", { told: "0:done" }),
      change(base, "T-04", { goal: "g" }),
      { told: "0:done", goal: "g" },
    ],
    [
      "told of what it was: it is still to be told",
      "T-04",
      change(base, "T-04", { told: "0:done" }),
      decide(base, "retry", "T-04"),
      { status: "pending", told: "0:done" },
    ],
  ];
  test.each(rows)("%s", (_name, id, ours, theirs, expected) => {
    for (const [a, b] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      const merged = merge(base, a, b);
      expect(find(merged, `uid-${id}`)).toMatchObject(expected);
      expect(brokenInvariants(merged.queue, merged.archive, 9)).toEqual([]);
    }
  });

  test("the attempts of the side that does not count stay on record", () => {
    const attempt = (token: string) => ({
      attempt: 1,
      strategy: "run",
      tool: null,
      attempted_at: NOW,
      result: null,
      verification_failure: null,
      token,
    });
    const ours = change(base, "T-01", {
      status: "done",
      started_at: NOW,
      completed_at: NOW,
      verification: "ok",
      strategies_tried: [attempt("a")],
    });
    const theirs = change(base, "T-01", { retries: 1, started_at: NOW, strategies_tried: [attempt("b")] });
    const merged = find(merge(base, theirs, ours), "uid-T-01");
    expect(merged).toMatchObject({
      status: "done",
      strategies_tried: [{ token: "a" }],
      earlier_attempts: [{ token: "b" }],
    });
  });
});

describe("one archived what the other changed", () => {
  const base = state(task("T-01"), done("T-02"));
  const gone = archived(base, "T-02");

  test.each<[string, QueueAndArchive, string]>([
    ["left it alone", base, "archive"],
    ["changed its words", change(base, "T-02", { description: "other words" }), "archive"],
    ["told it", change(base, "T-02", { told: "0:done" }), "archive"],
    ["put it back", decide(base, "retry", "T-02"), "queue"],
    ["archived it too", archived(base, "T-02"), "archive"],
  ])("%s", (_name, other, place) => {
    for (const [a, b] of [
      [gone, other],
      [other, gone],
    ] as const) {
      const merged = merge(base, a, b);
      const placed = merged.queue.tasks.some(({ uid }) => uid === "uid-T-02") ? "queue" : "archive";
      expect([placed, tasksOf(merged).length, merged.queue.archivedCount]).toEqual([place, 2, expect.any(Number)]);
      expect(find(merged, "uid-T-02")?.description).toBe(find(other, "uid-T-02")?.description);
    }
  });

  test("file by file: what was changed stays in the queue until queue and archive are seen together", () => {
    const texts = (of: QueueAndArchive) => serialiseQueue(of.queue);
    const order = { file: "f", defaults: DEFAULTS };
    const merged = (other: QueueAndArchive) =>
      JSON.parse(mergeQueueFiles({ base: texts(base), ours: texts(gone), theirs: texts(other) }, order));
    expect(merged(base).tasks).toHaveLength(1);
    expect(merged(change(base, "T-02", { told: "0:done" })).tasks).toHaveLength(1);
    for (const [other, place] of [
      [change(base, "T-02", { description: "other words" }), 1],
      [decide(base, "retry", "T-02"), 2],
    ] as const) {
      const file = merged(other);
      expect(file.tasks).toHaveLength(2);
      const once = withoutTwins({ queue: file, archive: gone.archive });
      expect([once.queue.tasks.length, tasksOf(once).length]).toEqual([place, 2]);
      expect(find(once, "uid-T-02")).toMatchObject({
        description: find(other, "uid-T-02")?.description,
        status: find(other, "uid-T-02")?.status,
      });
    }
  });
});

describe("labels", () => {
  const base = state(task("T-01"));
  const mine = task("T-02", { uid: "mine", added_at: "2026-11-20T10:00:00.000Z" });
  const other = task("T-02", { uid: "other", added_at: "2026-11-20T11:00:00.000Z" });
  const labels = (of: QueueAndArchive) =>
    Object.fromEntries(tasksOf(of).map(({ uid, id, aliases }) => [uid, [id, ...(aliases ?? [])]]));

  test.each<[string, Task, Task, string[], string]>([
    ["the older one", mine, other, [], "mine"],
    ["the published one", mine, other, ["other"], "other"],
    ["the started one", mine, orderedTask({ ...other, started_at: NOW, retries: 1 }), ["mine"], "other"],
    ["the one that was told", mine, orderedTask({ ...other, told: "0:pending" }), [], "other"],
    ["the one that an issue knows", mine, orderedTask({ ...other, source: { kind: "issue", issue: 4 } }), [], "other"],
  ])("twice the same: %s keeps it, the other has it as alias", (_name, a, b, published, keeps) => {
    const follower = task("T-03", { uid: "follower", depends_on: ["T-02"] });
    for (const [ours, theirs] of [
      [add(base, a, follower), add(base, b)],
      [add(base, b), add(base, a, follower)],
    ] as const) {
      const merged = mergeStates({ base, ours, theirs, published: new Set(published) });
      const moves = keeps === "mine" ? "other" : "mine";
      expect(labels(merged)).toEqual({
        "uid-T-01": ["T-01"],
        follower: ["T-03"],
        [keeps]: ["T-02"],
        [moves]: ["T-04", "T-02"],
      });
      expect(find(merged, "follower")?.depends_on).toEqual([keeps === "mine" ? "T-02" : "T-04"]);
      expect(merged.queue.lastId).toBe("T-04");
    }
  });

  test("one that another merge gave a new label has it here too", () => {
    const merged = merge(base, add(base, mine), add(base, mine, other));
    const further = merge(add(base, mine), merged, add(base, mine));
    expect(labels(further)).toEqual(labels(merged));
    expect(textOf(merge(null, merged, add(base, mine)))).toEqual(textOf(merge(null, add(base, mine), merged)));
  });

  test("an archived task keeps its label", () => {
    const ours = archived(add(base, done("T-02", { uid: "mine" })), "T-02");
    const merged = merge(base, ours, add(base, other));
    expect(labels(merged)).toMatchObject({ mine: ["T-02"], other: ["T-03", "T-02"] });
  });

  test("two dependencies that close a circle together are both left out", () => {
    const two = state(task("T-01"), task("T-02"));
    const merged = merge(
      two,
      change(two, "T-01", { depends_on: ["T-02"] }),
      change(two, "T-02", { depends_on: ["T-01"] }),
    );
    expect(merged.queue.tasks.map(({ depends_on }) => depends_on ?? [])).toEqual([[], []]);
    expect(merged.circles).toHaveLength(1);
  });
});

describe("what a queue holds besides", () => {
  const base = state(task("T-01"));
  const having = (from: QueueAndArchive, changes: object): QueueAndArchive => ({
    ...from,
    queue: { ...from.queue, ...changes },
  });

  test("documents: boxes and blockers follow their tasks' new labels", () => {
    const record = { "NEXT_STEPS.md": { seen: "a", boxes: { "T-01": "open", "T-02": "open" }, blockers: ["T-02@0"] } };
    const mine = having(add(base, task("T-02", { uid: "mine" })), { documents: record });
    const other = having(add(base, task("T-02", { uid: "another", told: "0:pending" })), {
      documents: { "NEXT_STEPS.md": { seen: "b", boxes: { "T-01": "done", "T-02": "gone" } } },
    });
    const start = having(base, { documents: { "NEXT_STEPS.md": { seen: "0", boxes: { "T-01": "open" } } } });
    const merged = merge(start, mine, other).queue;
    expect(merged.documents?.["NEXT_STEPS.md"]).toMatchObject({
      boxes: { "T-01": "done", "T-02": "gone", "T-03": "open" },
      blockers: ["T-03@0"],
    });
    expect(textOf(merge(start, other, mine))).toEqual(textOf({ queue: merged, archive: new Map() }));
  });

  test.each<[string, base: object | undefined, ours: object, theirs: object, expected: number | null | undefined]>([
    ["who counted has counted", { rest: 3 }, { rest: 5 }, { rest: 3 }, 5],
    ["a person took the line out, the other side counted on", { rest: 3 }, { rest: null }, { rest: 5 }, null],
    ["a person took the line out, the other side had no line", { rest: 3 }, { rest: null }, {}, null],
    ["a person took it out, and no past is known", undefined, { rest: null }, {}, null],
    ["a line here, none there: nothing is known of it", { rest: 3 }, { rest: 5 }, {}, undefined],
    ["none here, as it was there", { rest: 3 }, {}, { rest: 3 }, undefined],
  ])("the line that counts the rest: %s", (_name, before, ours, theirs, expected) => {
    const at = (record: object) => having(base, { documents: { "NEXT_STEPS.md": { seen: "a", ...record } } });
    const start = before === undefined ? base : at(before);
    for (const [a, b] of [
      [ours, theirs],
      [theirs, ours],
    ] as const)
      expect(merge(start, at(a), at(b)).queue.documents?.["NEXT_STEPS.md"]?.rest).toBe(expected);
  });

  test("commits: what either side heard is heard, the newest of both are kept", () => {
    const names = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}${at}`);
    const old = names("old", 20);
    const start = having(base, { commits: { heads: old, handled: ["T-01@1"] } });
    const ours = having(base, { commits: { heads: [...old.slice(2), "a", "b"], handled: ["T-01@1", "T-01@2"] } });
    const theirs = having(base, { commits: { heads: [...old.slice(1), "c"], handled: ["T-01@1", "T-09@3"] } });
    const { commits } = merge(start, ours, theirs).queue;
    expect(commits?.heads).toHaveLength(20);
    expect(commits?.heads.slice(-4)).toEqual(expect.arrayContaining(["old19", "a", "b", "c"]));
    expect([...(commits?.handled ?? [])].sort()).toEqual(["T-01@1", "T-01@2", "T-09@3"]);
    expect(merge(start, theirs, ours).queue.commits).toEqual(commits);
    expect(merge(base, base, theirs).queue.commits).toEqual(theirs.queue.commits);
    const many = having(base, { commits: { heads: ["a"], handled: names("T-01@", 200) } });
    expect(merge(start, many, theirs).queue.commits?.handled).toHaveLength(200);
  });

  test("notices: sent ones are not owed again, those of a state that passed neither", () => {
    const notice = (id: string, kind: string, uid: string | null = null) => ({ id, kind, uid, owed_at: NOW });
    const start = having(base, { outbox: [notice("a", "first_run"), notice("b", "first_run")] });
    const ours = having(base, { outbox: [notice("b", "first_run"), notice("d", "blocked", "uid-T-01")] });
    const theirs = having(base, {
      outbox: [notice("a", "first_run"), notice("b", "first_run"), notice("c", "first_run")],
    });
    expect(merge(start, ours, theirs).queue.outbox?.map(({ id }) => id)).toEqual(["b", "c"]);
  });

  test("people's own fields: who changed one has it", () => {
    const merged = merge(
      having(base, { team: ["a"], x: 1 }),
      having(base, { team: ["a", "b"], x: 1 }),
      having(base, { team: ["a"], y: 2 }),
    );
    expect(merged.queue).toMatchObject({ team: ["a", "b"], y: 2 });
  });
});

test("a month of the archive merges by uid", () => {
  const text = (...tasks: Task[]) => serialiseArchive({ tasks });
  const order = { file: "f", defaults: DEFAULTS };
  const both = mergeArchiveFiles(
    {
      base: text(done("T-01")),
      ours: text(done("T-01"), done("T-02", { uid: "a" })),
      theirs: text(done("T-02", { uid: "b" })),
    },
    order,
  );
  expect(
    JSON.parse(both)
      .tasks.map(({ uid }: Task) => uid)
      .sort(),
  ).toEqual(["a", "b"]);
});

describe("properties", () => {
  const step = fc.record({
    act: fc.constantFrom(
      "skip",
      "retry",
      "cancel",
      "done",
      "start",
      "finish",
      "fail",
      "words",
      "needs",
      "archive",
      "add",
      "tell",
      "hear",
      "count",
    ),
    index: fc.nat(7),
    other: fc.nat(7),
    second: fc.nat(50),
  });
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
  const side = fc.array(step, { maxLength: 8 });

  function take(from: QueueAndArchive, { act, index, other, second }: Step, name: string): QueueAndArchive {
    const now = new Date(Date.parse(NOW) + second * 1000).toISOString();
    const dated = { ...from, queue: { ...from.queue, updated_at: now } };
    const target = tasksOf(dated)[index];
    const needed = tasksOf(dated)[other];
    if (act === "add") {
      const number = Number(dated.queue.lastId?.slice(2)) + 1;
      const id = `T-${String(number).padStart(2, "0")}`;
      return add(
        dated,
        task(id, { uid: `${name}${number}`, added_at: now, ...(needed ? { depends_on: [needed.id] } : {}) }),
      );
    }
    if (act === "hear") {
      const { heads = [], handled = [] } = dated.queue.commits ?? {};
      const commits = { heads: [...heads, `${name}${index}`], handled: [...handled, `T-01@${second}`] };
      return { ...dated, queue: { ...dated.queue, commits } };
    }
    if (act === "count") {
      const rest = other === 0 ? {} : { rest: other === 1 ? null : other };
      const record = { seen: `${name}${second}`, ...rest };
      return { ...dated, queue: { ...dated.queue, documents: { "NEXT_STEPS.md": record } } };
    }
    if (target === undefined) return dated;
    const token = `token-${name}-${index}-${second}`;
    switch (act) {
      case "start":
        return nextStatus(target.status, "start") === null
          ? dated
          : change(dated, target.id, {
              status: "running",
              session: session(token),
              subagent_session: `cmd:${name}/${token}`,
              started_at: target.started_at ?? now,
            });
      case "finish":
        return target.status !== "running"
          ? dated
          : change(dated, target.id, {
              status: "done",
              session: null,
              subagent_session: null,
              completed_at: now,
              verification: "ok",
            });
      case "fail":
        return target.status !== "running" || target.retries >= target.maxRetries
          ? dated
          : change(dated, target.id, {
              status: "pending",
              session: null,
              subagent_session: null,
              retries: target.retries + 1,
              strategies_tried: [
                ...target.strategies_tried,
                {
                  attempt: 1,
                  strategy: "s",
                  tool: null,
                  attempted_at: now,
                  result: null,
                  verification_failure: null,
                  token,
                },
              ],
            });
      case "words":
        return change(dated, target.id, { description: `${name} ${second}` });
      case "needs":
        // Only on later ones, so that no side closes a circle by itself.
        return needed === undefined || needed.id >= target.id
          ? dated
          : change(dated, target.id, { depends_on: [needed.id] });
      case "tell":
        return change(dated, target.id, { told: `${target.epoch ?? 0}:${target.status}` });
      case "archive":
        return isTerminal(target.status) ? archived(dated, target.id) : dated;
      default: {
        const isArchived = archivedByLabel(dated.archive, target.id)?.task.uid === target.uid;
        const back = isArchived && act === "retry" ? (takeFromArchive(dated, target.id) ?? dated) : dated;
        return decide(back, act === "done" ? "done" : act, target.id, now);
      }
    }
  }

  const base = archived(state(task("T-01"), blocked("T-02"), running("T-03"), done("T-04"), done("T-05")), "T-05");
  const build = (steps: readonly Step[], name: string) => steps.reduce((from, one) => take(from, one, name), base);
  const maybe = fc.boolean().map((known) => (known ? base : null));

  test("merge(a, a) = a; the order of the sides does not matter; all is there, sound, and got there by the table", () => {
    fc.assert(
      fc.property(side, side, maybe, (left, right, start) => {
        const [a, b] = [build(left, "a"), build(right, "b")];
        expect(textOf(merge(start, a, a))).toEqual(textOf(a));
        expect(textOf(merge(base, a, base))).toEqual(textOf(a));
        const merged = merge(start, a, b);
        expect(textOf(merge(start, b, a))).toEqual(textOf(merged));
        expect(brokenInvariants(merged.queue, merged.archive, 99)).toEqual([]);
        expect(uidsOf(merged)).toEqual(new Set([...uidsOf(a), ...uidsOf(b)]));
        for (const one of [...tasksOf(a), ...tasksOf(b)])
          expect(find(merged, one.uid)).toSatisfy((now: Task) => isReachable(one, now));
      }),
      { numRuns: 400 },
    );
  });

  test("any grouping gives the same set of tasks, labels once", () => {
    fc.assert(
      fc.property(side, side, side, maybe, (one, two, three, start) => {
        const [a, b, c] = [build(one, "a"), build(two, "b"), build(three, "c")];
        const left = merge(start, merge(start, a, b), c);
        const right = merge(start, a, merge(start, b, c));
        expect(uidsOf(left)).toEqual(uidsOf(right));
        for (const merged of [left, right]) expect(brokenInvariants(merged.queue, merged.archive, 99)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  /** Within one epoch without a retry, else with one. */
  function isReachable(before: Task, after: Task): boolean {
    const epochs = (after.epoch ?? 0) - (before.epoch ?? 0);
    if (epochs !== 0) return epochs > 0;
    const seen = new Set<Status>([before.status]);
    for (const status of seen)
      for (const event of TASK_EVENTS) {
        const next = event === "retry" ? null : nextStatus(status, event);
        if (next !== null) seen.add(next);
      }
    return seen.has(after.status);
  }
});
