import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HISTORY_WORDS } from "../../src/messages/history.ts";
import { HOOK_WORDS } from "../../src/messages/hooks.ts";
import { WATCH_WORDS } from "../../src/messages/watch.ts";
import { hostileText, UNSAFE } from "../messages/hostile.ts";

type Words = Record<string, unknown>;

/** Every text of a catalog by its name, made with this text and these numbers for whatever it is told. */
function texts(words: object, told: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, value]) => {
      if (typeof value === "string") return [[name, value]];
      if (typeof value === "object")
        return Object.entries(texts(value as Words, told)).map(([key, text]) => [`${name}.${key}`, text]);
      return variants(name).map((first, n) => [`${name}.${n}`, value(first ?? told, ...rest(name, told))]);
    }),
  );
}

/** First arguments that are one of a few words; null: any text. */
function variants(name: string): (string | number | null)[] {
  if (name === "joined") return ["husky", "lefthook", "pre-commit", "simple-git-hooks", "hooks_path", "hand_written"];
  if (name === "note")
    return [
      "rewritten_by_simple_git_hooks",
      "kept_in_the_way",
      "lefthook_by_hand",
      "outside",
      "not_in_every_work_tree",
      "to_commit",
    ];
  if (name === "program") return ["current", "outdated", "missing"];
  if (name === "started" || name === "switched") return ["file_watcher", "heartbeat"];
  return name === "load" || name === "failed" ? [7] : [null];
}

function rest(name: string, told: string): unknown[] {
  if (name === "notADocument" || name === "noSuchRemote") return [[told, told]];
  if (name === "load") return [8];
  return name === "installed" || name === "pushed" ? [3] : [told, told, told];
}

describe.each([
  ["history", HISTORY_WORDS],
  ["hooks", HOOK_WORDS],
  ["watch", WATCH_WORDS],
])("the words of %s", (_, both) => {
  test("are there in both languages, each its own", () => {
    const [en, zh] = [texts(both.en, "x"), texts(both["zh-CN"], "x")];
    expect(Object.keys(zh)).toEqual(Object.keys(en));
    for (const [name, text] of Object.entries(zh)) {
      expect(text, name).not.toMatch(/[\u4e00-\u9fff][,:;?!]/);
      expect(en[name], name).not.toMatch(/[\u4e00-\u9fff]/);
      // A name of a program or of a file is the same everywhere.
      expect(text, name).toMatch(/[\u4e00-\u9fff]|CPU/);
    }
  });

  test("stay one safe line, whatever they are told", () => {
    fc.assert(
      fc.property(hostileText, (told) => {
        for (const words of [both.en, both["zh-CN"]])
          for (const text of Object.values(texts(words, told))) {
            expect(text).not.toMatch(UNSAFE);
            expect(text).not.toContain("\n");
          }
      }),
      { numRuns: 30 },
    );
  });
});
