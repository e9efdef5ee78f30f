import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneLine, safeLines, say, sentence } from "../../src/messages/terminal-text.ts";
import { hostileText, UNSAFE } from "./hostile.ts";

describe("oneLine", () => {
  const ESC = "\x1b";
  test.each([
    ["plain", "Write the report", "Write the report"],
    ["line ends of every kind", "a\r\nb\rc\nd\u2028e\u2029f\x85g", "a b c d e f g"],
    ["empty lines and margins", "  a  \n\n \n\tb  ", "a b"],
    ["tabs", "a\tb", "a    b"],
    ["colours", `${ESC}[31mred${ESC}[0m`, "red"],
    ["long colours", `${ESC}[38;2;255;100;0mx${ESC}[m`, "x"],
    ["cursor and clear", `a${ESC}[2J${ESC}[1;1Hb${ESC}[?25l`, "ab"],
    ["a window title", `${ESC}]0;owned\x07ok`, "ok"],
    ["a link (OSC 8)", `${ESC}]8;;https://evil.example${ESC}\\click${ESC}]8;;${ESC}\\`, "click"],
    ["a device string", `${ESC}P1$r0m${ESC}\\x`, "x"],
    [
      "an application string, privacy message, start of string",
      `${ESC}_a${ESC}\\${ESC}^b${ESC}\\${ESC}Xc${ESC}\\x`,
      "x",
    ],
    ["8-bit forms", "\x9b31mred\x9d0;title\x9cx", "redx"],
    ["a title without its end hides nothing", `${ESC}]0;title and more`, "0;title and more"],
    ["a title does not reach over its line", `${ESC}]0;title\nnext\x07`, "0;title next"],
    ["short escapes", `${ESC}ca${ESC}(Bb${ESC}7`, "ab"],
    ["an escape in an escape", `${ESC}${ESC}[m[31mx`, "[31mx"],
    ["an escape alone", `a${ESC}`, "a"],
    ["bell, backspace, null, delete", "a\x07\x08\x00\x7fb", "ab"],
    ["bidi override", "user\u202egnp.exe", "usergnp.exe"],
    ["bidi isolates and marks", "\u2066a\u2069\u200e\u200f\u061cb", "ab"],
    ["zero width", "a\u200bb\u200cc\u200dd\u2060e\ufefff", "abcdef"],
    ["fillers and soft hyphen", "a\u3164\uffa0\u115f\u00adb", "ab"],
    ["tag characters", `a${String.fromCodePoint(0xe0041, 0xe0042)}b`, "ab"],
    ["half a character", "a\ud800b\udc00", "a\ufffdb\ufffd"],
    ["a picture keeps its selector", "⏭️ skip", "⏭️ skip"],
    ["a run of selectors does not stay", "a\ufe0f\ufe0f\ufe0e\ufe0fb", "a\ufe0fb"],
    ["Chinese", "写报告,然后测试", "写报告,然后测试"],
    ["accents and signs", "naïve — “quotes” €5 ½", "naïve — “quotes” €5 ½"],
    ["nothing", " \n ", ""],
  ])("%s", (_name, input, expected) => expect(oneLine(input)).toBe(expected));

  test("whatever comes, nothing unsafe stays, on one line, and a second pass changes nothing", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(UNSAFE);
        expect(line).not.toContain("\n");
        expect(oneLine(line)).toBe(line);
      }),
      { numRuns: 500 },
    );
  });

  test("megabytes of half-finished sequences are done at once", () => {
    // A pattern that backtracks would not come back before the test's time limit.
    for (const piece of ["\x1b[", "\x1b]", "\x1b]a", "\x1b ", "\x9b1", " \n", "\ufe0f", "1"]) {
      expect(oneLine(`\x1b[${piece.repeat(1_000_000)}`)).not.toMatch(UNSAFE);
    }
  });
});

describe("safeLines", () => {
  test.each([
    ["lines stay", "a\r\nb\n\nc", "a\nb\n\nc"],
    ["margins stay", "  a\n\tb", "  a\n    b"],
    ["progress bars become lines", "10%\r20%\r", "10%\n20%\n"],
    ["colours go", "\x1b[1mok\x1b[0m\n", "ok\n"],
  ])("%s", (_name, input, expected) => expect(safeLines(input)).toBe(expected));

  test("whatever comes, only line ends stay of the controls", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(safeLines(text).replaceAll("\n", "")).not.toMatch(UNSAFE);
      }),
    );
  });
});

describe("say", () => {
  test("makes values safe and leaves its own words alone", () => {
    expect(say`  ⏭️ ${"T-01\x1b[2J"} has ${3} of ${"a\nb"}.`).toBe("  ⏭️ T-01 has 3 of a b.");
  });
  test("cuts a value that is too long for a sentence", () => {
    const said = say`<${"x".repeat(100_000)}>`;
    expect(said.length).toBe(1_002);
    expect(said.endsWith("x…>")).toBe(true);
  });
});

test.each([
  ["Write it", ".", "Write it."],
  ["Write it.", ".", "Write it."],
  ["Does it work?", ".", "Does it work?"],
  ["写报告", "。", "写报告。"],
  ["写报告。", "。", "写报告。"],
  ["Write it.", "。", "Write it。"],
  ["Write it...", "。", "Write it..."],
  ["a\nb", ".", "a b."],
] as const)("sentence(%j, %j) = %j", (text, stop, expected) => expect(sentence(text, stop)).toBe(expected));
