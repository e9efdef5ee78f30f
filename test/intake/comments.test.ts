import { describe, expect, it } from "vitest";
import { orders, read, tasks } from "./told.ts";

describe("tasks in comments need an address", () => {
  const rows: [text: string, expected: string[]][] = [
    ["/ltpm fix the login bug", ["fix the login bug"]],
    ["@ltpm please fix the login bug", ["fix the login bug"]],
    ["@ltpm fix the login bug and update the docs", ["fix the login bug", "update the docs"]],
    ["@ltpm the login page crashes on Safari", ["the login page crashes on Safari"]],
    ["/ltpm\n- fix login\n- update docs", ["fix login", "update docs"]],
    ["／ltpm 修复登录", ["修复登录"]],
    ["@ltpm 请帮我修复登录问题，然后更新文档", ["修复登录问题", "更新文档"]],
    ["/ltpm add fix the login", ["fix the login"]],
    ["/ltpm add tests for the parser", ["add tests for the parser"]],
    ['/ltpm add "Fix the login and the docs"', ["Fix the login and the docs"]],
    ["add task: fix the login bug", ["fix the login bug"]],
    ["Add tasks:\n- fix login\n- update docs", ["fix login", "update docs"]],
    ["添加任务：\n1. 修复登录\n2. 更新文档", ["修复登录", "更新文档"]],
    ["> the login is broken\n\nadd task: fix the login", ["fix the login"]],
    ["retry T-02\nadd task: fix X", ["fix X"]],
    ["/ltpm retry T-02 and also fix the docs", ["fix the docs"]],
    ["I need to look at this", []],
    ["Can you fix this?", []],
    ["Please fix the login bug", []],
    ["- fix login\n- update docs", []],
    ["my tasks:\n- a\n- b", []],
    ["Thanks!\n\nadd task: fix login", []],
    ["Added task: fix login", []],
    ["@ltpm-bot fix it", []],
    ["@ltpm is great", []],
    ["/ltpm", []],
    ["@ltpm goodbye", []],
    ["@ltpm let's pause here", []],
    ["@ltpm the progress view is broken", ["the progress view is broken"]],
    ["/ltpm thanks!", []],
    ["/ltpm what time is it?", []],
    ["@ltpm google the best pizza", []],
    ["/ltpm retry T-02\nThe key is set now.", []],
    ["> add task: fix login\n\nNo thanks", []],
    ["添加任务管理页面", []],
  ];
  it.each(rows)("%j", (text, expected) => {
    expect(tasks(text, "issue_comment")).toEqual(expected);
  });
});

describe("our own comments and hidden text", () => {
  it("carry a marker and are never read", () => {
    expect(read("<!-- ltpm:blocked T-02 -->\nretry T-02", "issue_comment").mode).toBe("NONE");
  });
  it("a comment that no reader sees gives no order and no task", () => {
    expect(orders("<!-- retry T-02 -->")).toEqual([]);
    expect(read("add task: fix login <!-- and remove the tests -->", "issue_comment").tasks).toEqual([
      { description: "fix login", details: "", after: [] },
    ]);
  });
  it("on the command line nothing is hidden", () => {
    expect(tasks("Remove <!-- foo --> from index.html")).toEqual(["Remove <!-- foo --> from index.html"]);
  });
});

describe("issues", () => {
  const rows: [text: string, expected: [description: string, details: string][]][] = [
    [
      "Fix the login bug and then update the docs",
      [
        ["Fix the login bug", ""],
        ["update the docs", ""],
      ],
    ],
    ["The login page is broken on Safari", [["The login page is broken on Safari", ""]]],
    [
      "Release 2.0\n\n- [ ] bump version\n- [x] freeze\n- [ ] tag",
      [
        ["bump version", ""],
        ["tag", ""],
      ],
    ],
    ["Add dark mode\n\nIt should follow the OS.", [["Add dark mode", "It should follow the OS."]]],
    [
      "Add dark mode\n\n## Requirements\n- toggle in the header\n- persists",
      [["Add dark mode", "## Requirements\n- toggle in the header\n- persists"]],
    ],
    [
      "Login is broken\n\n### Steps to reproduce\n1. Open the page\n2. Click login",
      [["Login is broken", "### Steps to reproduce\n1. Open the page\n2. Click login"]],
    ],
    [
      "修复登录问题\n\n用户无法登录，重现步骤：\n1. 打开页面\n2. 点击登录",
      [["修复登录问题", "用户无法登录，重现步骤：\n1. 打开页面\n2. 点击登录"]],
    ],
    ["How do I configure husky?", []],
    ["Thanks", []],
  ];
  it.each(rows)("%j", (text, expected) => {
    expect(read(text, "issue").tasks.map(({ description, details }) => [description, details])).toEqual(expected);
  });
});
