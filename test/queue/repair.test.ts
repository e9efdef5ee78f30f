import { describe, expect, test } from "vitest";
import { splitConflict } from "../../src/queue/conflict.ts";
import { parseQueue } from "../../src/queue/parse.ts";
import { repairQueue } from "../../src/queue/repair.ts";
import { serialiseQueue } from "../../src/queue/write.ts";
import { NOW, queue, task } from "./samples.ts";

const DEFAULTS = { now: NOW, maxRetries: 3 };
const file = (tasks: unknown[], lastId: string | null) => JSON.stringify({ lastId, tasks });

describe("what can be repaired without a guess", () => {
  /** broken file -> labels afterwards, lastId */
  const rows: [name: string, text: string, labels: string[], last: string][] = [
    ["lastId below the highest", file([task("T-04")], "T-02"), ["T-04"], "T-04"],
    ["lastId missing altogether below tasks", file([task("T-04")], null), ["T-04"], "T-04"],
    [
      "a label twice",
      file([task("T-01"), task("T-01", { uid: "b", description: "other" })], "T-03"),
      ["T-01", "T-04"],
      "T-04",
    ],
    ["the same task twice", file([task("T-01"), task("T-01")], "T-01"), ["T-01"], "T-01"],
  ];
  for (const [name, text, labels, last] of rows) {
    test(name, () => {
      const repaired = repairQueue(text, DEFAULTS);
      const parsed = parseQueue(repaired?.text ?? "", "f", DEFAULTS);
      expect(parsed.tasks.map((one) => one.id)).toEqual(labels);
      expect(parsed.lastId).toBe(last);
      expect(repaired?.done).not.toEqual([]);
    });
  }

  for (const [name, text] of [
    ["half a file", '{"lastId": null, "tasks": ['],
    ["an unknown status", file([{ ...task("T-01"), status: "waiting" }], "T-01")],
    ["a sound file", serialiseQueue(queue(task("T-01")))],
    ["conflict markers that do not close", '<<<<<<< HEAD\n{"lastId":null,"tasks":[]}\n'],
  ] as const) {
    test(`nothing for ${name}`, () => expect(repairQueue(text, DEFAULTS)).toBeNull());
  }
});

describe("conflict markers", () => {
  const mine = serialiseQueue(queue(task("T-01"), task("T-02", { uid: "mine" })));
  const theirs = serialiseQueue(queue(task("T-01"), task("T-02", { uid: "theirs", description: "theirs" })));
  /** As git writes it: common lines outside, each side between the markers. */
  function conflicted(style: "merge" | "diff3"): string {
    const [a, b] = [mine.split("\n"), theirs.split("\n")];
    let head = 0;
    while (a[head] === b[head]) head++;
    let tail = 0;
    while (a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
    const base = style === "diff3" ? ["||||||| base", "something else"] : [];
    return [
      ...a.slice(0, head),
      "<<<<<<< HEAD",
      ...a.slice(head, a.length - tail),
      ...base,
      "=======",
      ...b.slice(head, b.length - tail),
      ">>>>>>> other",
      ...a.slice(a.length - tail),
    ].join("\n");
  }

  for (const style of ["merge", "diff3"] as const) {
    test(`${style}: both sides come out whole and are merged, nothing lost`, () => {
      const text = conflicted(style);
      expect(splitConflict(text)).toEqual({ ours: mine, theirs });
      const merged = parseQueue(repairQueue(text, DEFAULTS)?.text ?? "", "f", DEFAULTS);
      expect(merged.tasks.map((one) => one.uid).sort()).toEqual(["mine", "theirs", "uid-T-01"]);
      expect(new Set(merged.tasks.map((one) => one.id)).size).toBe(3);
    });
  }

  test("seven equals signs inside a text are no marker", () => {
    expect(splitConflict('{"a": "x"}\n=======\n')).toEqual({
      ours: '{"a": "x"}\n=======\n',
      theirs: '{"a": "x"}\n=======\n',
    });
  });
});
