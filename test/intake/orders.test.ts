import { describe, expect, it } from "vitest";
import { intake } from "../../src/intake/intake.ts";
import { KNOWN, orders, read } from "./told.ts";

describe("orders at the start of a line", () => {
  const rows: [text: string, expected: string[]][] = [
    ["retry T-02", ["retry T-02"]],
    ["skip T-03", ["skip T-03"]],
    ["cancel T-04", ["cancel T-04"]],
    ["mark T-01 done", ["done T-01"]],
    ["mark T-01 and T-02 as done", ["done T-01", "done T-02"]],
    ["mark done T-01", ["done T-01"]],
    ["done T-01", ["done T-01"]],
    ["/retry T-02", ["retry T-02"]],
    ["/ltpm retry T-02", ["retry T-02"]],
    ["@ltpm: retry T-02 and skip T-03", ["retry T-02", "skip T-03"]],
    ["RETRY t-2!", ["retry T-02"]],
    ["retry T-02, T-03 and T-5", ["retry T-02", "retry T-03", "retry T-05"]],
    ["retry T-02/T-03 & T-04 T-05", ["retry T-02", "retry T-03", "retry T-04", "retry T-05"]],
    ["skip T-02 to T-04", ["skip T-02", "skip T-03", "skip T-04"]],
    ["retry T–2", ["retry T-02"]],
    ["retry T−02", ["retry T-02"]],
    ["retry ｔ－０２", ["retry T-02"]],
    ["retry T-002", ["retry T-02"]],
    ["retry `T-02`", ["retry T-02"]],
    ["retry **T-02**", ["retry T-02"]],
    ["**retry T-02**", ["retry T-02"]],
    ["Please retry T-02, thanks!", ["retry T-02"]],
    ["Retry T-02 🙏", ["retry T-02"]],
    ["retry T-02 because the key is set. Skip T-03.", ["retry T-02", "skip T-03"]],
    ["retry T-02 — the token is fixed", ["retry T-02"]],
    ["retry T-02 (token fixed)", ["retry T-02"]],
    ["retry T-02 I fixed the secret", ["retry T-02"]],
    ["Retry T-02 when you get a chance", ["retry T-02"]],
    ["The key is set now.\nretry T-02", ["retry T-02"]],
    ["> please retry T-02\n\nretry T-03", ["retry T-03"]],
    ["- retry T-02\n- skip T-03", ["retry T-02", "skip T-03"]],
    ["retry T-02\nskip T-03\ncancel T-04\nmark T-01 done", ["retry T-02", "skip T-03", "cancel T-04", "done T-01"]],
    ["retry T-02, not T-03", ["retry T-02"]],
    ["retry T-02\nretry T-02", ["retry T-02"]],
    ["重试 T-02", ["retry T-02"]],
    ["重试Ｔ－０２，Ｔ－０３", ["retry T-02", "retry T-03"]],
    ["重试 T-02，跳过 T-03", ["retry T-02", "skip T-03"]],
    ["取消 T-04，不需要了", ["cancel T-04"]],
    ["取消任务 T-04 吧", ["cancel T-04"]],
    ["完成 T-01，谢谢", ["done T-01"]],
    ["标记 T-01 为已完成", ["done T-01"]],
    ["把T-02重试一下", ["retry T-02"]],
    ["将 T-02 和 T-03 标记为完成", ["done T-02", "done T-03"]],
    ["@ltpm 重试 T-02", ["retry T-02"]],
  ];
  it.each(rows)("%j", (text, expected) => {
    expect(orders(text)).toEqual(expected);
    expect(orders(text, "cli")).toEqual(expected);
  });
});

