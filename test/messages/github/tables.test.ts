import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intake } from "../../../src/intake/intake.ts";
import { cell, linkTarget } from "../../../src/messages/github/cell.ts";
import { dashboard, dashboardFacts } from "../../../src/messages/github/dashboard.ts";
import {
  type Box,
  boxesIn,
  boxMarker,
  noticeMarker,
  sameBox,
  taskMarker,
} from "../../../src/messages/github/markers.ts";
import { mostTelling, statusMarkdown } from "../../../src/messages/github/status-markdown.ts";
import type { Task } from "../../../src/queue/schema.ts";
import { aTask, NOW } from "../a-task.ts";
import { hostileMarkdown } from "./hostile-markdown.ts";
import { EN, VOICES, ZH } from "./voices.ts";

const TASKS: readonly Task[] = [
  aTask({ status: "done", deliverable: "It works", completed_at: NOW }),
  aTask({
    ...{ id: "T-02", uid: "u2", status: "running", started_at: NOW },
    session: {
      ...{ token: "abcdefgh", strategy: "run", executor: "matrix", attempt: 1, reserved_at: NOW, lease_until: NOW },
      url: "https://github.example/octo/project/actions/runs/7",
    },
  }),
  aTask({ id: "T-03", uid: "u3", blocked_reason: "depends on T-02 which is running" }),
  aTask({ id: "T-04", uid: "u4", status: "blocked", blocked_reason: "no key", blocked_issue: 12, epoch: 1 }),
  aTask({ id: "T-05", uid: "u5", status: "skipped", completed_at: NOW }),
  aTask({ id: "T-06", uid: "u6", not_before: "2026-11-22T09:00:00.000Z" }),
];

describe("cell", () => {
  test.each([
    ["a pipe", "a | b", "a \\| b"],
    ["a pipe behind a backslash", "a \\| b", "a \\\\\\| b"],
    ["a pipe behind two", "a \\\\| b", "a \\\\\\| b"],
    ["a pipe in code", "`a|b`", "`a\\|b`"],
    ["lines", "a\nb", "a b"],
  ])("%s", (_name, text, safe) => expect(cell(EN, text, 200)).toBe(safe));

  test("no pipe in it ends the cell", () => {
    fc.assert(
      fc.property(hostileMarkdown, (text) => {
        // Escapes are read in pairs from the left.
        expect(cell(EN, text, 200).replace(/\\[\s\S]/g, "")).not.toMatch(/\||\n/);
      }),
    );
  });

  test.each([
    ["https://github.example/octo/p/actions/runs/7", true],
    ["javascript:alert(1)", false],
    ["https://x.example/a b", false],
    ["https://x.example/)[x](", false],
    [null, false],
  ])("an address to link to: %s", (address, fits) => expect(linkTarget(address) !== null).toBe(fits));
});

describe("statusMarkdown", () => {
  test("the source's table", () =>
    expect(statusMarkdown(EN, TASKS, { now: "2026-11-21T09:35:00.000Z", rows: 10 }).split("\n").slice(2)).toEqual([
      "| ID | Status | Description |",
      "| --- | --- | --- |",
      "| T-01 | ✅ done | Write the report → It works |",
      "| T-02 | 🔄 running | Write the report (started 5 minutes ago) |",
      "| T-03 | ⏳ pending | Write the report — depends on T-02 which is running |",
      "| T-04 | 🚫 blocked | Write the report — no key |",
      "| T-05 | ⏭️ skipped | Write the report |",
      "| T-06 | ⏳ pending | Write the report (not before 2026-11-22 09:00 UTC) |",
    ]));

  test("too many rows: what runs and is blocked first, what ended long ago last; in the order of the queue", () => {
    expect(mostTelling(TASKS, 3).map(({ id }) => id)).toEqual(["T-02", "T-03", "T-04"]);
    expect(statusMarkdown(EN, TASKS, { now: null, rows: 3 })).toContain("\n\n… and 3 more tasks, not shown here");
  });

  test("an empty queue", () =>
    expect(statusMarkdown(EN, [], { now: null, rows: 3 })).toBe(
      "📋 Task Queue — [0 total, 0 pending, 0 running, 0 done, 0 blocked]",
    ));
});

