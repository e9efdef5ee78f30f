import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HEARTBEAT_OK, type Messages, messagesIn } from "../../src/messages/catalog.ts";
import { CYCLE_WORDS } from "./cycle-words.ts";
import { hostileText, UNSAFE } from "./hostile.ts";
import { INTAKE_WORDS } from "./intake-words.ts";
import { OTHER_WORDS } from "./other-words.ts";

const ONE_LINERS = [...INTAKE_WORDS, ...CYCLE_WORDS, ...OTHER_WORDS];

const LANGUAGES = ["en", "zh-CN"] as const;

/** `intake.added`, … of everything in a catalog that is a function or a text. */
function names(messages: Messages, kind: "function" | "string"): string[] {
  return Object.entries(messages).flatMap(([group, words]) =>
    typeof words === "object"
      ? Object.entries(words)
          .filter(([, value]) => typeof value === kind)
          .map(([name]) => `${group}.${name}`)
      : [],
  );
}

describe("one-line texts", () => {
  test.each(ONE_LINERS)("$name in English", ({ call, en }) => expect(call(messagesIn("en"), (s) => s)).toBe(en));
  test.each(ONE_LINERS)("$name in Chinese", ({ call, zh }) => expect(call(messagesIn("zh-CN"), (s) => s)).toBe(zh));

  test.each(LANGUAGES)("%s: every text has its row above", (language) => {
    const rows = new Set(ONE_LINERS.map(({ name }) => name));
    const all = [...names(messagesIn(language), "function"), ...names(messagesIn(language), "string")];
    expect(all.filter((name) => !rows.has(name))).toEqual([]);
  });

  test.each(LANGUAGES)("%s: nothing unsafe in a user's text survives, and the line stays one line", (language) => {
    const messages = messagesIn(language);
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const { call } of ONE_LINERS) {
          const line = call(messages, () => text);
          expect(line).not.toMatch(UNSAFE);
          expect(line).not.toContain("\n");
        }
      }),
    );
  });

  test("the Chinese texts use Chinese punctuation between Chinese characters", () => {
    for (const { zh } of ONE_LINERS) expect(zh).not.toMatch(/[\u4e00-\u9fff][,:;?!]/);
  });

  test("the heartbeat's answer is the same in every language", () => expect(HEARTBEAT_OK).toBe("HEARTBEAT_OK"));
});
