import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockedMessage, unblockSteps } from "../../src/messages/blocked.ts";
import { messagesIn } from "../../src/messages/catalog.ts";
import { doneMessage } from "../../src/messages/done.ts";
import { anAttempt, aTask } from "./a-task.ts";
import { hostileText, UNSAFE } from "./hostile.ts";

const en = messagesIn("en");
const zh = messagesIn("zh-CN");

describe("doneMessage", () => {
  test.each([
    [
      "a summary and a file",
      { deliverable: "A report of 3 pages", deliverable_path: "docs/report.md" },
      "A report of 3 pages\nDeliverable: docs/report.md",
    ],
    ["a summary alone", { deliverable: "The tests pass" }, "The tests pass"],
    ["neither", {}, "finished and verified"],
    ["a long answer: its first line, without marks", { deliverable: "\n## Result\n\nThree pages.\n" }, "Result"],
    [
      "a pull request",
      {
        deliverable: "Fixed",
        references: [
          { kind: "text", value: "x" },
          { kind: "pull_request", value: "https://git.example/pull/7" },
        ],
      },
      "Fixed\nDeliverable: https://git.example/pull/7",
    ],
    [
      "a branch",
      { references: [{ kind: "branch", value: "ltpm/T-02-abc" }] },
      "finished and verified\nDeliverable: branch ltpm/T-02-abc",
    ],
    ["text kept in the task is no place", { deliverable: "42", references: [{ kind: "text", value: "42" }] }, "42"],
  ] as const)("%s", (_name, change, expected) =>
    expect(doneMessage(en, { ...aTask({ id: "T-02" }), ...change })).toBe(`✅ T-02 done — ${expected}`),
  );

  test("in Chinese", () =>
    expect(doneMessage(zh, aTask({ deliverable: "三页报告", deliverable_path: "r.md" }))).toBe(
      "✅ T-01 已完成 — 三页报告\n交付物\uff1ar.md",
    ));
});

describe("unblockSteps", () => {
  test.each([
    [null, []],
    ["", []],
    ["Set the key", ["Set the key"]],
    ["1. Set the key\n2) Say retry", ["Set the key", "Say retry"]],
    ["- a\n* b\n• c\n\n", ["a", "b", "c"]],
    ["1\u3001甲\n2\uff09乙", ["甲", "乙"]],
    ["2026 is the year\n3.5 is the version", ["2026 is the year", "3.5 is the version"]],
  ])("%j", (text, expected) => expect(unblockSteps(text)).toEqual(expected));
});

const BLOCKED = aTask({
  id: "T-02",
  status: "blocked",
  strategies_tried: [
    anAttempt({ strategy: "write", result: "exit 0", verification_failure: "report.md does not exist" }),
    anAttempt({ attempt: 2, strategy: "lost one", outcome: "lost" }),
    anAttempt({ attempt: 3, strategy: "write by command", result: "exit 1\nno such folder" }),
    anAttempt({ attempt: 4, strategy: "draft", result: null }),
  ],
  blocked_reason: "the folder docs is missing",
  user_action_required: "1. Make the folder docs\n2. Put the outline there",
});

describe("blockedMessage", () => {
  test("the source's notice, line by line", () =>
    expect(blockedMessage(en, BLOCKED).split("\n")).toEqual([
      "🚫 T-02 blocked after 3 attempts",
      "",
      "What was tried:",
      "- write: report.md does not exist",
      "- write by command: exit 1 no such folder",
      "- draft: it ended without a word",
      "",
      "Why it's blocked: the folder docs is missing",
      "",
      "To unblock:",
      "1. Make the folder docs",
      "2. Put the outline there",
      "",
      'Reply "retry T-02" once ready.',
    ]));

  test("in Chinese", () =>
    expect(blockedMessage(zh, BLOCKED).split("\n")).toEqual([
      "🚫 T-02 受阻\uff0c已尝试 3 次",
      "",
      "已尝试\uff1a",
      "- write\uff1areport.md does not exist",
      "- write by command\uff1aexit 1 no such folder",
      "- draft\uff1a结束时没有任何说明",
      "",
      "受阻原因\uff1athe folder docs is missing",
      "",
      "解除步骤\uff1a",
      "1. Make the folder docs",
      "2. Put the outline there",
      "",
      '准备好后请回复 "retry T-02"。',
    ]));

  test("blocked before it could start, without a word: still says what to do", () =>
    expect(blockedMessage(en, aTask({ status: "blocked" })).split("\n")).toEqual([
      "🚫 T-01 blocked after 0 attempts",
      "",
      "What was tried:",
      "- nothing yet: it could not start",
      "",
      "Why it's blocked: no reason was recorded",
      "",
      "To unblock:",
      "1. See what the last attempt printed: ltpm show T-01 --log",
      "",
      'Reply "retry T-01" once ready.',
    ]));

  test("blocked by lost sessions alone: they are what was tried", () => {
    const lost = [1, 2].map((attempt) => anAttempt({ attempt, outcome: "lost", result: "the machine went away" }));
    expect(blockedMessage(en, aTask({ strategies_tried: lost }))).toContain("blocked after 2 attempts");
  });

  test("no text of a user or an agent adds a line or an unsafe character", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const said = blockedMessage(en, {
          ...BLOCKED,
          strategies_tried: [anAttempt({ strategy: text, result: text })],
          blocked_reason: text,
        });
        expect(said).not.toMatch(UNSAFE);
        expect(said.split("\n")).toHaveLength(12);
        const done = doneMessage(en, aTask({ deliverable: text, deliverable_path: text }));
        expect(done).not.toMatch(UNSAFE);
        expect(done.split("\n").length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
