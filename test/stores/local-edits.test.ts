/** A person changes the queue's file. What they wrote counts, and nothing else changes. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { QueueFault } from "../../src/queue/faults.ts";
import type { Intent } from "../../src/state/store.ts";
import {
  add,
  editView,
  newRepository,
  type Opened,
  openStore,
  readView,
  runGit,
  stateText,
  subjects,
  tasksIn,
  VIEW,
} from "./local-store.ts";

let root = "";
let local: Opened;

beforeEach(async () => {
  root = newRepository();
  local = await openStore(root);
  for (const name of ["a", "b", "c"]) await add(local.store, name);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function viewText(): string {
  return readFileSync(join(root, VIEW), "utf8");
}

/** After every edit: the file is ours again, the state says the same, and nothing is said twice. */
async function settled(): Promise<void> {
  expect(viewText()).toBe(stateText(root));
  local.words.length = 0;
  const { version } = await local.store.read();
  expect([local.words, (await (await openStore(root)).store.read()).version]).toEqual([[], version]);
}

describe("an edit is taken, in a commit of its own", () => {
  test("another description", async () => {
    editView(root, (queue) => {
      queue.tasks[1].description = "do it better";
    });
    expect(await tasksIn(local.store)).toEqual({ "T-01": "do a", "T-02": "do it better", "T-03": "do c" });
    const notes = [{ kind: "changed", id: "T-02", fields: ["description"] }];
    expect(local.words).toEqual([{ kind: "edited", file: VIEW, notes, ended: [] }]);
    expect(subjects(root)[0]).toBe("ltpm: edit by hand");
    await settled();
  });

  test("another status", async () => {
    editView(root, (queue) => {
      queue.tasks[0].status = "skipped";
    });
    const { tasks } = (await local.store.read()).state.queue;
    expect(tasks.map((task) => [task.status, task.completed_at !== null])).toEqual([
      ["skipped", true],
      ["pending", false],
      ["pending", false],
    ]);
    await settled();
  });

  test("a new task that only says what is to be done", async () => {
    editView(root, (queue) => {
      queue.tasks.unshift({ description: "typed in" });
    });
    expect(await tasksIn(local.store)).toEqual({ "T-01": "do a", "T-02": "do b", "T-03": "do c", "T-04": "typed in" });
    expect(await add(local.store, "d")).toBe("T-05");
    await settled();
  });

  test("a deleted task is archived, not destroyed, and its label is not used again", async () => {
    editView(root, (queue) => {
      queue.tasks.pop();
      queue.lastId = "T-02";
    });
    expect(await tasksIn(local.store)).toEqual({ "T-01": "do a", "T-02": "do b" });
    const { archive, queue } = (await local.store.read({ archive: true })).state;
    const archived = [...archive.values()].flatMap((file) => file.tasks.map((task) => task.id));
    expect([archived, queue.archivedCount]).toEqual([["T-03"], 1]);
    expect(readView(root, ".ltpm/archive/2026-03.json").tasks[0].description).toBe("do c");
    expect(await add(local.store, "d")).toBe("T-04");
    await settled();
  });

  test("an edit and a transaction in one command: both count", async () => {
    editView(root, (queue) => {
      queue.tasks[0].description = "edited";
    });
    expect(await add(local.store, "d")).toBe("T-04");
    expect(await tasksIn(local.store)).toMatchObject({ "T-01": "edited", "T-04": "do d" });
    expect(subjects(root).slice(0, 2)).toEqual(["ltpm: add T-04", "ltpm: edit by hand"]);
    await settled();
  });

  test("fields of people's own survive, here and there", async () => {
    editView(root, (queue) => {
      queue.tasks[0].colour = "red";
      queue.team = ["Ann"];
    });
    await local.store.read();
    expect([readView(root).tasks[0].colour, readView(root).team]).toEqual(["red", ["Ann"]]);
    await settled();
  });
});

test("another format of the same is no change: nothing is committed, and the file is ours again", async () => {
  const { version } = await local.store.read();
  const text = editView(root, (queue) => {
    queue.tasks = queue.tasks.map((task: object) => Object.fromEntries(Object.entries(task).reverse()));
  });
  expect(text).not.toBe(stateText(root));
  expect((await local.store.read()).version).toBe(version);
  expect(local.words).toEqual([]);
  await settled();
});

