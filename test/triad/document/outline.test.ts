import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../src/triad/document/edit.ts";
import { openDocument } from "../../../src/triad/document/open.ts";
import { DOCUMENTS, parser, sample } from "../documents.ts";
import { markdown } from "../markdown.ts";

const open = (text: string) => openDocument(text, parser);
const headings = (text: string) =>
  open(text)
    .outline()
    .headings.map(({ level, style, title, line }) => `${line + 1} ${style} ${level} ${title}`);
const boxes = (text: string) =>
  open(text)
    .outline()
    .items.filter(({ box }) => box !== null)
    .map(({ box, text: words, line }) => `${line + 1} ${box?.state} ${words}`);

describe("headings", () => {
  test.each<[string, string, string[]]>([
    ["a fence", "```\n# no\n```\n# yes\n", ["4 atx 1 yes"]],
    ["an unclosed fence", "# a\n~~~\n# no\n", ["1 atx 1 a"]],
    ["a comment over several lines", "<!--\n\n# no\n\n-->\n\n# yes", ["7 atx 1 yes"]],
    ["front matter", "---\n# no\n---\n# yes", ["4 atx 1 yes"]],
    ["front matter behind a mark", "\ufeff---\n# no\n---\n# yes", ["4 atx 1 yes"]],
    ["TOML front matter", "+++\n# no\n+++\n# yes", ["4 atx 1 yes"]],
    ["quotations and lists", "> # no\n\n- # no\n\n# yes", ["5 atx 1 yes"]],
    ["no space", "#no\n\n# yes", ["3 atx 1 yes"]],
    ["closing marks", "# a #\n## b ##  \n### c#\n#\n", ["1 atx 1 a", "2 atx 2 b", "3 atx 3 c#", "4 atx 1 "]],
    ["setext", "a\nb\n===\n\nc\n-\n", ["1 setext 1 a b", "5 setext 2 c"]],
    ["CRLF", "a\r\n===\r\n\r\n## b\r\n", ["1 setext 1 a", "4 atx 2 b"]],
    ["a comment in the title", "## a <!-- x --> b", ["1 atx 2 a b"]],
  ])("%s", (_, text, expected) => expect(headings(text)).toEqual(expected));

  test("sections span what stands below them", () => {
    const { sections } = open("intro\n# a\n## b\ntext\n### c\n## d\n# e\n").outline();
    const spans = sections.map(({ heading, body, ownEnd, end, parent }) => [
      heading?.title ?? "",
      body,
      ownEnd,
      end,
      parent,
    ]);
    expect(spans).toEqual([
      ["", 0, 1, 1, null],
      ["a", 2, 2, 6, null],
      ["b", 3, 4, 5, 1],
      ["c", 5, 5, 5, 2],
      ["d", 6, 6, 6, 1],
      ["e", 7, 7, 7, null],
    ]);
  });
});

describe("boxes", () => {
  test.each<[string, string, string[]]>([
    [
      "every mark",
      "- [ ] a\n- [x] b\n- [X] c\n- [✓] d\n- [-] e\n",
      "1 open a|2 done b|3 done c|4 done d|5 unclear e".split("|"),
    ],
    ["no boxes", "- [] a\n- [y] b\n- [x]c\n- x [ ] d\n- [link](u)\n", []],
    ["other lists", "1. [ ] a\n2) [x] b\n\n* [ ] c\n+ [ ] d", ["1 open a", "2 done b", "4 open c", "5 open d"]],
    ["nested", "- a\n  - [ ] b\n    1. [x] c", ["2 open b", "3 done c"]],
    ["fences and comments", "```\n- [ ] a\n```\n<!--\n- [ ] b\n-->\n- [ ] c <!-- [ ] -->", ["7 open c"]],
    ["a fence in an item", "- [ ] a\n  ```\n  - [ ] b\n  ```\n", ["1 open a"]],
    ["lines of one item", "- [ ] a\n  b\nc\n\n  d", ["1 open a b c"]],
    ["no words", "- [ ]\n- [x]", ["1 open ", "2 done "]],
    ["tables", "| a |\n|---|\n| - [ ] b |", []],
  ])("%s", (_, text, expected) => expect(boxes(text)).toEqual(expected));

  test("the place of a box is the place of its mark", () => {
    for (const { name, text } of DOCUMENTS) {
      for (const { box } of open(text).outline().items) if (box !== null) expect(text[box.at], name).toBe(box.mark);
    }
  });
});

test("fences, comments, HTML and front matter are no text", () => {
  const { visible } = open(sample("badges-PROGRESS.md")).outline();
  const shown = [...visible].flatMap((flag, line) => (flag === 1 ? [line + 1] : []));
  const lines = sample("badges-PROGRESS.md").split("\n");
  expect(shown.map((line) => lines[line - 1])).toEqual(
    lines.filter((line) => /^(!\[|> |## (Activity|Changelog)|- 0|### January|- \[Old|- a second)/.test(line)),
  );
});

describe("pieces", () => {
  const whole = (text: string, piece: number) => openDocument(text, parser, piece).outline();

  test("the corpus parses the same in pieces as whole", () => {
    for (const { name, text } of DOCUMENTS) expect(whole(text, 1), name).toEqual(whole(text, Number.MAX_SAFE_INTEGER));
  });

  test("so does generated Markdown", () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(whole(text, 1)).toEqual(whole(text, Number.MAX_SAFE_INTEGER));
      }),
      { numRuns: 600 },
    );
  });
});

test("a document without edits stays as it is", () => {
  fc.assert(fc.property(markdown, (text) => applyEdits(text, []) === text && open(text).text === text));
});

test("very deep nesting is read without harm", () => {
  expect(() => open(`${"> ".repeat(2_000)}text\n\n# after\n`).outline()).not.toThrow();
});
