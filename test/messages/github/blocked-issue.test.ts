import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intake } from "../../../src/intake/intake.ts";
import { blockedIssue, closingWord } from "../../../src/messages/github/blocked-issue.ts";
import { anAttempt, aTask } from "../a-task.ts";
import { hostileMarkdown } from "./hostile-markdown.ts";
import { EN, VOICES, ZH } from "./voices.ts";

const BLOCKED = aTask({
  id: "T-02",
  uid: "u2",
  status: "blocked",
  strategies_tried: [
    anAttempt({ strategy: "write", result: "exit 0", verification_failure: "report.md does not exist" }),
    anAttempt({ attempt: 2, strategy: "lost one", outcome: "lost" }),
    anAttempt({ attempt: 3, strategy: "draft", result: "exit 1" }),
  ],
  blocked_reason: "the folder docs is missing",
  user_action_required: "1. Make the folder docs\n2. Put the outline there",
});

describe("blockedIssue", () => {
  test("the source's notice, letter for letter, and a hidden marker", () =>
    expect(blockedIssue(EN, BLOCKED)).toEqual({
      title: "🚫 T-02 blocked after 2 attempts: Write the report",
      body: [
        "🚫 T-02 blocked after 2 attempts",
        "",
        "What was tried:",
        "- write: report.md does not exist",
        "- draft: exit 1",
        "",
        "Why it's blocked: the folder docs is missing",
        "",
        "To unblock:",
        "1. Make the folder docs",
        "2. Put the outline there",
        "",
        'Reply "retry T-02" once ready.',
        "",
        "<!-- ltpm:task:u2 -->",
      ].join("\n"),
    }));

  test("in Chinese", () => {
    const { title, body } = blockedIssue(ZH, BLOCKED);
    expect(title).toBe("🚫 T-02 受阻\uff0c已尝试 2 次\uff1aWrite the report");
    expect(body).toContain('准备好后请回复 "retry T-02"。');
  });

  test("hundreds of attempts: the last ones, and how many came before", () => {
    const strategies_tried = Array.from({ length: 300 }, (_, at) =>
      anAttempt({ attempt: at + 1, result: `exit ${at}` }),
    );
    const { body } = blockedIssue(EN, { ...BLOCKED, strategies_tried });
    expect(body).toContain("🚫 T-02 blocked after 300 attempts");
    expect(body).toContain("What was tried:\n- 250 earlier attempts, left out here\n- run: exit 250");
  });

  test("security 16: at most 60,000 characters, complete to its last line", () => {
    const long = "@octocat ".repeat(11_000);
    for (const voice of VOICES) {
      const { title, body } = blockedIssue(voice, {
        ...BLOCKED,
        description: long,
        strategies_tried: Array.from({ length: 300 }, () => anAttempt({ strategy: long, result: long })),
        blocked_reason: long,
        user_action_required: Array.from({ length: 500 }, () => "@octocat ".repeat(40)).join("\n"),
      });
      expect(title.length).toBeLessThanOrEqual(256);
      expect(body.length).toBeLessThanOrEqual(60_000);
      expect(body.endsWith(`${voice.messages.outcome.replyRetry("T-02")}\n\n<!-- ltpm:task:u2 -->`)).toBe(true);
    }
  });

  test("security 8: no line of it is a command, and it has one marker, whatever the task's texts say", () => {
    fc.assert(
      fc.property(hostileMarkdown, fc.constantFrom(...VOICES), (text, voice) => {
        const task = {
          ...BLOCKED,
          strategies_tried: [anAttempt({ strategy: text, result: text })],
          blocked_reason: text,
        };
        const { body } = blockedIssue(voice, { ...task, user_action_required: text, description: text });
        expect(body.match(/<!--/g)).toHaveLength(1);
        for (const part of [body, ...body.split("\n").slice(0, -2)]) {
          expect(intake({ text: part, source: "issue_comment" }, new Set(["T-02"])).kind).toBe("none");
        }
      }),
    );
  });
});

describe("closingWord", () => {
  test.each([
    ["done", "✅ T-02 done — finished and verified\n\nThis issue is closed."],
    ["retried", "🔁 T-02 is pending again — its retries start from 0.\n\nThis issue is closed."],
    ["skipped", "⏭️ T-02 skipped — as requested.\n\nThis issue is closed."],
    ["cancelled", "⏭️ T-02 cancelled — as requested.\n\nThis issue is closed."],
    ["gone", "T-02 is no longer in the queue.\n\nThis issue is closed."],
    ["all_done", "All tasks of this issue are finished, so it is closed."],
  ] as const)("%s", (why, words) => expect(closingWord(EN, "T-02", why, BLOCKED)).toBe(words));

  test("a task that is no longer there", () =>
    expect(closingWord(EN, "T-02", "done", null)).toBe("✅ T-02 done — marked by hand.\n\nThis issue is closed."));
});
