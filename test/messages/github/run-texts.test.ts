import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intake } from "../../../src/intake/intake.ts";
import { allBlockedText, reportText } from "../../../src/messages/github/report.ts";
import { firstRunText, jobSummary, pullRequest } from "../../../src/messages/github/run-texts.ts";
import { anAttempt, aTask, NOW } from "../a-task.ts";
import { hostileMarkdown } from "./hostile-markdown.ts";
import { EN, VOICES, ZH } from "./voices.ts";

const DONE = aTask({
  id: "T-02",
  uid: "u2",
  status: "done",
  deliverable: "Three pages",
  deliverable_path: "docs/a.md",
});
const BLOCKED = aTask({ id: "T-03", uid: "u3", status: "blocked", blocked_reason: "no key", blocked_issue: 12 });

describe("reportText", () => {
  test.each([
    ["done", DONE, "✅ T-02 done — Three pages\nDeliverable: docs/a.md"],
    ["blocked", BLOCKED, "🚫 T-03 blocked — no key\nWhat to do for T-03: #12"],
    ["blocked without an issue", { ...BLOCKED, blocked_issue: null }, "🚫 T-03 blocked — no key"],
    ["skipped", aTask({ status: "skipped" }), "⏭️ T-01 skipped — as requested."],
    ["put back meanwhile", aTask(), "🔁 T-01 is pending again — its retries start from 0."],
  ])("%s", (_name, task, text) => expect(reportText(EN, [task])).toBe(text));

  test("many at once", () => {
    const text = reportText(
      EN,
      Array.from({ length: 200 }, () => DONE),
    );
    expect(text).toContain("… and 150 more tasks");
  });
});

describe("allBlockedText", () => {
  test("the source's words, and where the steps are", () =>
    expect(allBlockedText(EN, [BLOCKED])).toBe(
      "All tasks are blocked. Review unblock instructions above.\n\n- #12 T-03: Write the report",
    ));
  test("in Chinese", () => expect(allBlockedText(ZH, [BLOCKED])).toContain("所有任务都已受阻"));
});

describe("firstRunText", () => {
  test.each([
    [
      "the schedules as they are installed",
      true,
      ["17 * * * *", "41 4 * * *"],
      "⚙️ Task Runner initialized. Heartbeat dispatcher registered in HEARTBEAT.md. Backup schedule registered (cron `17 * * * *` and `41 4 * * *`, UTC). Your tasks will execute automatically.",
    ],
    [
      "none",
      false,
      [],
      "⚙️ Task Runner initialized. No schedule is set up: tasks start when you add them, and retries when the workflow is run.",
    ],
  ])("%s", (_name, heartbeat, crons, text) => expect(firstRunText(EN, heartbeat, crons)).toBe(text));
  test("in Chinese", () =>
    expect(firstRunText(ZH, true, ["17 * * * *"])).toBe(
      "⚙️ 任务运行器已初始化。心跳调度已登记在 HEARTBEAT.md 中。已登记备用定时计划\uff08cron `17 * * * *`\uff0cUTC\uff09。您的任务将自动执行。",
    ));
});

describe("jobSummary", () => {
  test("table, troubles, and what to do for what is blocked", () => {
    const text = jobSummary(EN, [DONE, BLOCKED], NOW, ["no answer from @octo"]);
    expect(text).toContain("## LTPM\n\n📋 Task Queue — [2 total, 0 pending, 0 running, 1 done, 1 blocked]\n\n| ID |");
    expect(text).toContain("- ⚠️ no answer from @&#8203;octo");
    expect(text).toContain('Reply "retry T-03" once ready.');
  });

  test("security 16, 17: it fits with 10,000 tasks and holds no secrets", () => {
    const tasks = Array.from({ length: 10_000 }, (_, at) => ({
      ...BLOCKED,
      id: `T-${at}`,
      blocked_reason: `hunter2 ${"x".repeat(500)}`,
    }));
    const text = jobSummary({ ...EN, hide: (said) => said.replaceAll("hunter2", "[redacted]") }, tasks, NOW);
    expect(text.length).toBeLessThanOrEqual(60_001);
    expect(text).not.toContain("hunter2");
  });
});

describe("pullRequest", () => {
  const attempt = anAttempt({ attempt: 2, strategy: "write" });

  test("what was asked, what came of it, how it was verified, and where it came from", () => {
    const task = { ...DONE, verification: "docs/a.md exists", source: { kind: "issue", issue: 5 } };
    expect(pullRequest(EN, task, attempt, "tok")).toEqual({
      title: "T-02: Write the report",
      body: [
        "### Task",
        "Write the report",
        "### Result",
        "Three pages",
        "Verified: docs/a.md exists",
        'Made by attempt 2 with the strategy "write".',
        "The task came from #5.",
        "<!-- ltpm:pull:u2:tok -->",
      ].join("\n\n"),
    });
  });

  test("a fence left open does not swallow what follows; a task closes no issue by its words", () => {
    const { body } = pullRequest(
      EN,
      { ...DONE, description: "fixes #9\n```\nfixes #8", deliverable: "~~~" },
      attempt,
      "tok",
    );
    expect(body).toContain("fixes #&#8203;9\n```\nfixes #8\n```\n\n### Result\n\n~~~\n~~~\n\n");
  });

  test("security 16: at most 60,000 characters", () => {
    const long = "@octo ".repeat(16_000);
    const { title, body } = pullRequest(EN, { ...DONE, description: long, deliverable: long }, attempt, "tok");
    expect(title.length).toBeLessThanOrEqual(256);
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(body).toContain("Made by attempt 2");
  });
});

test("security 8: no line of these texts is a command, in either language", () => {
  fc.assert(
    fc.property(hostileMarkdown, fc.constantFrom(...VOICES), (said, voice) => {
      const text = said.replace(/[`~]/g, "");
      const told = { description: text, deliverable: text, blocked_reason: text, user_action_required: text };
      const texts = [
        reportText(voice, [{ ...DONE, ...told }, { ...BLOCKED, ...told }, aTask(told)]),
        allBlockedText(voice, [{ ...BLOCKED, ...told }]),
        firstRunText(voice, true, [text]),
        jobSummary(voice, [{ ...BLOCKED, ...told }], NOW, [text]),
        pullRequest(voice, { ...DONE, ...told }, anAttempt({ strategy: text }), "tok").body,
      ];
      for (const line of texts.join("\n").split("\n"))
        expect(intake({ text: line, source: "issue_comment" }, new Set(["T-02"])).kind).toBe("none");
    }),
    { numRuns: 60 },
  );
});
