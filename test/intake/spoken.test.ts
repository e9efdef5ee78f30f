import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { intake, type SpokenWord } from "../../src/intake/intake.ts";
import { onlyAsks, spokenWords, tonguesOf } from "../../src/intake/spoken.ts";
import { KNOWN } from "./told.ts";

/** What a message on the command line is recorded as: `milestone parser done`. */
function spoken(text: string): string[] {
  const { ltpm } = intake({ text, source: "cli" }, KNOWN);
  return spokenWords(text, ltpm, "m1", "cli").map((word) => `${word.kind} ${word.text}`);
}

describe("what a message is recorded as", () => {
  const rows: [text: string, ...recorded: string[]][] = [
    ["milestone: parser done", "milestone parser done"],
    ["Milestone: Parser DONE, docs written", "milestone Parser DONE, docs written"],
    ["里程碑：解析器完成", "milestone 解析器完成"],
    ["达到里程碑：解析器完成。", "milestone 解析器完成。"],
    ["里程碑达成：v1.0 发布", "milestone v1.0 发布"],
    ["milestone reached: v1.0 is out", "milestone v1.0 is out"],
    ["We hit a milestone - the parser works", "milestone the parser works"],
    ["Milestone 2 is done", "milestone Milestone 2 is done"],
    ["Stage 1 is complete.", "milestone Stage 1 is complete."],
    ["goal achieved!", "milestone goal achieved!"],
    ["第一阶段已经完成了", "milestone 第一阶段已经完成了"],
    ["Milestone! The parser is done.", "milestone The parser is done."],
    ["搞定了", "milestone 搞定了"],
    ["解析器搞定了", "milestone 解析器搞定了"],
    ["Milestone: A works. Milestone: B works.", "milestone A works.", "milestone B works."],
    ["/ltpm milestone: parser done", "milestone parser done"],
    ["milestone: the `milestone: x` syntax", "milestone the `milestone: x` syntax"],
    ['milestone: the "done" button works', 'milestone the "done" button works'],
    ["milestone: parser done, see you tomorrow", "milestone parser done", "checkpoint see you tomorrow"],
    ["milestone: parser done. Bye!", "milestone parser done.", "checkpoint Bye!"],
    ["I completed the API", "checkpoint I completed the API"],
    ["Done!", "checkpoint Done!"],
    ["进度：API 已完成", "checkpoint 进度：API 已完成"],
    ["Tests are green now. Bye!", "checkpoint Tests are green now. Bye!"],
    ["我们已经完成了 API，先这样，下次继续", "checkpoint 我们已经完成了 API，先这样，下次继续"],
    ["let's pause here", "checkpoint let's pause here"],
    ["再见", "checkpoint 再见"],
    ["Finished the parser. Is the CLI done?", "checkpoint Finished the parser."],
    ["/checkpoint parser works", "checkpoint parser works"],
    ["/mark_milestone parser done", "milestone parser done"],
    ["/mark-milestone 解析器完成", "milestone 解析器完成"],
    ["/ltpm checkpoint parser works", "checkpoint parser works"],
    ["/checkpoint", "checkpoint checkpoint"],
    ["/checkpoint fix the parser and update the docs", "checkpoint fix the parser and update the docs"],
    ["/checkpoint parser works\nadd task: write docs", "checkpoint parser works"],
  ];
  it.each(rows)("%j", (text, ...recorded) => {
    expect(spoken(text)).toEqual(recorded);
  });
});

describe("nothing is recorded of", () => {
  it.each([
    "start project",
    "let's begin",
    "开始项目",
    "what's the progress?",
    "How is the progress",
    "show me the progress",
    "进度怎么样？",
    "查看进度",
    "完成了吗",
    "Is the milestone reached?",
    "add task: finish the milestone page",
    "add task: write the goodbye mail",
    "- fix the progress\n- write the milestone page",
    "mark T-01 done",
    "> milestone: parser done",
    "```\nmilestone: parser done\n```",
    "`milestone: x` is how you write it",
    "尚未完成",
    "the endpoint is undone",
  ])("%j", (text) => {
    expect(spoken(text)).toEqual([]);
  });
});

test("a question is known as one, so that it can be answered", () => {
  expect(onlyAsks("what's the progress?", "cli")).toBe(true);
  expect(onlyAsks("the parser is done", "cli")).toBe(false);
  expect(onlyAsks("hello", "cli")).toBe(false);
});

test("a long message is recorded by the sentences that speak of it", () => {
  const talk = "The weather is fine and we talk about it at some length. ".repeat(8);
  expect(spoken(`${talk}The parser is done. ${talk}`)).toEqual(["checkpoint The parser is done."]);
});

test("the same message has the same ids, and each record one of its own", () => {
  const words = (id: string) => spokenWords("Milestone: A. Milestone: B. Bye.", ["milestone", "end"], id);
  expect(words("c7").map(({ id }) => id)).toEqual(["c7.milestone", "c7.milestone-2", "c7.checkpoint"]);
  expect(words("c7")).toEqual(words("c7"));
});

test("only the categories count that intake gave", () => {
  expect(spokenWords("Milestone: A. Bye.", [], "x")).toEqual([]);
  expect(spokenWords("Milestone: A. Bye.", ["end"], "x").map(({ kind }) => kind)).toEqual(["checkpoint"]);
});

describe("languages", () => {
  const rows: [enabled: boolean, languages: ("en" | "zh-CN")[], en: string[], zh: string[]][] = [
    [true, ["en", "zh-CN"], ["milestone"], ["milestone"]],
    [true, ["en"], ["milestone"], []],
    [true, ["zh-CN"], [], ["milestone"]],
    [true, [], [], []],
    [false, ["en", "zh-CN"], [], []],
  ];
  it.each(rows)("enabled %j, languages %j", (enabled, languages, en, zh) => {
    const heard = (text: string) => intake({ text, source: "cli" }, KNOWN, tonguesOf({ enabled, languages })).ltpm;
    expect(heard("milestone: v1")).toEqual(en);
    expect(heard("里程碑：第一版")).toEqual(zh);
  });
});

test("what is recorded is made of the message's own characters, and nothing throws", () => {
  const piece = fc.constantFrom(
    "milestone: ",
    "里程碑：",
    "done",
    "搞定了",
    " bye",
    ". ",
    "\n",
    "?",
    ", ",
    "`x`",
    "- ",
    "/ltpm ",
    "A",
    "好",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 14 }), (parts) => {
      const text = parts.join("");
      const { ltpm } = intake({ text, source: "cli" }, KNOWN);
      const words: SpokenWord[] = spokenWords(text, ltpm, "p", "cli");
      const bare = (part: string) => part.replace(/\s+/g, "");
      for (const word of words) for (const part of word.text.split(" ")) expect(bare(text)).toContain(bare(part));
      if (ltpm.every((category) => category === "start")) expect(words).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("a megabyte of talk is read in linear time", () => {
  const time = (text: string) => {
    const start = performance.now();
    spokenWords(text, ["progress", "milestone"], "l");
    return performance.now() - start;
  };
  const text = "the parser is done, and milestone: it works. ".repeat(4_000);
  time(text);
  expect(time(text + text)).toBeLessThan(8 * time(text) + 400);
});
