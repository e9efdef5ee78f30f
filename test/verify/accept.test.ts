import { describe, expect, test } from "vitest";
import { parseAccept } from "../../src/verify/accept.ts";
import { checkName } from "../../src/verify/check-words.ts";

describe("--accept", () => {
  test.each([
    ["file:out.txt", { kind: "file", path: "out.txt" }],
    [" file: ./docs//notes.md ", { kind: "file", path: "docs/notes.md" }],
    ["contains:README.md:/hello/", { kind: "contains", path: "README.md", pattern: "hello", flags: "" }],
    ["contains:a b.md:/x\\/y:z/im", { kind: "contains", path: "a b.md", pattern: "x\\/y:z", flags: "im" }],
    ["command:npm test", { kind: "command", argv: ["npm", "test"] }],
    ['command:node -e "process.exit(0)"', { kind: "command", argv: ["node", "-e", "process.exit(0)"] }],
    ["command:grep -q 'a|b' x.txt", { kind: "command", argv: ["grep", "-q", "a|b", "x.txt"] }],
    ["json:data.json#schema/data.json", { kind: "json", path: "data.json", schema: "schema/data.json" }],
    ["FILE:x", { kind: "file", path: "x" }],
  ])("%s", (spec, check) => {
    expect(parseAccept(spec)).toEqual({ kind: "check", check });
  });

  test.each([
    ["out.txt", /of no known form: write file:PATH/],
    ["url:https://x", /of no known form/],
    ["file:", /the path is empty/],
    ["file:/etc/passwd", /relative to the repository's root/],
    ["file:~/x", /relative/],
    ["file:C:\\x", /relative/],
    ["file:a/../../b", /must not leave the repository/],
    ["file:a\\..\\..\\b", /must not leave the repository/],
    ["file:.git/config", /must not point into \.git/],
    ["file:sub/.GIT/config", /must not point into \.git/],
    ["file:.", /names the repository itself/],
    ["file:a\u0000b", /control character/],
    ["contains:README.md", /contains:PATH:\/PATTERN\//],
    ["contains:README.md:hello", /contains:PATH:\/PATTERN\//],
    ["contains:README.md://", /the pattern is empty/],
    ["contains:README.md:/(a+)+/", /repeats a group/],
    ["contains:README.md:/a/g", /flags other than/],
    ["contains:/etc/passwd:/a/", /relative/],
    ["command:", /command:PROGRAM ARGUMENTS/],
    ["command:'' x", /command:PROGRAM ARGUMENTS/],
    ["command:make && make test", /an unquoted &, and tasks run without a shell/],
    ["command:cat x | sort", /an unquoted \|/],
    ["command:echo $HOME", /an unquoted \$/],
    ["command:ls *.md", /an unquoted \*/],
    ["command:A=1 make", /sets a variable/],
    ["command:echo 'x", /never closed/],
    ["json:data.json", /json:PATH#SCHEMA/],
    ["json:data.json#../x", /of the schema: .*must not leave/],
  ])("%s is refused with a sentence", (spec, words) => {
    const parsed = parseAccept(spec);
    expect(parsed.kind).toBe("wrong");
    const problem = parsed.kind === "wrong" ? parsed.problem : "";
    expect(problem).toMatch(words);
    expect(problem).toMatch(/^The check ".*\.$/s);
  });

  test("a check's name is read back as the same check", () => {
    for (const spec of ["file:a b.txt", "contains:x:/a b/i", "command:node -e 'a b' \"it's\" ''", "json:a#b"]) {
      const first = parseAccept(spec);
      if (first.kind !== "check") throw new Error(first.problem);
      expect(parseAccept(checkName(first.check))).toEqual(first);
    }
  });

  test("a huge check is quoted short", () => {
    const parsed = parseAccept(`nonsense:${"x".repeat(100_000)}`);
    expect(parsed.kind === "wrong" && parsed.problem.length).toBeLessThan(300);
  });
});
