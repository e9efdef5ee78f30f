import { describe, expect, test } from "vitest";
import { messagesIn } from "../../src/messages/catalog.ts";
import { addedMessage } from "../../src/messages/intake.ts";

const en = messagesIn("en");
const zh = messagesIn("zh-CN");
const task = (id: string, description: string) => ({ id, description });
const TWO = [task("T-06", "Write the report"), task("T-07", "Test\nit")];

describe("addedMessage", () => {
  test.each([
    [
      "one, started",
      [task("T-06", "Write the report")],
      { starts: true },
      "Added T-06: Write the report. Starting now...",
    ],
    [
      "one, queued",
      [task("T-06", "Write the report")],
      { starts: false, pending: 4 },
      "Added T-06: Write the report. Queue now has 4 pending tasks.",
    ],
    [
      "several, started",
      TWO,
      { starts: true },
      "📋 Added 2 tasks to queue:\n• T-06: Write the report\n• T-07: Test it\nStarting now...",
    ],
    [
      "several, queued",
      TWO,
      { starts: false, pending: 4 },
      "📋 Added 2 tasks to queue:\n• T-06: Write the report\n• T-07: Test it\nQueue now has 4 pending tasks.",
    ],
    ["none", [], { starts: true }, en.intake.nothingFound],
  ] as const)("%s", (_name, tasks, after, expected) => expect(addedMessage(en, tasks, after)).toBe(expected));

  test.each([
    ["one, started", [task("T-06", "写报告")], { starts: true }, "已添加 T-06\uff1a写报告。正在启动……"],
    [
      "several, queued",
      TWO,
      { starts: false, pending: 4 },
      "📋 已向队列添加 2 个任务\uff1a\n• T-06: Write the report\n• T-07: Test it\n队列中现有 4 个待处理任务。",
    ],
    ["none", [], { starts: true }, zh.intake.nothingFound],
  ] as const)("in Chinese: %s", (_name, tasks, after, expected) =>
    expect(addedMessage(zh, tasks, after)).toBe(expected),
  );

  test("a description as long as a page is there to recognise the task by", () => {
    const long = addedMessage(en, [task("T-06", "word ".repeat(2_000))], { starts: true });
    expect(long).toMatch(/^Added T-06: (word )+wor?d?… Starting now\.\.\.$/);
    expect(long.length).toBeLessThan(240);
  });
});
