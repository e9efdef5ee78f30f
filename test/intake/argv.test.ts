import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitArgv } from "../../src/intake/argv.ts";

describe("quotes and backslash as POSIX sh reads them", () => {
  const rows: [source: string, argv: string[]][] = [
    ["a b  c", ["a", "b", "c"]],
    ["a 'b c' d", ["a", "b c", "d"]],
    ['a "b c" d', ["a", "b c", "d"]],
    ["a b\\ c", ["a", "b c"]],
    ["a '' \"\"", ["a", "", ""]],
    ["a 'x'y\"z\"", ["a", "xyz"]],
    ["a '$b|&;<>()`*?'", ["a", "$b|&;<>()`*?"]],
    ['a "b|&;<>()*?"', ["a", "b|&;<>()*?"]],
    ['a "\\$b \\" \\\\ \\n"', ["a", '$b " \\ \\n']],
    ["a \\| \\$b", ["a", "|", "$b"]],
    ["a b=c --x=1", ["a", "b=c", "--x=1"]],
    ["a HEAD@{1} x~1 c#d", ["a", "HEAD@{1}", "x~1", "c#d"]],
    ["", []],
  ];
  it.each(rows)("%s", (source, argv) => {
    expect(splitArgv(source)).toEqual({ ok: true, argv });
  });
});

describe("what only a shell does is refused by name", () => {
  it.each([
    ["a | b", "|"],
    ["a & b", "&"],
    ["a; b", ";"],
    ["a > b", ">"],
    ["a $(b)", "$"],
    ["a $b", "$"],
    ["a `b`", "`"],
    ["a b*", "*"],
    ["a b?", "?"],
    ["a ~/b", "~"],
    ["a # b", "#"],
    ["a\nb", "line break"],
    ["a \\\nb", "line break"],
    ['a "$b"', "$"],
    ['a "`b`"', "`"],
    ["A=1 b", "A="],
    ["a 'b", "never closed"],
    ["a \\", "backslash"],
    ["a \0", "NUL"],
  ])("%j: %s", (source, name) => {
    const split = splitArgv(source);
    expect(split.ok).toBe(false);
    expect(!split.ok && split.reason).toContain(name);
  });
});

describe("properties", () => {
  it("single quotes make any text one word", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (word) => {
        fc.pre(!word.includes("\0"));
        const quoted = `'${word.replaceAll("'", "'\\''")}'`;
        expect(splitArgv(`x ${quoted}`)).toEqual({ ok: true, argv: ["x", word] });
      }),
    );
  });
  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (source) => typeof splitArgv(source).ok === "boolean"));
  });
});
