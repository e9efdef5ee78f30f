import { describe, expect, test } from "vitest";
import { spokenIn, wordsIn } from "../../../src/dispatch/inbox/spoken.ts";
import { asks } from "../../../src/dispatch/inbox/wants.ts";
import type { Settings } from "../../../src/dispatch/settings.ts";
import { ALL_TONGUES } from "../../../src/intake/natural-language.ts";
import type { State } from "../../../src/state/state.ts";
import { NOW, sampleSettings, sampleTask } from "../sample.ts";
import { ANN, apply, BOT, comment, inbox, known, onGitHub, RICK, short } from "./mail.ts";

const WORLD = known(sampleTask({ id: "T-01" }));
const withProgress = (bytes: Uint8Array | null): State => ({ ...WORLD, documents: new Map([["PROGRESS.md", bytes]]) });
const THERE = withProgress(Buffer.from("# PROGRESS\n"));
const OFF: Partial<Settings> = { natural_language: { enabled: false, languages: ["en", "zh-CN"] } };

describe("what a comment says", () => {
  test.each<[body: string, said: string | null]>([
    ["/ltpm milestone: parser done", "milestone parser done"],
    ["@ltpm 进度 80%", "checkpoint 进度 80%"],
    ["  /LTPM milestone: parser done", "milestone parser done"],
    // Talk is talk.
    ["milestone: parser done", null],
    ["I told @ltpm milestone: parser done", null],
    ["> /ltpm milestone: parser done", null],
    ["`/ltpm milestone: parser done`", null],
    ["/ltpmx milestone: parser done", null],
    ["@ltpm is our milestone bot", null],
    ["@ltpm what's the progress?", null],
    ["", null],
  ])("%j", (body, said) => {
    const found = spokenIn(body, "c", ALL_TONGUES);
    expect(found?.words.map(({ kind, text }) => `${kind} ${text}`).join(", ") ?? null).toBe(said);
    expect(asks(body)).toBe(said !== null || /^\s*\/ltpm(?!x)/i.test(body));
    expect(spokenIn(body, "c", [])).toBeNull();
  });
});

describe("what its writer is told", () => {
  const rows: [
    name: string,
    state: State,
    body: string,
    settings: Partial<Settings>,
    reaction: string,
    text: RegExp,
  ][] = [
    [
      "recorded",
      THERE,
      "/ltpm milestone: parser done",
      {},
      "rocket",
      /^Milestone recorded in PROGRESS\.md: parser done$/,
    ],
    [
      "no document",
      WORLD,
      "/ltpm milestone: parser done",
      {},
      "confused",
      /^Nothing was recorded: there is no PROGRESS\.md/,
    ],
    ["none there", withProgress(null), "@ltpm 进度 80%", {}, "confused", /there is no PROGRESS\.md/],
    ["no text", withProgress(Buffer.of(0xff, 0xfe, 0x41)), "@ltpm 进度 80%", {}, "confused", /could be written/],
    [
      "turned off",
      THERE,
      "@ltpm 进度 80%",
      { documents: { ...sampleSettings().documents, progress: false } },
      "confused",
      /"documents\.progress"/,
    ],
    ["in Chinese", THERE, "@ltpm 进度 80%", { language: "zh-CN" }, "rocket", /^检查点已记录到 PROGRESS\.md：进度 80%$/],
    ["a start", THERE, "/ltpm let's start the project", {}, "rocket", /ltpm init_project NAME/],
    [
      "leave is taken",
      THERE,
      "/ltpm goodbye, see you tomorrow",
      {},
      "rocket",
      /^Checkpoint .*\n\n📌 \*\*Time to Record/s,
    ],
    ["no reminders", THERE, "/ltpm goodbye, see you tomorrow", { prompts: false }, "rocket", /^Checkpoint [^\n]*$/],
    [
      "with an order",
      THERE,
      "/ltpm skip T-01\nmilestone: parser done",
      {},
      "rocket",
      /T-01 skipped[\s\S]*Milestone recorded/,
    ],
  ];
  test.each(rows)("%s", (_, state, body, settings, reaction, text) => {
    const after = apply(state, [comment(body, { id: 5 })], { settings });
    expect(after.replies.map(short)).toEqual([`reply #7 to 5 ${reaction}`]);
    expect(after.text).toMatch(text);
    expect(after.result.added).toEqual([]);
  });

  test("natural language turned off: nothing is recorded, and an ordinary mention leaves no trace", () => {
    const box = inbox([comment("@ltpm 进度 80%")]);
    expect(wordsIn(WORLD.queue, NOW, box, sampleSettings(OFF))).toEqual([]);
    expect(apply(THERE, [comment("@ltpm thank you, see you")], { settings: OFF }).replies).toEqual([]);
    expect(apply(THERE, [comment("/ltpm goodbye")], { settings: OFF }).text).not.toContain("recorded");
  });
});

describe("whose words count", () => {
  const body = "/ltpm milestone: parser done";
  test.each<[who: string, fields: Parameters<typeof comment>[1], count: number]>([
    ["a writer's", { author: ANN }, 1],
    ["a reader's", { author: RICK }, 0],
    ["a bot's", { author: BOT }, 0],
    ["an edited comment's", { updated_at: onGitHub(-1) }, 0],
    ["an old comment's", { created_at: onGitHub(-8 * 24 * 60) }, 0],
  ])("%s", (_, fields, count) => {
    const seen = comment(body, fields);
    expect(wordsIn(WORLD.queue, NOW, inbox([seen]), sampleSettings())).toHaveLength(count);
    // Once applied, they are heard.
    expect(wordsIn(apply(THERE, [seen]).state.queue, NOW, inbox([seen]), sampleSettings())).toEqual([]);
  });

  test("the same comment gives the same id, so that it is recorded once", () => {
    const words = wordsIn(WORLD.queue, NOW, inbox([comment(body, { id: 77 })]), sampleSettings());
    expect(words).toEqual([{ kind: "milestone", id: "comment-77.milestone", text: "parser done" }]);
  });
});
