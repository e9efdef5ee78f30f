import fc from "fast-check";
import { expect, test } from "vitest";
import { messagesIn } from "../../src/messages/catalog.ts";
import { taskDetails } from "../../src/messages/task-details.ts";
import { anAttempt, aTask, NOW } from "./a-task.ts";
import { hostileText, UNSAFE } from "./hostile.ts";

const en = messagesIn("en");
const FULL = aTask({
  id: "T-02",
  status: "blocked",
  description: "Write the report\nin two parts",
  goal: "A report people read",
  priority: 5,
  started_at: "2026-11-21T09:00:00.000Z",
  completed_at: "2026-11-21T09:20:00.000Z",
  depends_on: ["T-01"],
  not_before: "2026-11-21T12:30:00.000Z",
  acceptance: ["file:report.md", "command:npm test"],
  retries: 1,
  source: { kind: "cli", actor: "mona" },
  strategies_tried: [
    anAttempt({ result: "exit 0", verification_failure: "report.md does not exist", outcome: "verification_failed" }),
    anAttempt({ attempt: 2, strategy: "draft", tool: null, result: null }),
  ],
  earlier_attempts: [anAttempt()],
  blocked_reason: "the file never came",
  user_action_required: "1. Create it\n2. Say so",
  details: "With\n\ta table",
  aliases: ["T-07"],
});

test("everything there is to say about a task", () =>
  expect(taskDetails(en, FULL, NOW).split("\n")).toEqual([
    "T-02  🚫 blocked",
    "Write the report",
    "in two parts",
    "",
    "Goal:        A report people read",
    "Type:        file-creation",
    "Priority:    5",
    "Added:       2026-11-20 09:00 UTC (1 day ago) cli, mona",
    "Started:     2026-11-21 09:00 UTC (30 minutes ago)",
    "Finished:    2026-11-21 09:20 UTC (10 minutes ago)",
    "Depends on:  T-01",
    "Not before:  2026-11-21 12:30 UTC (in 3 hours)",
    "Accepted if: file:report.md",
    "             command:npm test",
    "Retries:     1 of 3",
    "Reason:      the file never came",
    "To unblock:  1. Create it",
    "             2. Say so",
    "Also called: T-07",
    "",
    "Attempts:",
    "1. run (command) — failed verification, 2026-11-21 09:00 UTC",
    "   exit 0",
    "   verifier: report.md does not exist",
    "2. draft — failed, 2026-11-21 09:00 UTC",
    "   it ended without a word",
    "1 earlier attempt before the last retry.",
    "",
    "Details:",
    "With",
    "    a table",
  ]));

test("a result with its places", () => {
  const done = aTask({
    status: "done",
    goal: "Write the report",
    deliverable: "Three pages.\nRead them.",
    deliverable_path: "report.md",
    references: [
      { kind: "commit", value: "1a2b3c4", note: "on main" },
      { kind: "text", value: "Three pages." },
    ],
    verification: "report.md exists",
    subagent_session: "cmd:host/token",
    blocked_reason: "an old reason",
  });
  expect(taskDetails(en, done, NOW).split("\n").slice(3)).toEqual([
    "Type:     file-creation",
    "Added:    2026-11-20 09:00 UTC (1 day ago)",
    "Retries:  0 of 3",
    "Session:  cmd:host/token",
    "Result:   Three pages.",
    "          Read them.",
    "File:     report.md",
    "Kept as:  commit 1a2b3c4 (on main)",
    "          text",
    "Verified: report.md exists",
  ]);
});

test("in Chinese, aligned", () =>
  expect(taskDetails(messagesIn("zh-CN"), aTask({ priority: 2 }), NOW).split("\n")).toEqual([
    "T-01  ⏳ 待处理",
    "Write the report",
    "",
    "类型:   file-creation",
    "优先级: 2",
    "添加于: 2026-11-20 09:00 UTC (1 天前)",
    "重试:   0 / 3",
  ]));

test("nothing unsafe from any field survives", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const task = aTask({
        description: text,
        goal: `${text} goal`,
        details: text,
        task_type: text,
        acceptance: [text],
        subagent_session: text,
        deliverable: text,
        deliverable_path: text,
        verification: text,
        blocked_reason: text,
        user_action_required: text,
        status: "blocked",
        source: { kind: text, actor: text, url: text },
        references: [{ kind: "branch", value: text, note: text }],
        strategies_tried: [anAttempt({ strategy: text, tool: text, result: text, verification_failure: text })],
      });
      expect(taskDetails(en, task, NOW)).not.toMatch(UNSAFE);
    }),
  );
});
