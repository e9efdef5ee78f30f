import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ending, firstSentence, onOneLine, plainText, shortened } from "../../src/verify/plain-text.ts";
import { confinedPath, forbiddenAmong, isUnder, pathsNamed } from "../../src/verify/repository-path.ts";
import { failureSignature } from "../../src/verify/signature.ts";
import { looksTransient } from "../../src/verify/transient.ts";

describe("texts that are kept", () => {
  test.each([
    ["a\u001b[31mb\u001b[0mc", "abc"],
    ["\u001b]0;title\u0007x", "x"],
    ["a\r\nb\rc\u2028d\u0000e", "a\nb\nc\nde"],
    ["tab\tstays", "tab\tstays"],
    ["user\u202etxt.exe", "usertxt.exe"],
    ["half \ud83d end", "half \ufffd end"],
    ["👩‍💻 中文", "👩‍💻 中文"],
  ])("%j is kept as %j", (text, kept) => {
    expect(plainText(text)).toBe(kept);
  });

  test.each([
    ["one two three four five six", 20, "one two three four …"],
    ["short", 20, "short"],
    ["x".repeat(30), 10, `${"x".repeat(8)} …`],
  ])("%j at most %i: %j", (text, limit, expected) => {
    expect(shortened(text, limit)).toBe(expected);
  });

  test("no cut is longer than its limit or halves a character", () => {
    const text = fc.string({ unit: fc.constantFrom("a", " ", "\n", "😀", "中", "\u001b[1m", "\0"), maxLength: 300 });
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 80 }), (words, limit) => {
        for (const cut of [shortened(words, limit), ending(words, limit), firstSentence(words, limit)]) {
          expect(cut.length).toBeLessThanOrEqual(limit);
          expect(cut).not.toMatch(/[\0\u001b]|\p{Surrogate}/u);
        }
      }),
    );
  });

  test.each([
    ["Wrote the file. It has 3 parts.", "Wrote the file."],
    ["# Summary\nDone in v1.2.3 today! Yes.", "Summary"],
    ["\n\n---\n- fixed it", "fixed it"],
    ["已完成。还有更多。", "已完成。"],
    ["", ""],
  ])("the first sentence of %j is %j", (text, sentence) => {
    expect(firstSentence(text)).toBe(sentence);
  });

  test("the end of a long output counts", () => {
    expect(ending(`${"noise ".repeat(1_000)}the error`, 40)).toMatch(/^… .*the error$/);
    expect(onOneLine(" a\n\n b\t c ")).toBe("a b c");
  });
});

describe("the same failure", () => {
  test.each([
    ["took 12.5 s at 2026-11-21T09:30:00Z", "took 7 s at 2025-01-02T01:02:03Z", true],
    ["cannot open /tmp/abc123/x.log: no", "cannot open /tmp/zzz/x.log: no", true],
    ["/var/folders/q1/T/a failed", "/private/var/folders/zz/T/b failed", true],
    ["commit c0ffee1234 is bad", "commit deadbeef99 is bad", true],
    ["it exited 1: boom", "it exited 2: BOOM", true],
    ["branch ltpm/T-01-tokenaaa", "branch ltpm/T-01-tokenbbb", true],
    ["file a.txt is missing", "file b.txt is missing", false],
    ["connection refused", "permission denied", false],
  ])("%j and %j: %s", (one, other, same) => {
    expect(failureSignature(one, "tokenaaa") === failureSignature(other, "tokenbbb")).toBe(same);
  });

  test.each([
    ["Error: connect ECONNREFUSED 127.0.0.1:80", true],
    ["curl: (6) Could not resolve host: x", true],
    ["HTTP 503", true],
    ["429 Too Many Requests", true],
    ["TypeError: x is not a function", false],
    [`connection refused, retrying\n${"ok\n".repeat(1_000)}assertion failed`, false],
    ["tests: 503 passed", false],
  ])("%j is a fault of the moment: %s", (output, transient) => {
    expect(looksTransient(output)).toBe(transient);
  });
});

describe("paths", () => {
  test.each([
    ["a//b/./c", "a/b/c"],
    ["./x", "x"],
    ["a\\b", "a/b"],
    ["..", null],
    ["a/../../b", null],
    ["/a", null],
    ["\\\\server\\x", null],
    ["c:/x", null],
    [".git", null],
    ["a/.Git/x", null],
    ["", null],
    [".gitignore", ".gitignore"],
  ])("%j inside the repository is %j", (text, path) => {
    expect(confinedPath(text)).toEqual(
      path === null ? { kind: "wrong", problem: expect.any(String) } : { kind: "path", path },
    );
  });

  test.each([
    [".github/x", ".github/", true],
    [".github", ".github/", true],
    [".githubx", ".github/", false],
    ["Action.YML", "action.yml", true],
    ["./hooks/x", "hooks", true],
    ["x", "", false],
  ])("%s under %j: %s", (path, prefix, expected) => {
    expect(isUnder(path, prefix)).toBe(expected);
  });

  test("what is allowed is lifted from what is forbidden", () => {
    expect(forbiddenAmong([".github/a", ".github/b/c", "src/x"], [".github/"], [".github/b"])).toEqual([".github/a"]);
  });

  test.each([
    ["Write `docs/a.md`, then out.txt.", ["docs/a.md", "out.txt"]],
    ["Use Node.js 20.11 and/or v1.x from example.com (https://a.test/b.html)", []],
    ["Update the Makefile, .gitignore and src/Dockerfile", ["Makefile", ".gitignore", "src/Dockerfile"]],
    ["Write ../../x.txt and /etc/y.conf", []],
    ["把结果写入 结果.txt 和 a.json。", ["a.json"]],
    ["e.g. i.e. etc.", []],
  ])("%j names %j", (text, paths) => {
    expect(pathsNamed(text)).toEqual(paths);
  });
});
