import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinArgv, splitArgv } from "../../src/verify/argv.ts";

describe("command lines without a shell", () => {
  test.each([
    ["npm test", ["npm", "test"]],
    ["  git   commit -m 'two words'  ", ["git", "commit", "-m", "two words"]],
    ['echo "a \\"b\\" \\\\ \\$x"', ["echo", 'a "b" \\ $x']],
    ["echo a\\ b", ["echo", "a b"]],
    ["echo ''", ["echo", ""]],
    ["echo a'b'\"c\"", ["echo", "abc"]],
    ["echo '$HOME' '*'", ["echo", "$HOME", "*"]],
    ["git show stash@{0}", ["git", "show", "stash@{0}"]],
    ["echo a#b x~y z!", ["echo", "a#b", "x~y", "z!"]],
    ["node run.mjs --x=1", ["node", "run.mjs", "--x=1"]],
  ])("%s", (line, argv) => {
    expect(splitArgv(line)).toEqual({ kind: "argv", argv });
  });

  test.each(["a; b", "a & b", "a > b", "a < b", "(a)", "a `b`", 'a "$(b)"', 'a "`b`"', "a ~/b", "a # b", "! a", "a\nb", "", "  ", "''", "a \\", "X=1 a", "a [b]", "a ?"])(
    "%j is refused",
    (line) => {
      expect(splitArgv(line).kind).toBe("wrong");
    },
  );

  test("what is joined splits into the same words", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 }), { minLength: 1, maxLength: 6 }), (words) => {
        const argv = ["program", ...words.map((word) => word.replaceAll("\0", ""))];
        expect(splitArgv(joinArgv(argv))).toEqual({ kind: "argv", argv });
      }),
    );
  });
});
