import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intake } from "../../../src/intake/intake.ts";
import { type ReplyPart, reactionFor, replyText } from "../../../src/messages/github/replies.ts";
import { aTask, NOW } from "../a-task.ts";
import { hostileMarkdown } from "./hostile-markdown.ts";
import { EN, VOICES, ZH } from "./voices.ts";

const ROWS: readonly (readonly [part: ReplyPart, en: string])[] = [
  [
    { kind: "added", tasks: [{ id: "T-06", description: "Write the docs" }], after: { starts: true } },
    "Added T-06: Write the docs. Starting now...",
  ],
  [
    { kind: "added", tasks: [{ id: "T-06", description: "Write" }], after: { starts: false, pending: 3 } },
    "Added T-06: Write. Queue now has 3 pending tasks.",
  ],
  [
    {
      kind: "added",
      tasks: ["T-06", "T-07"].map((id) => ({ id, description: `ask @octo about ${id}` })),
      after: { starts: true },
    },
    "📋 Added 2 tasks to queue:\n• T-06: ask @&#8203;octo about T-06\n• T-07: ask @&#8203;octo about T-07\nStarting now...",
  ],
  [
    { kind: "already_there", id: "T-06", description: "Write" },
    "T-06 is in the queue already: Write. Nothing was added.",
  ],
  [{ kind: "changed", op: "skip", id: "T-02", stopped: false }, "⏭️ T-02 skipped — as requested."],
  [
    { kind: "changed", op: "retry", id: "T-02", stopped: true },
    "🔁 T-02 is pending again — its retries start from 0. The attempt that was running has been stopped.",
  ],
  [{ kind: "changed", op: "cancel", id: "T-02", stopped: false }, "⏭️ T-02 cancelled — as requested."],
  [{ kind: "changed", op: "done", id: "T-02", stopped: false }, "✅ T-02 done — marked by hand."],
  [
    { kind: "followers_wait", id: "T-02", followers: ["T-03"] },
    "T-03 depends on T-02 and keeps waiting until T-02 is done.",
  ],
  [{ kind: "unchanged", id: "T-02", status: "pending" }, "T-02 is pending already; nothing was changed."],
  [
    { kind: "done_already", id: "T-02" },
    'T-02 is done already, so nothing was changed. To run it again, write "retry T-02".',
  ],
  [
    { kind: "archived", id: "T-02" },
    'T-02 is in the archive, so nothing was changed. To bring it back, write "retry T-02".',
  ],
  [{ kind: "unknown", ids: ["T-99"] }, 'There is no task T-99. To see the tasks there are, write "show tasks".'],
  [
    { kind: "unknown", ids: ["T-98", "T-99"] },
    'There are no tasks T-98, T-99. To see the tasks there are, write "show tasks".',
  ],
  [
    { kind: "superseded", id: "T-02" },
    "T-02: somebody decided otherwise after this was written, and that stands. To have it your way all the same, write it again.",
  ],
  [
    { kind: "too_old", days: 7 },
    "This is older than 7 days, so nothing was changed. If you still want it, write it again.",
  ],
  [
    { kind: "edited" },
    "This comment was changed after it was written, so nothing was done. Write what you want in a comment of its own.",
  ],
  [
    { kind: "no_permission", role: "triage" },
    'Only people with write permission to this repository can do this; yours is "triage". Nothing was changed.',
  ],
  [
    { kind: "no_permission", role: null },
    "Only people with write permission to this repository can do this. Nothing was changed.",
  ],
  [
    { kind: "permission_unknown", why: "no answer from\n@octo" },
    "Your permission could not be checked, so nothing was changed. Write it again later. The reason: no answer from @&#8203;octo",
  ],
  [
    { kind: "command_not_taken", id: "T-06" },
    'T-06: commands in comments and issues are not run here, so the task waits for you; its issue says how it can be run. To change that: "inline_commands" in the configuration.',
  ],
  [
    { kind: "nothing_found" },
    'No task and no command was found in this comment. To add a task, begin with "/ltpm add"; to see the queue, write "show tasks".',
  ],
  [
    {
      kind: "recorded",
      file: "PROGRESS.md",
      words: [
        { kind: "milestone", text: "parser\ndone" },
        { kind: "milestone", text: "@team informed" },
        { kind: "checkpoint", text: "see you" },
      ],
    },
    "Milestones recorded in PROGRESS.md: parser done; @&#8203;team informed\nCheckpoint recorded in PROGRESS.md: see you",
  ],
  [
    { kind: "not_recorded", file: "docs/PROGRESS.md" },
    'Nothing was recorded: there is no docs/PROGRESS.md here that could be written. To begin one, run "ltpm init_project NAME" and push what it writes.',
  ],
  [
    { kind: "may_begin" },
    'To begin a project with MISSION.md, PROGRESS.md and NEXT_STEPS.md, run "ltpm init_project NAME" and push what it writes.',
  ],
  [{ kind: "record_prompt" }, expect.stringContaining("📌 **Time to Record Progress!**")],
  [
    { kind: "status", tasks: [aTask({ description: "a | b" })], now: NOW },
    "📋 Task Queue — [1 total, 1 pending, 0 running, 0 done, 0 blocked]\n\n| ID | Status | Description |\n| --- | --- | --- |\n| T-01 | ⏳ pending | a \\| b |",
  ],
];