describe("no orders", () => {
  it.each([
    "don't retry T-02",
    "Please do not cancel T-04",
    "never retry T-02",
    "不要重试 T-02",
    "请不要取消 T-04",
    "should we retry T-02?",
    "retry T-02?",
    "Skip T-03? Sure.",
    "重试 T-02 吗？",
    "重试 T-02 可以吗？",
    "I will retry T-02 tomorrow",
    "The command is retry T-02",
    "To retry, write `retry T-02`.",
    "retry T-02 was a mistake",
    "Retry T-02 did not help",
    "retry T-02 should work now",
    "重试 T-02 失败了",
    "T-02 重试失败了",
    "完成了 T-01",
    "T-01 is done",
    "Done with T-01",
    "Retry T-02 if it fails again",
    "retry T-02 once CI is green",
    "Cancel T-04 or T-05",
    "> retry T-02",
    "```\nretry T-02\n```",
    "    retry T-02",
    "`retry T-02`",
    '"retry T-02"',
    "“重试 T-02”",
    "I think we should\nretry T-02",
    "You can reply with:\nretry T-02",
    "Do not do this:\n- retry T-02",
    "- [ ] retry T-02",
    "1. Fix the login\n   retry T-02",
    "retry T-02-foo",
    "retry T-02's upload",
    "retry T-9999999999",
    "mark T-01 as skipped",
    "retry T-04 to T-02",
    "retry",
    "retry all",
  ])("%j", (text) => {
    expect(orders(text)).toEqual([]);
    expect(read(text, "issue_comment").unknown).toEqual([]);
  });

  it("and what looks like one is never taken for a task either", () => {
    expect(read("retry T-02 was a mistake").tasks).toEqual([]);
    expect(read("重试 T-02 失败了").tasks).toEqual([]);
  });
});

describe("unknown labels", () => {
  it("are listed once and stop nothing", () => {
    const result = read("retry T-99, T-02 and T-98\nskip T-99", "issue_comment");
    expect(result).toMatchObject({ mode: "INTAKE", kind: "control", unknown: ["T-99", "T-98"] });
    expect(result.commands).toEqual([{ op: "retry", id: "T-02" }]);
  });
  it("alone still are an order", () => {
    expect(read("retry T-77")).toMatchObject({ mode: "INTAKE", kind: "control", commands: [], unknown: ["T-77"] });
  });
  it("depend on what is known", () => {
    expect(intake({ text: "retry T-100", source: "cli" }, new Set(["T-100"])).commands).toEqual([
      { op: "retry", id: "T-100" },
    ]);
    expect(KNOWN.has("T-100")).toBe(false);
  });
});

describe("orders beside other things", () => {
  it.each([
    ["retry T-02 and fix the docs", "cli", "mixed", ["fix the docs"], ["retry T-02"]],
    ["1. retry T-02\n2. fix the docs", "cli", "mixed", ["fix the docs"], ["retry T-02"]],
    ["retry T-02 and update the docs", "issue_comment", "control", [], ["retry T-02"]],
    ["skip T-03 and show tasks", "issue_comment", "mixed", [], ["skip T-03"]],
    ["show tasks and retry T-02", "cli", "mixed", [], ["retry T-02"]],
  ] as const)("%j from %s", (text, source, kind, tasks, commands) => {
    const result = read(text, source);
    expect(result.kind).toBe(kind);
    expect(result.tasks.map((task) => task.description)).toEqual(tasks);
    expect(result.commands.map(({ op, id }) => `${op} ${id}`)).toEqual(commands);
  });
});

describe("status checks", () => {
  it.each([
    "show tasks",
    "Show me the tasks",
    "task status",
    "task status please",
    "what's in the queue",
    "What is in the queue?",
    "what are my pending tasks",
    "how many tasks are left?",
    "any blocked tasks?",
    "show me what's running",
    "status",
    "tasks",
    "/ltpm show tasks",
    "@ltpm 任务状态",
    "what's the status of T-02?",
    "查看任务",
    "任务状态",
    "队列里有什么？",
    "我有哪些任务？",
    "还有哪些任务没完成？",
  ])("%j", (text) => {
    expect(read(text, "issue_comment")).toMatchObject({ mode: "INTAKE", kind: "status", tasks: [], commands: [] });
    expect(read(text, "cli").kind).toBe("status");
  });
  it.each(["show tasks in the sidebar", "> show tasks", "`show tasks`", "don't show tasks", "We show tasks there."])(
    "is none: %j",
    (text) => {
      expect(read(text, "issue_comment").kind).toBe("none");
    },
  );
});