test("an edit that was made while other commands went on is merged with what they did", async () => {
  const saved = readView(root);
  saved.tasks[0].description = "written slowly";
  saved.tasks.push({ description: "typed in" });
  await add(local.store, "d");
  writeFileSync(join(root, VIEW), JSON.stringify(saved));
  const tasks = await tasksIn(local.store);
  expect(tasks["T-01"]).toBe("written slowly");
  expect(Object.values(tasks).sort()).toEqual(["do b", "do c", "do d", "typed in", "written slowly"]);
  expect(Object.keys(tasks)).toHaveLength(5);
  await settled();
});

test("a file saved while a command works is not written over, and counts with the next", async () => {
  const slow: Intent<null> = {
    subject: "ltpm: slow",
    op: "op-slow",
    apply: (state) => {
      editView(root, (queue) => {
        queue.tasks[2].description = "saved meanwhile";
      });
      return { state: { ...state, queue: { ...state.queue, mark: 1 } }, result: null };
    },
  };
  await local.store.transact(slow);
  expect(readView(root).tasks[2].description).toBe("saved meanwhile");
  expect(await tasksIn(local.store)).toMatchObject({ "T-03": "saved meanwhile" });
  expect((await local.store.read()).state.queue.mark).toBe(1);
  await settled();
});

test("an edit that git brings back later is known, and is not taken a second time", async () => {
  editView(root, (queue) => {
    queue.tasks[0].status = "skipped";
  });
  const edited = viewText();
  await local.store.read();
  editView(root, (queue) => {
    queue.tasks[0].status = "pending";
  });
  await local.store.read();
  writeFileSync(join(root, VIEW), edited);
  local.words.length = 0;
  expect((await local.store.read()).state.queue.tasks[0]?.status).toBe("pending");
  expect(local.words).toEqual([{ kind: "rolled_back", file: VIEW }]);
  await settled();
});

describe("a file that is no sound queue is left as it is, and so is the state", () => {
  const broken: [string, (text: string) => string | Buffer, string, RegExp][] = [
    ["half a file", (text) => text.slice(0, 300), "not_json", /task-queue\.json:\d+:\d+: not valid JSON/],
    ["nothing", () => "", "not_json", /task-queue\.json:1:1: /],
    [
      "a conflict with half a file",
      (t) => `<<<<<<< HEAD\n${t}=======\n{\n>>>>>>> x\n`,
      "conflict_markers",
      /:1:1: git left/,
    ],
    ["a conflict that does not close", (t) => `<<<<<<< HEAD\n${t}=======\n${t}`, "conflict_markers", /:1:1: git left/],
    [
      "an unknown status",
      (t) => t.replace('"pending"', '"resting"'),
      "wrong_shape",
      /tasks\[0\]\.status: must be one of/,
    ],
    ["a label twice", (t) => t.replace('"T-02"', '"T-01"'), "duplicate_id", /tasks\[1\]\.id: T-01 is already/],
    ["a newer version", (t) => t.replace('"version": 2', '"version": 99'), "newer_version", /newer ltpm/],
    [
      "not UTF-8",
      () => Buffer.from('{\n"lastId": null,\n"x": "caf\xe9", "tasks": []}', "latin1"),
      "not_text",
      /:3:1: it is not UTF-8/,
    ],
  ];
  test.each(broken)("%s", async (_, spoil, code, told) => {
    const bytes = Buffer.from(spoil(viewText()));
    const before = runGit(root, "rev-parse", "refs/ltpm/state");
    writeFileSync(join(root, VIEW), bytes);
    for (const use of [() => local.store.read(), () => add(local.store, "d")]) {
      const error = await use().catch((thrown: unknown) => thrown);
      if (!(error instanceof QueueFault)) throw new Error(`no fault: ${String(error)}`);
      expect([error.fault.code, error.fault.file]).toEqual([code, VIEW]);
      expect(error.message).toMatch(told);
    }
    expect(readFileSync(join(root, VIEW)).equals(bytes)).toBe(true);
    expect(runGit(root, "rev-parse", "refs/ltpm/state")).toBe(before);
  });

  test("a month of the archive", async () => {
    mkdirSync(join(root, ".ltpm/archive"));
    writeFileSync(join(root, ".ltpm/archive/2026-01.json"), "{");
    const error = await local.store.read({ archive: true }).catch((thrown: unknown) => thrown);
    expect(error instanceof QueueFault && error.fault.file).toBe(".ltpm/archive/2026-01.json");
    expect(await tasksIn(local.store)).toHaveProperty("T-01");
  });
});
