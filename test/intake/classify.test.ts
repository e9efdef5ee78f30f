import { describe, expect, it } from "vitest";
import { classifyTask } from "../../src/intake/classify.ts";

describe("the type of a task", () => {
  const rows: [type: string, texts: string[]][] = [
    [
      "messaging",
      [
        "Send an email to Bob about the release",
        "Email the team the summary",
        "Notify the team on Slack",
        "Write an email to the client",
        "给团队发一封邮件",
        "通知大家发布时间",
      ],
    ],
    [
      "reminder-scheduling",
      [
        "Remind me tomorrow to submit the report",
        "Set a timer for 10 minutes",
        "Schedule a meeting with Bob on Friday",
        "Every Monday, check the dashboards",
        "提醒我明天开会",
      ],
    ],
    [
      "code-execution",
      [
        "Run the test suite",
        "run: npm test",
        "Run `npm test`",
        "Create out.txt by running `node gen.mjs`",
        "Run `a -x | b`",
        "Deploy to staging",
        "Build the docs",
        "Install the dependencies",
        "运行测试",
      ],
    ],
    [
      "file-creation",
      [
        "Write a report about Q3 sales",
        "Create docs/setup.md",
        "Create a file hello.txt with the text hello",
        "Write release notes for v2.1",
        "Add a README",
        "Write a script that sends an email",
        "translate the README to Chinese",
        "写一份周报",
        "写部署文档",
      ],
    ],
    [
      "code-change",
      [
        "Fix the bug in parser.ts",
        "Fix the email template",
        "Refactor the parser",
        "Add tests",
        "Write tests for the report module",
        "Add a login page",
        "Bump remark to 11",
        "fix: crash on start",
        "Find and fix the memory leak",
        "修复登录问题",
        "编写登录测试",
      ],
    ],
    ["review", ["Review PR 12", "Audit the dependencies", "Check the links in the README", "审查 PR 12"]],
    [
      "agent-delegation",
      [
        "Delegate the research to an agent",
        "Ask Claude to refactor the parser",
        "Have codex fix the bug",
        "让 claude 重构解析器",
      ],
    ],
    [
      "info-lookup",
      [
        "Find out why the build fails",
        "Check whether the API is up",
        "What is the capital of France?",
        "Summarize the open issues",
        "Research task queues",
        "Please could you look into the flaky test",
        "调研任务队列",
      ],
    ],
    ["unknown", ["login page", "The thing with the stuff", "Message queue design doc", "登录页面", ""]],
  ];
  for (const [type, texts] of rows) {
    it.each(texts)(`${type}: %j`, (text) => {
      expect(classifyTask(text)).toBe(type);
    });
  }
});
