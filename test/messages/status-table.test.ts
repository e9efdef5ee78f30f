import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messagesIn } from "../../src/messages/catalog.ts";
import { paint } from "../../src/messages/colour.ts";
import { countTasks, statusTable } from "../../src/messages/status-table.ts";
import { displayWidth } from "../../src/messages/width.ts";
import { STATUSES } from "../../src/queue/format.ts";
import { aTask, NOW } from "./a-task.ts";
import { hostileText, UNSAFE } from "./hostile.ts";

const en = messagesIn("en");
const zh = messagesIn("zh-CN");

const TASKS = [
  aTask({ status: "done", deliverable: "A report of 3 pages", deliverable_path: "r.md" }),
  aTask({ id: "T-02", status: "running", description: "运行所有测试", started_at: "2026-11-21T09:25:00.000Z" }),
  aTask({ id: "T-03", description: "Test it", blocked_reason: "depends on T-02 which is pending" }),
  aTask({ id: "T-04", status: "blocked", description: "Deploy 🚀", blocked_reason: "no agent is set up" }),
  aTask({ id: "T-05", status: "skipped", description: "Clean\nup" }),
];

describe("statusTable", () => {
  test("the source's table", () =>
    expect(statusTable(en, TASKS, { now: NOW, columns: null }).split("\n")).toEqual([
      "📋 Task Queue — [5 total, 1 pending, 1 running, 1 done, 1 blocked]",
      "",
      "ID    Status      Description",
      "T-01  ✅ done     Write the report → A report of 3 pages",
      "T-02  🔄 running  运行所有测试 (started 5 minutes ago)",
      "T-03  ⏳ pending  Test it — depends on T-02 which is pending",
      "T-04  🚫 blocked  Deploy 🚀 — no agent is set up",
      "T-05  ⏭️ skipped  Clean up",
    ]));

  test("in Chinese", () =>
    expect(statusTable(zh, TASKS, { now: NOW, columns: null }).split("\n")).toEqual([
      "📋 任务队列 — [共 5\uff0c待处理 1\uff0c进行中 1\uff0c已完成 1\uff0c受阻 1]",
      "",
      "编号  状态       描述",
      "T-01  ✅ 已完成  Write the report → A report of 3 pages",
      "T-02  🔄 进行中  运行所有测试 \uff085 分钟前开始\uff09",
      "T-03  ⏳ 待处理  Test it — depends on T-02 which is pending",
      "T-04  🚫 受阻    Deploy 🚀 — no agent is set up",
      "T-05  ⏭️ 已跳过  Clean up",
    ]));

  const line = (change: Parameters<typeof aTask>[0], columns: number) =>
    statusTable(en, [aTask(change)], { now: NOW, columns })
      .split("\n")
      .at(-1);
  test.each([
    ["fits", { description: "x".repeat(62) }, `T-01  ⏳ pending  ${"x".repeat(62)}`],
    ["one too many", { description: "x".repeat(63) }, `T-01  ⏳ pending  ${"x".repeat(61)}…`],
    ["wide characters", { description: "写".repeat(40) }, `T-01  ⏳ pending  ${"写".repeat(30)}…`],
    [
      "description and reason give way to each other",
      { status: "blocked", description: "d".repeat(90), blocked_reason: "r".repeat(90) },
      `T-01  🚫 blocked  ${"d".repeat(30)}… — ${"r".repeat(27)}…`,
    ],
    [
      "a short description leaves the room to the reason",
      { status: "blocked", description: "short", blocked_reason: "r".repeat(90) },
      `T-01  🚫 blocked  short — ${"r".repeat(53)}…`,
    ],
    [
      "a time stays whole",
      { status: "running", description: "d".repeat(90), started_at: "2026-11-21T09:25:00.000Z" },
      `T-01  🔄 running  ${"d".repeat(37)}… (started 5 minutes ago)`,
    ],
  ] as const)("in 80 columns: %s", (_name, change, expected) => expect(line(change, 80)).toBe(expected));

  test.each([
    [
      "the running attempt's start, not the first one's",
      {
        status: "running",
        started_at: "2026-11-20T00:00:00.000Z",
        session: {
          token: "tokentoken",
          strategy: "run",
          executor: "command",
          attempt: 2,
          reserved_at: "2026-11-21T09:28:00.000Z",
          lease_until: NOW,
        },
      },
      "Write the report (started 2 minutes ago)",
    ],
    [
      "a task that is not due yet",
      { not_before: "2026-11-22T09:00:00.000Z" },
      "Write the report (not before 2026-11-22 09:00 UTC)",
    ],
    ["a task that became due", { not_before: "2026-11-21T09:00:00.000Z" }, "Write the report"],
    ["a result that is only a file", { status: "done", deliverable_path: "r.md" }, "Write the report → r.md"],
    ["done without a word", { status: "done" }, "Write the report"],
    ["blocked without a word", { status: "blocked" }, "Write the report"],
  ] as const)("%s", (_name, change, expected) =>
    expect(line(change, 200)?.replace(/^.*?(?=Write)/u, "")).toBe(expected),
  );

  test("a queue without tasks says how to fill it", () =>
    expect(statusTable(en, [], { now: NOW, columns: 80 })).toBe(
      '📋 Task Queue — [0 total, 0 pending, 0 running, 0 done, 0 blocked]\n\nThe queue is empty. To add a task: ltpm add "what is to be done"',
    ));

  test("columns stay aligned when labels grow", () => {
    const table = statusTable(en, [aTask({ id: "T-99" }), aTask({ id: "T-100" })], { now: NOW, columns: 80 });
    expect(table.split("\n").slice(2)).toEqual([
      "ID     Status      Description",
      "T-99   ⏳ pending  Write the report",
      "T-100  ⏳ pending  Write the report",
    ]);
  });

  test("colours only when told, and only around our own words", () => {
    const plain = statusTable(en, TASKS, { now: NOW, columns: 80, paint: paint(false) });
    expect(plain).toBe(statusTable(en, TASKS, { now: NOW, columns: 80 }));
    const coloured = statusTable(en, TASKS, { now: NOW, columns: 80, paint: paint(true) });
    expect(coloured).toContain("\x1b[32m✅ done   \x1b[39m  Write the report");
    expect(coloured.replaceAll(/\x1b\[\d+m/g, "")).toBe(plain);
  });

  test("whatever is in a task: one line each, nothing unsafe, never wider than the terminal", () => {
    const tasks = fc.array(
      fc.record({
        status: fc.constantFrom(...STATUSES),
        description: hostileText,
        reason: hostileText,
        result: hostileText,
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(tasks, fc.integer({ min: 40, max: 120 }), fc.constantFrom(en, zh), (rows, columns, messages) => {
        const table = statusTable(
          messages,
          rows.map(({ status, description, reason, result }) =>
            aTask({ status, description, blocked_reason: reason, deliverable: result, started_at: NOW }),
          ),
          { now: NOW, columns },
        );
        expect(table).not.toMatch(UNSAFE);
        const lines = table.split("\n");
        expect(lines).toHaveLength(3 + Math.max(rows.length, 0));
        for (const row of lines.slice(3)) if (rows.length > 0) expect(displayWidth(row)).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 300 },
    );
  });
});

test("countTasks", () =>
  expect(countTasks(TASKS)).toEqual({ total: 5, pending: 1, running: 1, done: 1, blocked: 1, skipped: 1 }));
