import { describe, expect, it } from "vitest";
import { intake } from "../../src/intake/intake.ts";
import { KNOWN, read, tasks } from "./told.ts";

describe("the trigger rows of the source, on the command line", () => {
  const rows: [row: string, text: string, expected: string[]][] = [
    ["explicit add", "add task: fix the login bug", ["fix the login bug"]],
    ["explicit add", "Add task fix the login bug", ["fix the login bug"]],
    ["explicit add", "add task", []],
    ["explicit add", "new task", []],
    ["explicit add", "new task: write docs", ["write docs"]],
    ["explicit add", "task: fix A", ["fix A"]],
    ["explicit add", "todo: write tests", ["write tests"]],
    ["explicit add", "add a task to fix the login bug", ["fix the login bug"]],
    ["explicit add", 'add task "Fix login and update docs"', ["Fix login and update docs"]],
    ["explicit add", "Could you add a task to fix the login?", ["fix the login"]],
    ["explicit add", "add task: what time is it?", ["what time is it?"]],
    ["explicit add", "add task: google cats", ["google cats"]],
    ["explicit add", "add these tasks:\n- fix login\n- update docs", ["fix login", "update docs"]],
    ["explicit add", "add these tasks: login bug, docs, deployment", ["login bug", "docs", "deployment"]],
    ["explicit add", "add these three tasks: fix login, update docs, deploy", ["fix login", "update docs", "deploy"]],
    ["explicit add", "Add task: fix login\nAdd task: update docs", ["fix login", "update docs"]],
    ["explicit add", "add fix the login to the queue", ["fix the login"]],
    ["explicit add", "添加任务：修复登录", ["修复登录"]],
    ["explicit add", "加个任务：修复登录", ["修复登录"]],
    ["explicit add", "任务：修复登录；更新文档", ["修复登录", "更新文档"]],
    ["explicit add", "把修复登录加入队列", ["修复登录"]],
    ["delegation", "do this for me", ["do this for me"]],
    ["delegation", "do these for me: fix the login, update the docs", ["fix the login", "update the docs"]],
    ["delegation", "handle these:\n1. login\n2. docs", ["login", "docs"]],
    ["delegation", "can you do X", ["do X"]],
    ["delegation", "can you update the README?", ["update the README"]],
    ["delegation", "would you mind updating the docs?", ["updating the docs"]],
    ["delegation", "帮我写一份周报", ["写一份周报"]],
    ["delegation", "你能更新文档吗？", ["更新文档"]],
    ["delegation", "处理这些：A、B", ["A", "B"]],
    ["framing", "I need you to fix the login bug", ["fix the login bug"]],
    ["framing", "help me with the deployment", ["help me with the deployment"]],
    ["framing", "help me fix the tests", ["fix the tests"]],
    ["framing", "I need a report on Q3 sales", ["I need a report on Q3 sales"]],
    ["framing", "I want you to refactor the parser", ["refactor the parser"]],
    ["framing", "I need to look at this", ["look at this"]],
    ["framing", "我需要你修复登录问题", ["修复登录问题"]],
    ["framing", "我需要一份报告", ["我需要一份报告"]],
    ["list framing", "task list: fix login, update docs, deploy", ["fix login", "update docs", "deploy"]],
    ["list framing", "my tasks:\n- one\n- two", ["one", "two"]],
    ["list framing", "queue these: fix login; update docs", ["fix login", "update docs"]],
    ["list framing", "work on these:\n* a\n* b", ["a", "b"]],
    ["list framing", "我的任务：\n- a\n- b", ["a", "b"]],
    ["compound ask", "- fix login\n- update docs", ["fix login", "update docs"]],
    ["compound ask", "remind me in 20 min and fix the login bug", ["remind me in 20 min", "fix the login bug"]],
    ["compound ask", "google cats and then summarize the results", ["google cats", "summarize the results"]],
    ["compound ask", "google X and summarize it", ["google X and summarize it"]],
    ["one imperative", "fix the login bug", ["fix the login bug"]],
    ["one imperative", "Make sure the tests pass", ["Make sure the tests pass"]],
  ];
  it.each(rows)("%s: %j", (_row, text, expected) => {
    expect(read(text)).toMatchObject({ mode: "INTAKE", kind: "add" });
    expect(tasks(text)).toEqual(expected);
  });
});

describe("what is no task, on the command line", () => {
  it.each([
    "what time is it?",
    "what time is it and what's the weather?",
    "Can you tell me what time it is?",
    "Do you know the capital of France?",
    "How do I configure husky?",
    "should we fix the login?",
    "who can update the docs and fix the login?",
    "remind me in 20 min",
    "remind me tomorrow at 9 to call Bob",
    "set a timer for 10 minutes",
    "google best pizza",
    "can you google best pizza?",
    "search the web for cheap flights",
    "look up the capital of France",
    "现在几点？",
    "今天天气怎么样",
    "20分钟后提醒我",
    "定个10分钟的闹钟",
    "百度一下天气",
    "The login is broken.",
    "Build failed again on main",
    "Test results look good",
    "Release is out!",
    "README has a typo",
    "Thanks for the fix, works great now.",
    "LGTM",
    "Don't touch the database",
    "不要删除数据库",
    "登录页面坏了",
    "测试失败了",
    "更新了文档",
    "hello",
    "谢谢",
    "",
    "   \n ",
    "> fix the login",
    "```\nadd task: foo\n```",
    "`fix the login`",
    "Changes since yesterday:\n- fixed login\n- updated docs",
    "- [x] fix login\n- [x] update docs",
    "TASK_RUNNER_DISPATCH: check queue and run pending tasks",
    "HEARTBEAT: task-runner dispatcher check",
  ])("%j", (text) => {
    expect(read(text)).toMatchObject({ mode: "NONE", kind: "none", tasks: [], commands: [] });
  });
});

describe("who speaks", () => {
  it.each([
    ["TASK_RUNNER_DISPATCH: check queue and run pending tasks", "DISPATCHER"],
    ["HEARTBEAT: task-runner dispatcher check", "DISPATCHER"],
    ["heartbeat poll", "DISPATCHER"],
    ["reminder: stand-up in ten minutes", "NONE"],
    ["add task: fix the login", "NONE"],
    ["retry T-02", "NONE"],
  ])("the scheduler: %j is %s", (text, mode) => {
    expect(read(text, "systemEvent").mode).toBe(mode);
  });

  it.each([
    [{ authorType: "Bot" as const }, "NONE"],
    [{ author: "dependabot[bot]" }, "NONE"],
    [{ authorAssociation: "CONTRIBUTOR" }, "NONE"],
    [{ authorAssociation: "NONE" }, "NONE"],
    [{ authorAssociation: "" }, "NONE"],
    [{ authorAssociation: "OWNER" }, "INTAKE"],
    [{ authorAssociation: "member" }, "INTAKE"],
    [{ authorAssociation: "COLLABORATOR", author: "bob" }, "INTAKE"],
    [{}, "INTAKE"],
  ])("a comment by %j is %s", (who, mode) => {
    expect(intake({ text: "retry T-02", source: "issue_comment", ...who }, KNOWN).mode).toBe(mode);
  });
});
