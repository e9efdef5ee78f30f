import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyTask } from "../../src/intake/classify.ts";
import { commandIn } from "../../src/intake/command-line.ts";
import { intake, type Source } from "../../src/intake/intake.ts";
import { KNOWN } from "./told.ts";

const PIECES = [
  ..."\n|\n\n|\r\n|\t|    | and | then | also |, |; |. |? |(|)|[|]|\"|'|“|”|`|```|~~~|<!--|-->|> |# |**|- |* |1. |2. |1、|• |[ ] |[x] ".split(
    "|",
  ),
  ..."add task: |task:|my tasks:|/ltpm |@ltpm |fix the login|update the docs|test it|please |can you |first |show tasks|retry |skip |mark |done|T-01|T-99|t–2".split(
    "|",
  ),
  ..."添加任务：|修复登录|更新文档|然后|并|，|。|；|请|重试 |查看任务|里程碑|完成了|https://x.y/a,b;c|(after 1)|（依赖 1）|run: |npm test|$HOME|\0|\ud800|\udc00|\u200b|\u2028".split(
    "|",
  ),
  "|",
];
const text = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
    ),
    { maxLength: 24 },
  )
  .map((pieces) => pieces.join(""));
const source = fc.constantFrom<Source>("cli", "issue", "issue_comment", "systemEvent");

function bare(words: string): string {
  return words.replace(/\s+/g, "");
}

describe("long texts", () => {
  it("a list of 10,000 items gives 10,000 tasks", () => {
    const message = Array.from({ length: 10_000 }, (_, index) => `${index + 1}. fix bug ${index + 1}`).join("\n");
    const { tasks } = intake({ text: message, source: "cli" }, KNOWN);
    expect(tasks).toHaveLength(10_000);
    expect(tasks[9_999]?.description).toBe("fix bug 10000");
  });
  it.each(["x".repeat(1 << 20), "(".repeat(1 << 18), "`a ".repeat(1 << 17), "a word, and ".repeat(1 << 16)])(
    "one line of a megabyte is read",
    (line) => {
      expect(intake({ text: line, source: "issue_comment" }, KNOWN).kind).toBe("none");
    },
  );
});

describe("whatever the text", () => {
  it("nothing throws, and the answer is consistent", () => {
    fc.assert(
      fc.property(text, source, (words, from) => {
        const result = intake({ text: words, source: from }, KNOWN);
        expect(result.mode === "NONE").toBe(result.kind === "none");
        expect(result.commands.every(({ id }) => KNOWN.has(id))).toBe(true);
        expect(new Set(result.unknown).size).toBe(result.unknown.length);
        expect(result.unknown.some((id) => KNOWN.has(id))).toBe(false);
        expect(result.mode === "DISPATCHER" ? from : "systemEvent").toBe("systemEvent");
        commandIn(words);
        classifyTask(words);
      }),
      { numRuns: 2_000 },
    );
  });

  it("a task is made of the characters of the message, in their order, on one line", () => {
    fc.assert(
      fc.property(text, source, (words, from) => {
        const message = bare(words);
        for (const task of intake({ text: words, source: from }, KNOWN).tasks) {
          expect(task.description.trim()).not.toBe("");
          expect(task.description).not.toContain("\n");
          let at = 0;
          for (const character of bare(task.description + task.details)) {
            at = message.indexOf(character, at) + character.length;
            expect(at).toBeGreaterThanOrEqual(character.length);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("white space at the end changes nothing", () => {
    fc.assert(
      fc.property(text, source, fc.constantFrom(" ", "\n", "\r\n", "\n\n  \t"), (words, from, tail) => {
        const message = { text: words, source: from };
        expect(intake({ ...message, text: words + tail }, KNOWN)).toEqual(intake(message, KNOWN));
      }),
      { numRuns: 1_000 },
    );
  });

  it("a protected span is never cut", () => {
    const inside = fc.constantFrom(
      "a, then fix b",
      "retry T-02; update the docs",
      "first x and then add y. Done",
      "先修复，然后更新",
    );
    const wrapped = fc.oneof(
      inside.map((words) => `\`${words}\``),
      inside.map((words) => `"${words}"`),
      inside.map((words) => `“${words}”`),
      inside.map((words) => `(${words})`),
      inside.map((words) => `https://x.y/${encodeURIComponent(words)},and;then`),
    );
    fc.assert(
      fc.property(
        wrapped,
        fc.constantFrom("Fix ", "- Fix ", "1. Rename "),
        fc.constantFrom("", " in the README", " and update the docs"),
        (span, before, after) => {
          const found = intake({ text: `${before}${span}${after}`, source: "cli" }, KNOWN);
          expect(found.commands).toEqual([]);
          expect(found.tasks.filter((task) => task.description.includes(span))).toHaveLength(1);
        },
      ),
    );
  });

  it("a fenced block stays whole and with its item", () => {
    const lines = fc.array(fc.constantFrom("1. x", "- y", "retry T-02", "add task: z", "", "  fix"), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lines, fc.constantFrom("```", "~~~~", "```sh"), (code, fence) => {
        const block = [fence, ...code, fence.replace("sh", "")].join("\n");
        const found = intake({ text: `1. fix this\n${block}\n2. update the docs`, source: "cli" }, KNOWN);
        expect(found.commands).toEqual([]);
        expect(found.tasks).toEqual([
          { description: "fix this", details: block, after: [] },
          { description: "update the docs", details: "", after: [] },
        ]);
      }),
    );
  });

  it("a list of any length gives its items back", () => {
    const item = fc.constantFrom("fix login", "the docs", "修复登录", "a (see b)", "run `x; y`", "what is this?");
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 2, maxLength: 40 }),
        fc.constantFrom("dot", "dash", "han"),
        (items, style) => {
          const mark = (index: number): string =>
            style === "dot" ? `${index + 1}. ` : style === "dash" ? "- " : `${index + 1}、`;
          const message = items.map((words, index) => `${mark(index)}${words}`).join("\n");
          expect(intake({ text: message, source: "cli" }, KNOWN).tasks.map((task) => task.description)).toEqual(items);
        },
      ),
    );
  });
});
