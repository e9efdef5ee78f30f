import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneLine } from "../../src/messages/terminal-text.ts";
import { displayWidth, padTo, shorten } from "../../src/messages/width.ts";
import { hostileText } from "./hostile.ts";

describe("displayWidth", () => {
  test.each([
    ["", 0],
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 1],
    ["中文", 4],
    ["ひらカナ", 8],
    ["한국어", 6],
    ["\uff21\uff22\uff23", 6],
    ["\uff8a\uff9d", 2],
    ["\uff0c。", 4],
    ["——", 2],
    ["…", 1],
    ["✅", 2],
    ["🔄", 2],
    ["⏳", 2],
    ["🚫", 2],
    ["⏭️", 2],
    ["⏭", 1],
    ["🗄️", 2],
    ["⚙️", 2],
    ["🚀", 2],
    ["👍🏽", 2],
    ["🇨🇳", 2],
    ["1️⃣", 2],
    ["𠮷", 2],
    ["नि", 2],
    ["→", 1],
  ])("%j takes %i columns", (text, columns) => expect(displayWidth(text)).toBe(columns));
});

describe("shorten", () => {
  test.each([
    ["Write the report", 16, "Write the report"],
    ["Write the report", 15, "Write the repo…"],
    ["中文描述", 8, "中文描述"],
    ["中文描述", 7, "中文描…"],
    ["中文描述", 6, "中文…"],
    ["a👍🏽b", 3, "a…"],
    ["a👍🏽b", 4, "a👍🏽b"],
    ["e\u0301e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301…"],
    ["🇨🇳🇨🇳", 3, "🇨🇳…"],
    ["中 文", 4, "中…"],
    ["한국어", 5, "한국…"],
    ["\uff8a\uff9e\uff8a\uff9e", 3, "\uff8a\uff9e…"],
    ["か\u3099か\u3099", 3, "か\u3099…"],
    ["abc", 1, "…"],
  ])("%j in %i columns is %j", (text, columns, expected) => expect(shorten(text, columns)).toBe(expected));

  test("never wider than asked, a whole-character beginning of the text, and whole when it fits", () => {
    const characters = (text: string) =>
      [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].length;
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 40 }), (raw, columns) => {
        const text = oneLine(raw);
        const short = shorten(text, columns);
        expect(displayWidth(short)).toBeLessThanOrEqual(Math.max(columns, 1));
        if (displayWidth(text) <= columns) expect(short).toBe(text);
        else {
          const kept = short.slice(0, -1);
          expect(text.startsWith(kept)).toBe(true);
          expect(characters(kept) + characters(text.slice(kept.length))).toBe(characters(text));
        }
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ["中", 4, "中  "],
  ["abcd", 2, "abcd"],
])("padTo(%j, %i) = %j", (text, columns, expected) => expect(padTo(text, columns)).toBe(expected));