describe("replyText", () => {
  test.each(ROWS)("$kind", (part, en) => expect(replyText(EN, [part])).toEqual(en));

  test("every kind of part has its row", () => {
    const kinds: Record<ReplyPart["kind"], true> = {
      ...{ added: true, already_there: true, changed: true, followers_wait: true, unchanged: true, done_already: true },
      ...{ archived: true, unknown: true, superseded: true, too_old: true, edited: true, no_permission: true },
      ...{ permission_unknown: true, command_not_taken: true, nothing_found: true, status: true },
      ...{ recorded: true, not_recorded: true, may_begin: true, record_prompt: true },
    };
    expect(new Set(ROWS.map(([{ kind }]) => kind))).toEqual(new Set(Object.keys(kinds)));
  });

  test("the Chinese texts use Chinese punctuation between Chinese characters, and are there for every part", () => {
    for (const [part] of ROWS) {
      const text = replyText(ZH, [part]);
      expect(text).toMatch(/[\u4e00-\u9fff]/);
      expect(text).not.toMatch(/[\u4e00-\u9fff][,:;?!]/);
    }
  });

  test("several parts: a paragraph each", () =>
    expect(replyText(EN, [ROWS[4]?.[0] ?? { kind: "edited" }, { kind: "unknown", ids: ["T-99"] }])).toBe(
      '⏭️ T-02 skipped — as requested.\n\nThere is no task T-99. To see the tasks there are, write "show tasks".',
    ));

  test("security 8, 9: no line of a reply is a command, in either language, whatever was asked with", () => {
    fc.assert(
      fc.property(hostileMarkdown, fc.constantFrom(...VOICES), (text, voice) => {
        const parts: ReplyPart[] = [
          ...ROWS.map(([part]) => part),
          {
            kind: "added",
            tasks: [
              { id: "T-06", description: text },
              { id: "T-07", description: text },
            ],
            after: { starts: true },
          },
          { kind: "already_there", id: "T-06", description: text },
          { kind: "permission_unknown", why: text },
          { kind: "recorded", file: "PROGRESS.md", words: [{ kind: "milestone", text }] },
          { kind: "status", tasks: [aTask({ description: text, status: "blocked", blocked_reason: text })], now: NOW },
        ];
        const reply = replyText(voice, parts);
        for (const line of reply.split("\n"))
          expect(intake({ text: line, source: "issue_comment" }, new Set(["T-01"])).kind).toBe("none");
        expect(reply).not.toContain("<!--");
      }),
      { numRuns: 60 },
    );
  });

  test("security 16: 10,000 tasks fit, and it says how many are left out", () => {
    const tasks = Array.from({ length: 10_000 }, (_, at) =>
      aTask({ id: `T-${at + 1}`, description: `Chapter ${at} ${"x".repeat(300)}` }),
    );
    const status = replyText(EN, [{ kind: "status", tasks, now: NOW }]);
    const added = replyText(EN, [{ kind: "added", tasks, after: { starts: true } }]);
    for (const text of [status, added]) {
      expect(text.length).toBeLessThanOrEqual(60_000);
      expect(text).toMatch(/… and 9[79]\d0 more tasks/);
    }
    expect(added).toMatch(/^📋 Added 10000 tasks to queue:\n• T-1: [\s\S]*\nStarting now\.\.\.$/);
  });
});

describe("reactionFor", () => {
  test.each<[string, ReplyPart[], string]>([
    ["all refused", [{ kind: "no_permission", role: null }], "confused"],
    [
      "one done, one unknown",
      [
        { kind: "changed", op: "skip", id: "T-01", stopped: false },
        { kind: "unknown", ids: ["T-9"] },
      ],
      "rocket",
    ],
    ["nothing to do", [{ kind: "unchanged", id: "T-01", status: "done" }], "rocket"],
    ["nothing found", [{ kind: "nothing_found" }], "confused"],
  ])("%s", (_name, parts, reaction) => expect(reactionFor(parts)).toBe(reaction));
});
