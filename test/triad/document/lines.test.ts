import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits, insertLines, removeLines, replaceLines, withoutNested } from "../../../src/triad/document/edit.ts";
import { splitLines } from "../../../src/triad/document/lines.ts";
import { markdown } from "../markdown.ts";

const opened = (text: string) => ({ text, lines: splitLines(text) });
const all = (text: string) => {
  const lines = splitLines(text);
  return Array.from({ length: lines.count }, (_, line) => [lines.text(line), lines.ending(line)]);
};

describe("splitLines", () => {
  test.each<[string, [string, string][]]>([
    ["", []],
    ["\ufeff", []],
    ["a", [["a", ""]]],
    ["\n", [["", "\n"]]],
    [
      "a\r\nb\rc\nd",
      [
        ["a", "\r\n"],
        ["b", "\r"],
        ["c", "\n"],
        ["d", ""],
      ],
    ],
    [
      "\ufeffa\n\r\n",
      [
        ["a", "\n"],
        ["", "\r\n"],
      ],
    ],
    [
      "\r\r\n",
      [
        ["", "\r"],
        ["", "\r\n"],
      ],
    ],
  ])("%j", (text, expected) => {
    expect(all(text)).toEqual(expected);
  });

  test("lines and endings are the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\r", "\n", "\u2028", "\ufeff") }), (text) => {
        const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
        expect(mark + all(text).flat().join("")).toBe(text);
        const lines = splitLines(text);
        for (let line = 0; line < lines.count; line++) expect(lines.at(lines.start(line))).toBe(line);
      }),
    );
  });

  test.each([
    ["a\nb\r\nc\r\n", "\r\n"],
    ["a\nb\r\n", "\n"],
    ["a\rb", "\r"],
    ["a", "\n"],
  ])("the usual ending of %j", (text, usual) => expect(splitLines(text).usual).toBe(usual));
});

describe("insertLines", () => {
  test.each([
    ["", 0, "x\n"],
    ["\ufeffa\n", 0, "\ufeffx\na\n"],
    ["a\r\nb\r\n", 1, "a\r\nx\r\nb\r\n"],
    ["a\r\nb", 2, "a\r\nb\r\nx"],
    ["a", 1, "a\nx"],
    ["a\nb\r\nc", 2, "a\nb\r\nx\r\nc"],
    ["a\n", 1, "a\nx\n"],
  ])("into %j before line %i", (text, at, expected) => {
    const document = opened(text);
    expect(applyEdits(text, [insertLines(document, at, ["x"])])).toBe(expected);
  });

  test("two at one place keep their order, also at an unfinished end", () => {
    const document = opened("a");
    const edits = [insertLines(document, 1, ["x"]), insertLines(document, 1, ["y", "z"])];
    expect(applyEdits("a", edits)).toBe("a\nx\ny\nz");
  });
});

describe("removeLines and replaceLines", () => {
  test.each([
    ["a\r\nb\nc", 1, 1, "a\r\nc"],
    ["a\nb", 1, 1, "a"],
    ["a\nb\n", 1, 1, "a\n"],
    ["a", 0, 0, ""],
    ["a\nb\nc\n", 0, 1, "c\n"],
  ])("from %j the lines %i to %i", (text, first, last, expected) => {
    expect(applyEdits(text, [removeLines(opened(text), first, last)])).toBe(expected);
  });

  test("a replaced line keeps its ending", () => {
    expect(applyEdits("a\r\nb\r\nc", [replaceLines(opened("a\r\nb\r\nc"), 1, 2, ["x"])])).toBe("a\r\nx");
  });

  test("what was inserted can be taken out again", () => {
    fc.assert(
      fc.property(markdown, fc.nat(60), (text, where) => {
        const document = opened(text);
        const at = where % (document.lines.count + 1);
        const longer = opened(applyEdits(text, [insertLines(document, at, ["one", "two"])]));
        const back = applyEdits(longer.text, [removeLines(longer, at, at + 1)]);
        // An empty document has no last line to be finished or not.
        expect(back).toBe(text);
      }),
    );
  });
});

test("overlapping edits are refused, but what is taken out twice is taken out once", () => {
  const overlapping = (text: string) => [
    { start: 0, end: 2, text: "" },
    { start: 1, end: 3, text },
  ];
  expect(() => applyEdits("abcd", overlapping("x"))).toThrow(RangeError);
  expect(applyEdits("abcd", overlapping(""))).toBe("d");
});

test("what is nested in something that is taken out goes with it", () => {
  const removal = { start: 2, end: 6, text: "" };
  const edits = [
    { start: 6, end: 6, text: "n" },
    { start: 3, end: 4, text: "x" },
    removal,
    { start: 2, end: 2, text: "m" },
  ];
  expect(applyEdits("abcdefg", withoutNested(edits))).toBe("abmng");
});
