import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FileChange } from "../../src/history/auto-sync/changes.ts";
import { errorLines } from "../../src/history/auto-sync/errors.ts";
import { foldSyncs, MOST_FILES, type SyncFacts } from "../../src/history/auto-sync/fold.ts";
import { parseRecordRef, recordRef, SYNCS } from "../../src/history/auto-sync/record-name.ts";
import {
  activityOf,
  complexityOf,
  DEFAULT_THRESHOLDS,
  dueAt,
  effectiveMinutes,
  isDue,
  isHourlyDue,
} from "../../src/history/auto-sync/threshold.ts";
import { at } from "./arrange.ts";

const HEAD = "a".repeat(40);

describe("thresholds", () => {
  test.each([
    [0, "simple"],
    [9, "simple"],
    [10, "medium"],
    [50, "medium"],
    [51, "complex"],
    [200, "complex"],
    [201, "very_complex"],
  ])("%d files are %s", (files, complexity) => expect(complexityOf(files)).toBe(complexity));

  test.each([
    [0, "low"],
    [1, "normal"],
    [9, "normal"],
    [10, "high"],
  ])("%d files changed lately are %s activity", (changed, activity) => expect(activityOf(changed)).toBe(activity));

  test.each([
    ["the source's: simple, high", 5, 10, {}, 7],
    ["the source's: medium, normal", 20, 3, {}, 10],
    ["the source's: complex, high", 100, 30, {}, 3],
    ["simple, low", 5, 0, {}, 30],
    ["never under 3", 500, 99, {}, 3],
    ["configured base", 5, 1, { thresholds: { ...DEFAULT_THRESHOLDS.thresholds, simple: 40 } }, 40],
    ["configured multiplier", 5, 0, { activity_multipliers: { high: 1, normal: 1, low: 1.5 } }, 22],
    ["configured factor", 5, 1, { complexity_factor: 0.5 }, 7],
  ])("%s", (_, files, changed, more, minutes) => {
    expect(effectiveMinutes(files, changed, { ...DEFAULT_THRESHOLDS, ...more })).toBe(minutes);
  });

  test("more activity or more files never mean a longer wait", () => {
    const count = fc.nat(400);
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        const [few, many, idle, busy] = [Math.min(a, b), Math.max(a, b), Math.min(c, d), Math.max(c, d)];
        expect(effectiveMinutes(many, busy)).toBeLessThanOrEqual(effectiveMinutes(few, idle));
      }),
    );
  });

  test("due is the threshold after the newest of what happened", () => {
    expect(dueAt(10, at(0), null, at(60))).toBe(at(660));
    expect([dueAt(10, null), dueAt(10, "no date")]).toEqual([null, null]);
    expect([isDue(null, at(0)), isDue(at(5), at(4)), isDue(at(5), at(5))]).toEqual([true, false, true]);
    expect([isHourlyDue(null, at(0)), isHourlyDue(at(0), at(3_599)), isHourlyDue(at(0), at(3_600))]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe("a record's name", () => {
  test("comes back", () => {
    const ref = recordRef(SYNCS, "w-side", { stamp: "20240315-100000", number: 3 }, "rewrite", HEAD);
    expect(parseRecordRef(ref)).toEqual({
      ref,
      worktree: "w-side",
      stamp: "20240315-100000",
      number: 3,
      event: "rewrite",
      head: HEAD,
      time: at(0),
    });
    expect(
      parseRecordRef(recordRef(SYNCS, "main", { stamp: "20240315-100000", number: 1 }, "commit", null))?.head,
    ).toBeNull();
  });

  test.each([
    "refs/ltpm/saves/main/20240315-100000.0001.commit.unborn",
    "refs/ltpm/syncs/main/20240315-100000.0001.push.unborn",
    "refs/ltpm/syncs/main/20240315-100000.0001.commit.xyz",
    "refs/ltpm/syncs/main/x/20240315-100000.0001.commit.unborn",
  ])("%s is none", (ref) => expect(parseRecordRef(ref)).toBeNull());
});

function record(second: number, event: "commit" | "checkout" = "commit") {
  const found = parseRecordRef(
    recordRef(SYNCS, "main", { stamp: `20240315-1000${String(second).padStart(2, "0")}`, number: 1 }, event, HEAD),
  );
  if (found === null) throw new Error("no record");
  return found;
}

const changed = (path: string, kind: FileChange["kind"] = "changed"): FileChange => ({ path, kind });
const NOTHING: SyncFacts = {
  records: [],
  last: null,
  head: HEAD,
  committed: [],
  uncommitted: [],
  hookFailures: [],
  logErrors: [],
};
const fold = (facts: Partial<SyncFacts>) => foldSyncs({ ...NOTHING, ...facts }, (path) => path === "PROGRESS.md");

describe("folding", () => {
  test.each<[string, Partial<SyncFacts>]>([
    ["nothing waits", { uncommitted: [changed("a")] }],
    ["nothing changed", { records: [record(1)] }],
    ["only our own files changed", { records: [record(1)], committed: [changed("PROGRESS.md")] }],
  ])("no entry when %s", (_, facts) => expect(fold(facts)).toBeNull());

  test("one entry of all records: files by path, once each, the later word on each", () => {
    const entry = fold({
      records: [record(1), record(2, "checkout"), record(3)],
      last: record(0),
      committed: [changed("b", "added"), changed("a"), changed("PROGRESS.md"), changed("c", "added")],
      uncommitted: [changed("a", "deleted"), changed("b")],
    });
    expect(entry).toEqual({
      id: "auto-sync main 20240315-100003.0001",
      at: at(3),
      since: at(0),
      events: [
        { event: "commit", count: 2 },
        { event: "checkout", count: 1 },
      ],
      head: HEAD,
      files: [changed("a", "deleted"), changed("b", "added"), changed("c", "added")],
      moreFiles: 0,
      errors: [],
    });
  });

  test("many files are cut, many errors are the last ones, equal ones are one", () => {
    const uncommitted = Array.from({ length: MOST_FILES + 5 }, (_, n) => changed(`f${n}`));
    const hookFailures = [{ time: at(1), hook: "post-commit", step: "git mktree" }];
    const entry = fold({
      records: [record(1)],
      uncommitted,
      hookFailures: [...hookFailures, ...hookFailures],
      logErrors: ["l: e"],
    });
    expect([entry?.files.length, entry?.moreFiles, entry?.errors]).toEqual([
      MOST_FILES,
      5,
      ["post-commit: git mktree failed", "l: e"],
    ]);
  });

  test("errors alone, and a history that git lost, are worth an entry", () => {
    expect(fold({ records: [record(1)], logErrors: ["log: error"] })?.errors).toEqual(["log: error"]);
    expect(fold({ records: [record(1)], committed: null })?.files).toEqual([]);
  });

  test("the same records give the same id, others another", () => {
    const id = (records: SyncFacts["records"], path: string) => fold({ records, uncommitted: [changed(path)] })?.id;
    expect(id([record(1)], "a")).toBe(id([record(1)], "b"));
    expect(id([record(1)], "a")).not.toBe(id([record(1), record(2)], "a"));
  });
});

describe("error lines of a log", () => {
  test.each<[string, string, string | null, string[]]>([
    ["the words that mean one", "ok\nERROR: disk\nall fine\nbuild failed\n", null, ["ERROR: disk", "build failed"]],
    ["not the words that deny one", "0 errors, 3 warnings\nno failures\nterror\n", null, []],
    [
      "not those before",
      `${at(0)} error old\n${at(9)} error new\nerror undated`,
      at(5),
      [`${at(9)} error new`, "error undated"],
    ],
    [
      "dates as loggers write them",
      "[2024-03-15 09:59:59,123] error old\n[2024-03-15 10:00:09] error new",
      at(0),
      ["[2024-03-15 10:00:09] error new"],
    ],
    [
      "the last five",
      Array.from({ length: 9 }, (_, n) => `error ${n}`).join("\n"),
      null,
      [4, 5, 6, 7, 8].map((n) => `error ${n}`),
    ],
    [
      "without secrets and control characters",
      "error \u001b[31mghp_abcdefghijklmnopqrstuvwx\r\n",
      null,
      ["error [redacted]"],
    ],
  ])("%s", (_, text, since, lines) => expect(errorLines(text, since)).toEqual(lines));

  test("a line of a megabyte is read in no time", () => {
    const began = performance.now();
    expect(errorLines(`error ${"0 no without ".repeat(80_000)}`, null).length).toBeLessThanOrEqual(1);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
