import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  blockFor,
  EVENTS,
  hasBlock,
  isJoinable,
  ownFile,
  withBlock,
  withoutBlock,
  writerOf,
} from "../../src/history/install/block.ts";
import { isInLefthook, joinLefthook, leaveLefthook } from "../../src/history/install/lefthook.ts";
import { settingsText } from "../../src/history/install/settings.ts";
import { PROGRAMS, SETTINGS } from "../hooks/hooked.ts";
import { LEFTHOOKS, PRE_COMMITS, SIMPLES } from "./hook-files.ts";

const BLOCK = blockFor(PROGRAMS.block, "post-commit");

describe("our lines in a hook", () => {
  test.each([
    ["a script", "#!/bin/sh\necho hi\n", "#!/bin/sh\n", "echo hi\n"],
    ["one without a first line of its own", "echo hi\n", "", "echo hi\n"],
    ["one without a last line's end", "#!/bin/bash\nset -e\nexit 0", "#!/bin/bash\n", "set -e\nexit 0"],
    ["an empty one", "", "", ""],
  ])("stand at the beginning of %s, before anything can end it", (_, text, before, after) => {
    expect(withBlock(text, BLOCK)).toBe(before + BLOCK + after);
  });

  test("go out again byte for byte, whatever was there, and whatever was added behind", () => {
    const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
    const piece = fc.oneof(byte, fc.constantFrom("\n", "#!/bin/sh\n", "# >>> ltpm", "# <<< ltpm", "\r\n"));
    const script = fc.array(piece).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(script, script, (text, added) => {
        fc.pre(!hasBlock(text) && !hasBlock(text + added) && (!text.startsWith("#!") || text.includes("\n")));
        fc.pre(!text.includes("# <<< ltpm\n"));
        const joined = withBlock(text, BLOCK);
        expect(withoutBlock(joined)).toBe(text);
        expect(withBlock(joined, BLOCK)).toBe(joined);
        expect(withoutBlock(joined + added)).toBe(text + added);
      }),
    );
  });

  test("are brought up to date in place; a file of ours alone is nobody's", () => {
    const old = withBlock("#!/bin/sh\necho hi\n", BLOCK.replace("ltpm_word=", "ltpm_word=old"));
    expect(withBlock(old, BLOCK)).toBe(withBlock("#!/bin/sh\necho hi\n", BLOCK));
    for (const chained of [false, true]) {
      expect(withoutBlock(ownFile(BLOCK, chained))).toBeNull();
      expect(withoutBlock(`${ownFile(BLOCK, chained)}echo mine\n`)).toContain("echo mine\n");
    }
  });

  test.each<[string, boolean]>([
    ["#!/bin/sh\n", true],
    ["#! /bin/sh -e\n", true],
    ["#!/usr/bin/env bash\n", true],
    ["#!/usr/bin/env -S bash -e\n", true],
    ["#!/bin/busybox sh\n", true],
    ["echo no first line\n", true],
    ["#!/usr/bin/env node\n", false],
    ["#!/usr/bin/python3\n", false],
    ["#!/bin/zsh\n", false],
    ["#!/usr/bin/fish\n", false],
    ["#!/bin/sh", false],
    ["#!\n", false],
    ["\u007fELF\u0000", false],
  ])("fit into %j: %s", (text, fits) => expect(isJoinable(text)).toBe(fits));

  test.each([
    [LEFTHOOKS, "lefthook"],
    [PRE_COMMITS, "pre-commit"],
    [SIMPLES, "simple-git-hooks"],
    ["#!/bin/sh\nlefthook run x\n# pre-commit\n", null],
  ])("who wrote a file is known (%#)", (text, writer) => expect(writerOf(text)).toBe(writer));

  test("each event's are a script that every shell reads", () => {
    for (const event of EVENTS) {
      const ran = spawnSync("/bin/sh", ["-eu", "-c", blockFor(PROGRAMS.block, event)], {
        cwd: "/",
        env: {},
        encoding: "utf8",
      });
      expect([ran.status, ran.stdout, ran.stderr]).toEqual([0, "", ""]);
    }
  });
});

describe("lefthook's local configuration", () => {
  const blocks = [{ event: "post-commit" as const, block: BLOCK }];

  test.each(["", "pre-push:\n  jobs: []\n", "# <<< ltpm\nx: 1", "no_tty: true"])(
    "%j is joined and left byte for byte",
    (text) => {
      const joined = joinLefthook(text, blocks);
      expect(joined?.startsWith("# >>> ltpm")).toBe(true);
      expect(joinLefthook(joined ?? "", blocks)).toBe(joined);
      expect(leaveLefthook(joined ?? "")).toBe(text === "" ? null : text);
      expect([
        isInLefthook(joined ?? "", "post-commit"),
        isInLefthook(joined ?? "", "post-merge"),
        isInLefthook(text, "post-commit"),
      ]).toEqual([true, false, false]);
    },
  );

  test.each(["post-commit:\n  jobs: []\n", '"post-commit" :\n', "---\na: 1\n", "%YAML 1.2\n---\n"])(
    "%j is left to a person",
    (text) => {
      expect(joinLefthook(text, blocks)).toBeNull();
      expect(leaveLefthook(text)).toBe(text);
    },
  );

  test("is YAML that holds the lines as they are", async () => {
    const { parse } = await import("yaml");
    const parsed = parse(joinLefthook("no_tty: true\n", blocks) ?? "");
    expect(parsed).toEqual({ no_tty: true, "post-commit": { commands: { ltpm: { run: `set -- {0}\n${BLOCK}` } } } });
  });
});

describe("the settings", () => {
  test("are shell that says what was meant, whatever the paths are", () => {
    const paths = fc.array(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((path) => !/[\0\n\ud800-\udfff]/.test(path)),
      { maxLength: 4 },
    );
    for (const documents of fc.sample(paths, { numRuns: 25, seed: 3 })) {
      const text = settingsText({ ...SETTINGS, documents });
      const ask = `${text}\nshow() { printf '%s\\n' "$3"; }\nltpm_documents show`;
      const ran = spawnSync("/bin/sh", ["-eu", "-c", ask], { encoding: "utf8" });
      expect([ran.stderr, ran.stdout.split("\n").slice(0, -1)]).toEqual(["", documents.map((path) => `./${path}`)]);
    }
  });

  test("numbers are whole; a path that hooks cannot take is left to the commands", () => {
    const text = settingsText({ ...SETTINGS, keep: -1, minutes: 7.9, autoSync: false, documents: ["a\nb"] });
    expect(text).toContain("ltpm_keep=0\nltpm_sync=0\nltpm_minutes=7\n");
    expect(text).toContain("ltpm_documents() {\n  :\n}\n");
  });
});
