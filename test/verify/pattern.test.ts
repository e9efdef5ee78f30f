import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePattern, MAX_PATTERN, MAX_SEARCHED } from "../../src/verify/pattern.ts";

function matches(pattern: string, text: string, flags = ""): boolean {
  const compiled = compilePattern(pattern, flags);
  if (compiled.kind === "wrong") throw new Error(compiled.problem);
  return compiled.pattern.test(text);
}

function problem(pattern: string, flags = ""): string {
  const compiled = compilePattern(pattern, flags);
  return compiled.kind === "wrong" ? compiled.problem : "fine";
}

describe("patterns of users", () => {
  test.each([
    ["hello", "", "say hello", true],
    ["hello", "", "say Hello", false],
    ["hello", "i", "say HELLO", true],
    ["^b", "", "a\nb", false],
    ["^b$", "m", "a\nb\nc", true],
    ["a.c", "", "a\nc", false],
    ["a.c", "s", "a\nc", true],
    ["colou?r", "", "the color", true],
    ["\\bcat\\b", "", "concatenate", false],
    ["\\Bcat\\B", "", "concatenate", true],
    ["\\d{4}-\\d{2}-\\d{2}", "", "on 2026-11-21.", true],
    ["^\\d{2,3}$", "", "1234", false],
    ["[^a-c]+z", "", "dddz", true],
    ["(?:foo|bar)baz", "", "barbaz", true],
    ["(?<name>x)y", "", "xy", true],
    ["任务.{2}完成", "", "任务已经完成", true],
    ["^.$", "", "😀", true],
    ["\\p{L}+\\u0021", "u", "é!", true],
    ["a{,3}", "", "a{,3}", true],
    ["", "", "", "is empty"],
    ["x*?", "", "", true],
    ["\\$\\{name\\}!", "", `\${name}!`, true],
  ])("/%s/%s on %j", (pattern, flags, text, expected) => {
    expect(expected === "is empty" ? problem(pattern) : matches(pattern, text, flags)).toBe(expected);
  });

  test.each([
    ["(a+)+", "", /repeats a group that itself repeats/],
    ["(?:x*y)*", "", /repeats a group that itself repeats/],
    ["(a{2,})*", "", /repeats a group that itself repeats/],
    ["(?=x)", "", /looks ahead or behind/],
    ["(?<!x)y", "", /looks ahead or behind/],
    ["(a)\\1", "", /refers back/],
    ["(a", "", /no regular expression/],
    ["[z-a]", "", /no regular expression/],
    ["a{999}b{999}", "", /repeats too often/],
    ["a", "g", /flags other than i, m, s and u/],
    ["a", "ii", /flags other than/],
    ["a".repeat(MAX_PATTERN + 1), "", /longer than 200/],
  ])("/%s/%s is refused", (pattern, flags, words) => {
    expect(problem(pattern, flags)).toMatch(words);
  });

  test("what makes JavaScript's own matcher hang is one walk here", () => {
    const text = `${"a".repeat(200_000)}!`;
    for (const pattern of ["(a|a)*b", "(?:a|ab|aa)*c", "a*a*a*a*b", "(.|\\s)*x"]) {
      expect([pattern, matches(pattern, text)]).toEqual([pattern, false]);
    }
  });

  test("text behind the limit is not looked at", () => {
    expect(matches("x", `${" ".repeat(MAX_SEARCHED)}x`)).toBe(false);
    expect(matches("x", `${" ".repeat(MAX_SEARCHED - 1)}x`)).toBe(true);
  });

  const atom = fc.constantFrom(
    "a",
    "b",
    "c",
    ".",
    "[ab]",
    "[^a]",
    "\\w",
    "\\s",
    "(?:ab|c)",
    "(a|bc)",
    "^",
    "$",
    "\\b",
    "\n",
  );
  const piece = fc.tuple(atom, fc.constantFrom("", "", "*", "+", "?", "{2}", "{1,2}", "*?")).map(([one, times]) => {
    const fixed = one === "^" || one === "$" || one === "\\b";
    return fixed ? one : one + times;
  });
  const pattern = fc
    .array(
      fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("")),
      { minLength: 1, maxLength: 3 },
    )
    .map((branches) => branches.join("|"));

  test("they agree with JavaScript's own matcher", () => {
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom("a", "b", "c", "\n", " ", "A"), maxLength: 12 }),
        fc.constantFrom("", "i", "m", "s", "im"),
        (source, text, flags) => {
          expect([source, text, flags, matches(source, text, flags)]).toEqual([
            source,
            text,
            flags,
            new RegExp(source, flags).test(text),
          ]);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
