import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { QueueFault } from "../../src/queue/faults.ts";
import { MAX_TEXT } from "../../src/queue/format.ts";
import { parseArchive, parseQueue } from "../../src/queue/parse.ts";
import type { Task } from "../../src/queue/schema.ts";
import { serialiseArchive, serialiseQueue } from "../../src/queue/write.ts";
import { NOW, queue, running, task } from "./samples.ts";

const DEFAULTS = { now: NOW, maxRetries: 3 };
const read = (text: string) => parseQueue(text, ".ltpm/task-queue.json", DEFAULTS);

function faultOf(text: string) {
  try {
    read(text);
  } catch (error) {
    if (error instanceof QueueFault) return error.fault;
    throw error;
  }
  return null;
}

function file(tasks: unknown[], rest: object = { lastId: "T-09" }): string {
  return JSON.stringify({ ...rest, tasks, archivedCount: 0 }, null, 2);
}

const raw = (changes: object = {}) => ({ ...task("T-01"), ...changes });

describe("a file that cannot be used is named by line and field", () => {
  /** A line number, or a piece of text that stands on that line (the n-th time it occurs). */
  const rows: [name: string, text: string, code: string, field: string, line: number | string, nth?: number][] = [
    ["cut off", '{\n  "lastId": null,\n  "tasks": [', "not_json", "", 3],
    ["empty", "", "not_json", "", 1],
    ["a comma too many", '{"lastId": null,\n"tasks": [],\n}', "not_json", "", 3],
    ["a comment", '{\n// hi\n"tasks": []}', "not_json", "", 2],
    ["a list", "[]", "wrong_shape", "", 1],
    ["no tasks", '{"lastId": null}', "wrong_shape", "tasks", 1],
    [
      "conflict markers",
      '{\n<<<<<<< HEAD\n"lastId": null\n=======\n"lastId": "T-01"\n>>>>>>> other\n}',
      "conflict_markers",
      "",
      2,
    ],
    ["NUL", '{"lastId": null,\n"tasks": [], "x": "\0"}', "not_text", "", 2],
    ["unknown status", file([raw({ status: "waiting" })]), "wrong_shape", "tasks[0].status", '"waiting"'],
    ["a number for text", file([raw({ description: 7 })]), "wrong_shape", "tasks[0].description", '"description"'],
    ["no description", file([{ id: "T-01" }]), "wrong_shape", "tasks[0].description", 4],
    ["a wrong id", file([raw({ id: "T1" })]), "wrong_shape", "tasks[0].id", '"T1"'],
    ["a negative count", file([raw({ retries: -1 })]), "wrong_shape", "tasks[0].retries", '"retries"'],
    ["more retries than allowed", file([raw({ retries: 4 })]), "wrong_shape", "tasks[0].retries", '"retries"'],
    ["a wrong date", file([raw({ added_at: "yesterday" })]), "wrong_shape", "tasks[0].added_at", '"yesterday"'],
    ["an id twice", file([raw(), raw({ uid: "other" })]), "duplicate_id", "tasks[1].id", '"T-01"', 2],
    ["a uid twice", file([raw(), raw({ id: "T-02" })]), "duplicate_uid", "tasks[1].uid", '"uid-T-01"', 2],
    ["lastId too low", file([raw({ id: "T-05" })], { lastId: "T-02" }), "last_id_too_low", "lastId", 2],
    ["a newer version", file([], { version: 3, lastId: null }), "newer_version", "version", 2],
    ["a version that is none", file([], { version: "next", lastId: null }), "newer_version", "version", 2],
    ["__proto__", '{"lastId": null,\n "tasks": [],\n "__proto__": {}}', "forbidden_key", "__proto__", 3],
    [
      "__proto__ deep down",
      '{"lastId": null, "tasks": [], "x": [{\n"constructor": 1}]}',
      "forbidden_key",
      "x[0].constructor",
      2,
    ],
    [
      "a megabyte of description",
      file([raw({ description: "x".repeat(1_000_000) })]),
      "wrong_shape",
      "tasks[0].description",
      7,
    ],
    [
      "a dependency that never was",
      file([raw({ depends_on: ["T-77"] })]),
      "unknown_dependency",
      "tasks[0].depends_on[0]",
      23,
    ],
    [
      "a task that waits for itself",
      file([raw({ depends_on: ["T-01"] })]),
      "dependency_cycle",
      "tasks[0].depends_on",
      22,
    ],
  ];
  for (const [name, text, code, field, where, nth] of rows) {
    const line =
      typeof where === "number"
        ? where
        : text
            .split(where)
            .slice(0, nth ?? 1)
            .join(where)
            .split("\n").length;
    test(name, () => {
      expect(faultOf(text)).toMatchObject({ code, field, line, file: ".ltpm/task-queue.json" });
    });
  }

  test("deep nesting is refused, not followed", () => {
    expect(faultOf(`{"lastId":null,"tasks":[],"x":${"[".repeat(500)}${"]".repeat(500)}}`)?.code).toBe("forbidden_key");
  });

  test("the message says what, where and what to do in one line", () => {
    expect(() => read(file([raw({ status: "waiting" })]))).toThrow(
      /^\.ltpm\/task-queue\.json:9:\d+: tasks\[0\]\.status: must be one of pending, running, done, blocked, skipped\. .*ltpm doctor/,
    );
  });
});

