import { describe, expect, it } from "vitest";
import { tasks } from "./told.ts";

describe("lists in every form", () => {
  const rows: [text: string, expected: string[]][] = [
    ["1. Fix login\n\n2. Update docs\n\n3. Deploy", ["Fix login", "Update docs", "Deploy"]],
    ["1.Fix login\n2.Update docs", ["Fix login", "Update docs"]],
    ["1) Fix login\n2) Update docs", ["Fix login", "Update docs"]],
    ["(1) Fix login\n(2) Update docs", ["Fix login", "Update docs"]],
    ["1️⃣ fix login\n2️⃣ update docs", ["fix login", "update docs"]],
    ["a) fix login\nb) update docs", ["fix login", "update docs"]],
    ["Task 1: fix login\nTask 2: update docs", ["fix login", "update docs"]],
    ["* a\n* b", ["a", "b"]],
    ["• a\n• b", ["a", "b"]],
    ["+ a\n+ b", ["a", "b"]],
    ["- [ ] fix login\n- [x] update docs\n- [ ] deploy", ["fix login", "deploy"]],
    ["- fix login\r\n- update docs\r\n", ["fix login", "update docs"]],
    ["１．修复登录\n２．更新文档", ["修复登录", "更新文档"]],
    ["（1）修复登录\n（2）更新文档", ["修复登录", "更新文档"]],
    ["1、修复登录\n2、更新文档", ["修复登录", "更新文档"]],
    ["一、修复登录\n二、更新文档", ["修复登录", "更新文档"]],
    ["第一步：安装依赖\n第二步：运行测试", ["安装依赖", "运行测试"]],
    ["①修复登录 ②更新文档 ③部署", ["修复登录", "更新文档", "部署"]],
    ["Do the following: 1. fix login 2. update docs 3. deploy", ["fix login", "update docs", "deploy"]],
    [
      "Please do these three things: (1) fix login, (2) update docs, and (3) deploy.",
      ["fix login", "update docs", "deploy"],
    ],
    ["• Fix login • Update docs", ["Fix login", "Update docs"]],
    ["请做以下几件事：1. 修复登录；2. 更新文档；3. 部署", ["修复登录", "更新文档", "部署"]],
    ["第一，修复登录；第二，更新文档。", ["修复登录", "更新文档"]],
    ["Here are my tasks:\n\n1) Fix login\n2) Update docs\n\nThanks!", ["Fix login", "Update docs"]],
    [
      "We migrate next week.\n\n1. Bump the version\n2. Update the changelog\n\nLet me know when done.",
      ["Bump the version", "Update the changelog"],
    ],
    ["Plan for v2:\n\n## Backend\n- add auth\n\n## Frontend\n- new layout", ["add auth", "new layout"]],
    ["1. What is X?\n2. What is Y?", ["What is X?", "What is Y?"]],
    ["1. Fix the login and update docs\n2. Deploy", ["Fix the login and update docs", "Deploy"]],
  ];
  it.each(rows)("%j", (text, expected) => {
    expect(tasks(text)).toEqual(expected);
  });
});

describe("sentences that ask for several things", () => {
  const rows: [text: string, expected: string[]][] = [
    ["Fix the login bug and update the docs", ["Fix the login bug", "update the docs"]],
    ["Fix the bug, and also add a test", ["Fix the bug", "add a test"]],
    [
      "First fix the bug, then update the docs, and finally deploy to staging",
      ["fix the bug", "update the docs", "deploy to staging"],
    ],
    ["First, fix the bug. Next, write a test. Finally, open a PR.", ["fix the bug", "write a test", "open a PR"]],
    ["Delete old logs then restart the server", ["Delete old logs", "restart the server"]],
    ["fix the login; update the docs; deploy", ["fix the login", "update the docs", "deploy"]],
    ["Fix login → update docs → deploy", ["Fix login", "update docs", "deploy"]],
    ["Check the types, lint the code, and run the tests", ["Check the types", "lint the code", "run the tests"]],
    ["Buy milk, call mom, and pay rent", ["Buy milk", "call mom", "pay rent"]],
    ["Fix login and, if possible, update docs", ["Fix login", "update docs"]],
    ["write a script, then run it", ["write a script", "run it"]],
    ["When CI is green, merge the PR and tag v2.1", ["When CI is green, merge the PR", "tag v2.1"]],
    [
      "Fix the login bug\nUpdate the docs\nDeploy to staging",
      ["Fix the login bug", "Update the docs", "Deploy to staging"],
    ],
    [
      "Hey, could you please review PR 12 and also write release notes for v2.1?",
      ["review PR 12", "write release notes for v2.1"],
    ],
    ["Login is done. Next: update the docs and deploy to staging.", ["update the docs", "deploy to staging"]],
    ["Two things: fix the login and update the docs", ["fix the login", "update the docs"]],
    ["修复登录问题并更新文档", ["修复登录问题", "更新文档"]],
    ["先修复登录，然后更新文档，最后部署到测试环境", ["修复登录", "更新文档", "部署到测试环境"]],
    ["修复登录，更新文档，部署到测试环境", ["修复登录", "更新文档", "部署到测试环境"]],
    ["修复登录。更新文档。", ["修复登录", "更新文档"]],
    ["请帮我写一份周报，另外整理会议纪要", ["写一份周报", "整理会议纪要"]],
    ["修复登录 bug，还有更新 README", ["修复登录 bug", "更新 README"]],
    ["先运行测试再部署", ["运行测试", "部署"]],
    ["合并分支并发布新版本", ["合并分支", "发布新版本"]],
    ["为解析器编写测试，并给团队发邮件", ["为解析器编写测试", "给团队发邮件"]],
  ];
  it.each(rows)("%j", (text, expected) => {
    expect(tasks(text)).toEqual(expected);
  });
});

describe("one task stays one", () => {
  it.each([
    "fix the header and footer",
    "fix the header and also the footer",
    "search and replace foo with bar",
    "copy and paste the text",
    "build and test the project",
    "clean up and refactor the parser",
    "bump remark 10 and 11",
    "Update lodash to 4.17.21, express to 4.18.2 and react to 18.2",
    "Add a login page, a signup page and a settings page",
    "Create users, groups and roles tables",
    "Improve search and filter performance",
    "Update the build and release scripts",
    "Fix the lint and test errors",
    "Add a catch and finally block",
    "write a script and run it",
    "Explain how to install Docker and run the container",
    "Create an endpoint to upload and resize images",
    "Write a function that parses dates and returns ISO strings",
    "Set the timeout to 30 and the retries to 5",
    "Fix the bug, but don't touch the API",
    "Run `npm test` and report the failures",
    "Update docs/a.md, docs/b.md and docs/c.md",
    "Replace `foo; bar` with `baz, then qux`",
    'Say "first do this and then do that" in the README',
    "Add task sorting to the UI",
    "Upgrade next.js, e.g. to v14.2.1, and node.js",
    "修复登录问题和注册问题",
    "优化搜索和过滤性能",
    "支持创建、删除和修改用户",
    "写一篇关于备份、部署和监控的文章",
    "总结“先做 A，然后做 B”这句话",
    "写一个脚本下载数据并运行它",
    "升级 remark 10 和 11",
  ])("%j", (text) => {
    expect(tasks(text)).toEqual([text]);
  });
});
