import { describe, expect, it } from "vitest";
import type { Trigger } from "../../src/intake/intake.ts";
import { read } from "./told.ts";

describe("the categories of the source", () => {
  const rows: [text: string, expected: Trigger[]][] = [
    ["start project", ["start"]],
    ["Let's start a new project", ["start"]],
    ["new task: write docs", ["start"]],
    ["let's begin", ["start"]],
    ["what's the progress?", ["progress"]],
    ["I completed the API", ["progress"]],
    ["Done!", ["progress"]],
    ["The work is finished", ["progress"]],
    ["let's pause here", ["pause"]],
    ["let's continue this later", ["pause"]],
    ["talk to you later", ["pause"]],
    ["Let's end here", ["end"]],
    ["end", ["end"]],
    ["Good bye!", ["end"]],
    ["see you tomorrow", ["end"]],
    ["milestone: v1 released", ["milestone"]],
    ["stage done", ["milestone"]],
    ["goal achieved!", ["milestone"]],
    ["开始项目", ["start"]],
    ["新建任务", ["start"]],
    ["启动", ["start"]],
    ["进度怎么样？", ["progress"]],
    ["登录页面完成了", ["progress"]],
    ["做到了", ["progress"]],
    ["搞定了", ["progress", "milestone"]],
    ["暂停一下", ["pause"]],
    ["先这样吧，下次继续", ["pause"]],
    ["今天结束", ["end"]],
    ["再见", ["end"]],
    ["回头聊", ["end"]],
    ["先撤了", ["end"]],
    ["达到里程碑", ["milestone"]],
    ["第一阶段已经完成了", ["milestone"]],
    ["我们已经完成了 API，先这样，下次继续", ["progress", "pause"]],
    ["Finished the login page. Let's continue tomorrow.", ["progress", "pause"]],
    ["Login is done. Next: update the docs.", ["progress"]],
  ];
  it.each(rows)("%j", (text, expected) => {
    expect(read(text, "issue_comment").ltpm).toEqual(expected);
    expect(read(text, "cli").ltpm).toEqual(expected);
  });
});

describe("false alarms", () => {
  it.each([
    "the endpoint is unfinished and undone",
    "weekend plans for the backend, the friend and the append",
    "at the end of the file",
    "end-to-end tests",
    "a bypass for beginners",
    "progressive enhancement, in-progress",
    "not done yet",
    "it isn't finished",
    "hasn't been completed",
    "is it done?",
    "once it is done we talk",
    "to be done",
    "well done",
    "No progress yet",
    "don't pause",
    "I see you changed the parser",
    "not achieved",
    "Milestone not reached yet",
    "add task: add a progress bar and a pause button",
    "Rename the `done` column",
    "mark T-01 done",
    "尚未完成",
    "未完成",
    "还没搞定",
    "任务完成了吗",
    "完成后告诉我",
    "进度条坏了",
    "结束时间",
    "启动失败",
    "不要暂停",
    "没到里程碑",
    "标记 T-01 完成",
  ])("%j", (text) => {
    expect(read(text).ltpm).toEqual([]);
  });
  it("nobody without a say is heard", () => {
    expect(read("TASK_RUNNER_DISPATCH: done", "systemEvent").ltpm).toEqual([]);
  });
});
