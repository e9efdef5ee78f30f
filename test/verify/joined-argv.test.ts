import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitArgv } from "../../src/intake/argv.ts";
import { joinArgv } from "../../src/verify/joined-argv.ts";

describe("a command line for people", () => {
  test.each([
    [["npm", "test"], "npm test"],
    [["git", "commit", "-m", "it's two words"], "git commit -m 'it'\\''s two words'"],
    [["echo", ""], "echo ''"],
    [["env", "A=1"], "env 'A=1'"],
    [["a", "~/x", "#y", "*.md"], "a '~/x' '#y' '*.md'"],
  ])("%j is %s", (argv, line) => {
    expect(joinArgv(argv)).toBe(line);
  });

  test("it is read back as the same words", () => {
    const word = fc.string({ unit: "binary-ascii", maxLength: 12 }).map((text) => text.replaceAll("\0", ""));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const argv = ["program", ...words];
        expect(splitArgv(joinArgv(argv))).toEqual({ ok: true, argv });
      }),
    );
  });
});
