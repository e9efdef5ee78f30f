import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tasksOfCommit } from "../../src/intake/commit-words.ts";

describe("tasks that a commit's message says are done", () => {
  test.each<[string, string[]]>([
    ["Write the parser\n\nTask: T-07", ["T-07"]],
    ["Write the parser\n\nTask: T-7, T-08\nSigned-off-by: Ann <ann@example.com>\n", ["T-07", "T-08"]],
    ["Write the parser\n\ntask: t-07\n", ["T-07"]],
    ["Write the parser\r\n\r\nTask: T-07\r\n", ["T-07"]],
    ["\u5199\u89e3\u6790\u5668\n\nTask\uff1aT-07", ["T-07"]],
    ["Write the parser, closes T-07", ["T-07"]],
    ["Write the parser (closes T-07)", ["T-07"]],
    ["The parser now closes T-07 and T-08.", ["T-07", "T-08"]],
    ["Fixes T-07, T-08 and T-123", ["T-07", "T-08", "T-123"]],
    ["fix T-07", ["T-07"]],
    ["Fix: T-07", ["T-07"]],
    ["fix(parser): closes T-07", ["T-07"]],
    ["Add tests.\n\n- Resolve T-07\n- also fix T-09", ["T-07", "T-09"]],
    ["Add the parser, and fix T-07", ["T-07"]],
    ["Closes: T-07", ["T-07"]],
    ["\u5b8c\u6210 T-07", ["T-07"]],
    ["\u5b9e\u73b0\u89e3\u6790\u5668\uff0c\u5173\u95ed\u4e86 T-07\u548cT-08", ["T-07", "T-08"]],
    ["closes T\u201307", ["T-07"]],
    ["Closes T-07\n\nTask: T-07", ["T-07"]],
  ])("%j: %j", (message, labels) => {
    expect(tasksOfCommit(message)).toEqual(labels);
  });

  test.each<[string, string]>([
    ["it is denied", "This does not close T-07"],
    ["it is denied", "Refactor; doesn't fix T-07 yet"],
    ["only a part is done", "Partially fixes T-07"],
    ["it is planned", "Prepare to fix T-07"],
    ["it is planned", "This will close T-07"],
    ["it is planned", "TODO fix T-07"],
    ["it is a condition", "Once this closes T-07 we can go on"],
    ["it is denied", "\u5c1a\u672a\u5b8c\u6210 T-07"],
    ["only a part is done", "\u90e8\u5206\u5b8c\u6210 T-07"],
    ["it is quoted", 'The bot said "closes T-07"'],
    ["it is quoted", "Answer\n\n> closes T-07"],
    ["it is code", "Document `closes T-07`"],
    ["it is code", "Document\n\n```\ncloses T-07\n```"],
    ["it is taken back", 'Revert "Write the parser, closes T-07"\n\nThis reverts commit 1234567.'],
    ["it names another commit", "fixup! Write the parser, closes T-07"],
    ["it is our own", "ltpm: T-07 done\n\ncloses T-07\n\nLtpm-Op: abc"],
    ["it is only named", "Work on T-07"],
    ["a branch is merged", "Merge branch 'ltpm/T-07-abc'"],
    ["it is another word", "encloses T-07, prefix T-07, bugfix T-07"],
    ["it is another label", "closes T-07-abc, closes PROJECT-7, closes #7"],
    ["a trailer stands last", "Task: T-07\n\nis what I looked at"],
    ["nothing is named", "Task: none"],
  ])("none, because %s: %j", (_why, message) => {
    expect(tasksOfCommit(message)).toEqual([]);
  });

  test("any text at all is read without an error, in a time that grows with its length", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => void tasksOfCommit(text)));
    const began = performance.now();
    for (const part of ["closes T-07, ", "fix ", "`", '"', "Task: ", "and fix T-1 and ", "\n\n"]) {
      tasksOfCommit(part.repeat(20_000));
    }
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