describe("markers", () => {
  test.each([
    ["reply:comment-7", "<!-- ltpm:reply:comment-7 -->"],
    ["a --> b", "<!-- ltpm:a%000020--%00003e%000020b -->"],
  ])("%s", (id, marker) => expect(noticeMarker(id)).toBe(marker));
  test("of a task", () => expect(taskMarker("u-1")).toBe("<!-- ltpm:task:u-1 -->"));

  test("a box is read back as it was written, ticked or not", () => {
    const box = fc.record({
      op: fc.constantFrom("retry", "skip", "done"),
      uid: fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
      epoch: fc.nat(1_000_000),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(box, fc.boolean()), { maxLength: 5 }), (boxes) => {
        const body = boxes.map(([one, ticked]) => `- [${ticked ? "x" : " "}] ${boxMarker(one as Box)}go`).join("\r\n");
        const found = boxesIn(body);
        expect(found.map(({ ticked }) => ticked)).toEqual(boxes.map(([, ticked]) => ticked));
        expect(found.every((one, at) => sameBox(one, boxes[at]?.[0] as Box))).toBe(true);
      }),
    );
  });

  test.each([
    ["a box in a sentence", "see - [x] <!-- ltpm:box:retry:u:0 -->"],
    ["a box of another kind", "- [x] <!-- ltpm:box:delete:u:0 -->"],
    ["no marker", "- [x] retry T-01"],
  ])("%s is none of ours", (_name, body) => expect(boxesIn(body)).toEqual([]));
});

describe("dashboard", () => {
  test("what runs, what is blocked, what waits on whom, what ended, and the boxes", () => {
    const { title, body } = dashboard(EN, TASKS);
    expect(title).toBe("📋 Task dashboard");
    expect(body.split("\n").filter((line) => /^(?:#|\| T|- \[|<!--)/.test(line))).toEqual([
      "### Running",
      "| T-02 | 🔄 running ([log](https://github.example/octo/project/actions/runs/7)) | Write the report since 2026-11-21 09:30 UTC |",
      "### Blocked",
      "| T-04 | 🚫 blocked #12 | Write the report — no key |",
      "### Pending",
      "| T-03 | ⏳ pending | Write the report — depends on T-02 which is running |",
      "| T-06 | ⏳ pending | Write the report (not before 2026-11-22 09:00 UTC) |",
      "### Finished last",
      "| T-01 | ✅ done | Write the report → It works |",
      "| T-05 | ⏭️ skipped | Write the report |",
      "### Boxes to tick",
      "- [ ] <!-- ltpm:box:retry:u4:1 -->retry T-04",
      "- [ ] <!-- ltpm:box:skip:u4:1 -->skip T-04",
      "- [ ] <!-- ltpm:box:done:u4:1 -->mark T-04 done",
      "- [ ] <!-- ltpm:box:skip:u3:0 -->skip T-03",
      "- [ ] <!-- ltpm:box:skip:u6:0 -->skip T-06",
      "<!-- ltpm:dashboard -->",
    ]);
  });

  test("in Chinese", () => expect(dashboard(ZH, TASKS).body).toContain("### 可勾选的操作"));

  test("security 16: it fits with 10,000 tasks of any text, and its only markers are ours", () => {
    fc.assert(
      fc.property(hostileMarkdown, fc.constantFrom(...VOICES), (text, voice) => {
        const tasks = Array.from({ length: 10_000 }, (_, at) =>
          aTask({
            ...{
              id: `T-${at + 1}`,
              uid: `u${at}`,
              description: text.repeat(3),
              blocked_reason: text,
              deliverable: text,
            },
            status: (["pending", "running", "done", "blocked", "skipped"] as const)[at % 5] ?? "pending",
          }),
        );
        const { body } = dashboard(voice, tasks);
        expect(body.length).toBeLessThanOrEqual(60_000);
        expect(body.match(/<!--/g)).toHaveLength(boxesIn(body).length + 1);
        for (const line of body.split("\n"))
          expect(intake({ text: line, source: "issue_comment" }, new Set(["T-01"])).kind).toBe("none");
      }),
      { numRuns: 10 },
    );
  });

  test("the same facts for the same dashboard, others when anything in it changes", () => {
    const facts = (tasks: readonly Task[]) => dashboardFacts(EN, tasks);
    expect(facts(TASKS.map((task) => ({ ...task })))).toBe(facts(TASKS));
    expect(dashboardFacts(ZH, TASKS)).not.toBe(facts(TASKS));
    const changes: readonly Partial<Task>[] = [
      { description: "Another" },
      { status: "skipped" },
      { epoch: 5 },
      { blocked_issue: 99 },
      { blocked_reason: "another" },
      { deliverable: "another" },
      { not_before: NOW },
    ];
    for (const change of changes) expect(facts([{ ...aTask(), ...change }])).not.toBe(facts([aTask()]));
  });
});