describe("older and hand-written forms are understood", () => {
  test("the empty form of the source", () => {
    expect(read('{ "lastId": null, "tasks": [], "archivedCount": 0 }')).toEqual({
      lastId: null,
      tasks: [],
      archivedCount: 0,
    });
  });

  test("the oldest form, with `type`, config keys and without our fields", () => {
    const old = {
      version: "1.0",
      maxConcurrent: 2,
      lastId: "T-01",
      tasks: [
        {
          id: "T-01",
          description: "x",
          goal: "y",
          type: "review",
          status: "pending",
          added_at: NOW,
          retries: 1,
          maxRetries: 3,
          subagent_session: null,
        },
      ],
    };
    const parsed = read(JSON.stringify(old));
    expect(parsed).toMatchObject({
      maxConcurrent: 2,
      archivedCount: 0,
      tasks: [{ task_type: "review", retries: 1, strategies_tried: [] }],
    });
    expect(parsed.tasks[0]).not.toHaveProperty("type");
  });

  test("the same old task gets the same identity in every clone", () => {
    const text = JSON.stringify({ tasks: [{ id: "T-01", description: "x", added_at: NOW }] });
    const uid = (now: string) => parseQueue(text, "f", { now, maxRetries: 3 }).tasks[0]?.uid;
    expect(uid("2030-01-01T00:00:00.000Z")).toBe(uid(NOW));
  });

  test("a task typed in with a description alone becomes the next one", () => {
    const parsed = read(file([{ description: "typed in" }], { lastId: "T-04" }));
    expect(parsed).toMatchObject({
      lastId: "T-05",
      tasks: [{ id: "T-05", status: "pending", added_at: NOW, maxRetries: 3 }],
    });
  });

  test("the same words typed in twice are two tasks", () => {
    const parsed = read(file([{ description: "again" }, { description: "again" }], { lastId: null }));
    expect(parsed.tasks.map((one) => one.id)).toEqual(["T-01", "T-02"]);
    expect(new Set(parsed.tasks.map((one) => one.uid)).size).toBe(2);
  });

  test("running without a session starts anew; finished without a date was finished now", () => {
    const parsed = read(file([raw({ status: "running" }), raw({ id: "T-02", uid: "b", status: "blocked" })]));
    expect(parsed.tasks.map((one) => [one.status, one.completed_at])).toEqual([
      ["pending", null],
      ["blocked", NOW],
    ]);
  });

  test("a byte order mark is no fault", () => {
    expect(read(`\uFEFF${file([])}`).tasks).toEqual([]);
  });

  test("a longest text is taken, one more character is not", () => {
    expect(read(file([raw({ description: "x".repeat(MAX_TEXT) })])).tasks).toHaveLength(1);
    expect(faultOf(file([raw({ description: "x".repeat(MAX_TEXT + 1) })]))?.code).toBe("wrong_shape");
  });
});

const anyText = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
const anyTask: fc.Arbitrary<Partial<Task>> = fc.record(
  {
    description: anyText,
    goal: fc.option(anyText),
    task_type: anyText,
    priority: fc.integer({ min: -999, max: 999 }).filter((n) => n !== 0),
    acceptance: fc.array(anyText, { minLength: 1, maxLength: 3 }),
    extra: fc.jsonValue(),
    deliverable: fc.option(anyText),
    retries: fc.nat(3),
  },
  { requiredKeys: [] },
);

describe("writing and reading", () => {
  test("parse(write(x)) = x, for any texts and unknown fields", () => {
    fc.assert(
      fc.property(fc.array(anyTask, { maxLength: 6 }), (changes) => {
        const tasks = changes.map((change, index) =>
          index % 3 === 2 ? running(`T-0${index + 1}`, change) : task(`T-0${index + 1}`, change),
        );
        fc.pre(!JSON.stringify(tasks).match(/__proto__|constructor|prototype/));
        const whole = { ...queue(...tasks), "x-ours": { kept: true } };
        const text = serialiseQueue(whole);
        expect(read(text)).toEqual(JSON.parse(text));
        expect(serialiseQueue(read(text))).toBe(text);
      }),
    );
  });

  test("keys stand in one order, two spaces, a final newline; unknown fields come last", () => {
    const text = serialiseQueue(queue(task("T-01", { mine: 1 } as Partial<Task>)));
    expect(text).toMatch(
      /^\{\n {2}"version": 2,\n {2}"lastId": "T-01",\n {2}"tasks": \[\n {4}\{\n {6}"id": "T-01",\n {6}"uid"/,
    );
    expect(text).toMatch(
      /"user_action_required": null,\n {6}"mine": 1\n {4}\}\n {2}\],\n {2}"archivedCount": 0\n\}\n$/,
    );
  });

  test("an archive month survives too", () => {
    const month = { tasks: [task("T-01", { status: "done", completed_at: NOW, verification: "ok" })] };
    expect(parseArchive(serialiseArchive(month), "archive/2026-11.json", DEFAULTS).tasks).toEqual(month.tasks);
  });

  test("no text at all makes the reader crash with anything but a fault", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
        expect([null, "string"]).toContain(faultOf(text) === null ? null : typeof faultOf(text)?.problem);
      }),
    );
  });
});
