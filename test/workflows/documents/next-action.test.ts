/** The one next action as a table: what the document lists, what the queue says. And the handoff's size, whatever it holds. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseNext } from "../../../src/cli/documents/next-action.ts";
import { shownQueue } from "../../../src/cli/documents/shown.ts";
import { handoffText, MOST_CHARACTERS, MOST_LINES, nextText } from "../../../src/messages/documents-handoff.ts";
import type { Queue, Status, Task } from "../../../src/queue/schema.ts";

const NOW = "2026-11-21T10:00:00.000Z";

function task(id: string, status: Status, more: Partial<Task> = {}): Task {
  return {
    id,
    uid: `uid-${id}`,
    description: `Do ${id}`,
    goal: null,
    status,
    added_at: "2026-11-01T10:00:00.000Z",
    task_type: "unknown",
    retries: 0,
    maxRetries: 3,
    subagent_session: null,
    started_at: null,
    completed_at: null,
    deliverable: null,
    deliverable_path: null,
    strategies_tried: [],
    blocked_reason: null,
    user_action_required: null,
    ...more,
  };
}

const queue = (...tasks: Task[]): Queue => ({ lastId: "T-09", tasks, archivedCount: 0 });
const step = (text: string, label: string | null = null) => ({ text, task: label, line: 7 });

type Row = [name: string, steps: ReturnType<typeof step>[] | null, tasks: Task[], expected: string | null];

test.each<Row>([
  ["nothing anywhere", null, [], null],
  ["the first step", [step("a"), step("b")], [task("T-01", "pending")], "a"],
  ["else the queue's next", [], [task("T-01", "pending")], "T-01 Do T-01"],
  ["by priority", null, [task("T-01", "pending"), task("T-02", "pending", { priority: 5 })], "T-02 Do T-02"],
  ["a step that is a task of the queue", [step("a", "T-02")], [task("T-02", "pending")], "T-02 a"],
  ["a blocked step is passed over", [step("a", "T-02"), step("b")], [task("T-02", "blocked")], "b"],
  [
    "so is one that runs, is done or was skipped",
    [step("a", "T-01"), step("b", "T-02"), step("c", "T-03")],
    [task("T-01", "running"), task("T-02", "done"), task("T-03", "skipped")],
    null,
  ],
  ["a label that the queue does not know", [step("a", "T-07")], [], "T-07 a"],
  ["a task by its earlier label", [step("a", "T-05")], [task("T-02", "blocked", { aliases: ["T-05"] })], null],
  [
    "one that waits for another is not next",
    null,
    [task("T-02", "pending", { depends_on: ["T-01"] }), task("T-01", "blocked")],
    null,
  ],
  [
    "nor one whose time has not come",
    null,
    [task("T-01", "pending", { not_before: "2026-12-01T00:00:00.000Z" })],
    null,
  ],
  [
    "a step whose task has to wait is passed over",
    [step("a", "T-02"), step("b", "T-03"), step("c")],
    [
      task("T-01", "running"),
      task("T-02", "pending", { depends_on: ["T-01"] }),
      task("T-03", "pending", { not_before: "2026-12-01T00:00:00.000Z" }),
    ],
    "c",
  ],
  ["a goal says it better, on one line", null, [task("T-01", "pending", { goal: "Ship\nit" })], "T-01 Ship"],
])("%s", (_, steps, tasks, expected) => {
  const look = { queue: queue(...tasks), archived: () => undefined };
  const { action } = chooseNext(steps === null ? null : { next: steps, later: [], certain: true }, look, NOW);
  expect(action === null ? null : [action.task, action.text].filter((part) => part !== null).join(" ")).toBe(expected);
});

test("a task in the archive counts by its status there; what is planned later comes behind the queue", () => {
  const archived = (label: string): Status | undefined => (label === "T-01" ? "done" : undefined);
  const tasks = queue(task("T-02", "pending", { depends_on: ["T-01"] }));
  const steps = { next: [step("gone", "T-01")], later: [step("some day")], certain: true };
  const next = chooseNext(steps, { queue: tasks, archived }, NOW);
  expect(next.action).toMatchObject({ task: "T-02" });
  expect(next.later).toMatchObject([{ text: "some day" }]);
});

test("blocked tasks are named with their issue, and nothing of a text reaches the terminal's controls", () => {
  const blocked = [{ id: "T-03", text: "No \u001b[31mkey\u0007", issue: 12 }];
  expect(nextText("en", null, null, { running: [], blocked, waiting: [] })).toBe(
    "Next: nothing can start now: T-03 is blocked (ltpm show T-03)\nT-03 blocked: No key (issue #12)",
  );
  const none = { running: [], blocked: [], waiting: [] };
  expect(nextText("en", null, "NEXT_STEPS.md", none)).toContain("Read NEXT_STEPS.md");
});

test.each<[name: string, tasks: Task[], expected: string]>([
  ["nothing at all", [], 'nothing is open. Add a task with: ltpm add "…"'],
  ["only what is done", [task("T-01", "done")], 'nothing is open. Add a task with: ltpm add "…"'],
  [
    "what runs, not what waits for it",
    [task("T-01", "running"), task("T-02", "pending", { depends_on: ["T-01"] })],
    "nothing can start now: T-01 is running",
  ],
  [
    "what has its time",
    [task("T-02", "pending", { not_before: "2026-12-01T00:00:00.000Z" })],
    "nothing can start now: T-02 waits until 2026-12-01T00:00:00.000Z",
  ],
  [
    "what can never start",
    [task("T-02", "pending", { depends_on: ["T-09"] })],
    "nothing can start now: T-02 depends on T-09 which is not in the queue",
  ],
  [
    "a few of many",
    ["T-01", "T-02", "T-03", "T-04", "T-05"].map((id) => task(id, "running")),
    "nothing can start now: T-01 is running, T-02 is running, T-03 is running, and 2 more",
  ],
])("without a next action, it says what the queue waits for: %s", (_, tasks, expected) => {
  const steps = { next: tasks.map(({ id }) => step(id, id)), later: [], certain: true };
  const look = { queue: queue(...tasks), archived: () => undefined };
  const next = chooseNext(steps, look, NOW);
  expect(nextText("en", null, null, shownQueue(look.queue, next)).split("\n")[0]).toBe(`Next: ${expected}`);
  expect(next.action).toBe(null);
});

test("blocked tasks of the queue are no lack of blockers", () => {
  const none = { goal: null, halted: null, stage: null, progress: null, checklists: null, updated: null, recent: [] };
  const rest = { action: null, unread: null, headings: [], later: [], documents: ["PROGRESS.md"] };
  const blocked = [{ id: "T-03", text: "No key", issue: 12 }];
  const counts = { pending: 0, done: 0, running: [], waiting: [] };
  const said = (tasks: typeof blocked) =>
    handoffText("en", { ...none, ...rest, name: "P", blockers: [], queue: { ...counts, blocked: tasks } });
  expect(said(blocked)).toContain("\nBlockers: T-03 (see the queue)\n");
  expect(said([])).toContain("\nBlockers: none\n");
});

test("a handoff can be pasted, whatever it holds", () => {
  const text = fc.string({ unit: fc.constantFrom("word ", "字", "\n", "\u001b[1m", "x"), maxLength: 400 });
  const texts = fc.array(text, { maxLength: 12 });
  const action = text.map((words) => ({ text: words, task: "T-01", place: "projects/long_name/NEXT_STEPS.md:10" }));
  const tasks = texts.map((all) => all.map((words, index) => ({ id: `T-${index + 10}`, text: words, issue: index })));
  const shown = fc.record({
    name: text,
    goal: fc.option(text),
    halted: fc.option(fc.record({ status: fc.constantFrom("paused" as const, "completed" as const), remark: text })),
    stage: fc.option(text),
    progress: fc.option(text),
    checklists: fc.option(fc.nat(100)),
    updated: fc.option(text),
    recent: texts.map((all) => all.map((words) => ({ date: "2026-01-01 10:00", text: words }))),
    blockers: fc.option(texts),
    action: fc.option(action),
    unread: fc.constantFrom(null, "NEXT_STEPS.md"),
    headings: texts.map((all) => [{ path: "PROGRESS.md", titles: all }]),
    later: fc.array(action, { maxLength: 6 }),
    queue: fc.option(
      fc.record({ pending: fc.nat(9), done: fc.nat(9), running: tasks, blocked: tasks, waiting: fc.constant([]) }),
    ),
    documents: fc.constantFrom([], ["PROGRESS.md"]),
  });
  fc.assert(
    fc.property(shown, fc.constantFrom("en" as const, "zh-CN" as const), (handoff, language) => {
      const said = handoffText(language, handoff);
      expect(said.length).toBeLessThanOrEqual(MOST_CHARACTERS);
      expect(said.split("\n").length).toBeLessThanOrEqual(MOST_LINES);
      expect(said).not.toContain("\u001b");
      expect(said).not.toMatch(/undefined|null|NaN/);
    }),
    { numRuns: 200 },
  );
});
