/** Clones that go their own ways and meet again through a committed file. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  add,
  commitAll,
  editView,
  kinds,
  newDirectory,
  newRepository,
  type Opened,
  openStore,
  readView,
  runGit,
  tasksIn,
  VIEW,
} from "./local-store.ts";

let root = "";
let local: Opened;
const made: string[] = [];

beforeEach(async () => {
  root = newRepository();
  made.push(root);
  local = await openStore(root);
});
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function clone(of = root): string {
  const dir = newDirectory();
  made.push(dir);
  runGit(dir, "clone", "--quiet", of, ".");
  return dir;
}

describe("a clone without a state adopts the file it has", () => {
  test("one of ours: nothing in its work tree changes, not even by reading", async () => {
    for (const name of ["a", "b"]) await add(local.store, name);
    commitAll(root, "queue");
    const other = await openStore(clone());
    const dir = made.at(-1) ?? "";
    expect(await tasksIn(other.store)).toEqual({ "T-01": "do a", "T-02": "do b" });
    expect(other.words).toEqual([{ kind: "adopted", file: VIEW, tasks: 2 }]);
    expect(runGit(dir, "status", "--porcelain")).toBe("");
    expect(await add(other.store, "c")).toBe("T-03");
  });

  test("an old one: read as it is, written anew with the first change, its archive taken along", async () => {
    const old = { version: "1.0", lastId: "T-07", tasks: [{ id: "T-07", description: "old", type: "unknown" }] };
    mkdirSync(join(root, ".ltpm/archive"), { recursive: true });
    writeFileSync(join(root, VIEW), JSON.stringify(old));
    const archived = {
      tasks: [{ id: "T-09", description: "older", status: "done", added_at: "2026-01-02T00:00:00Z" }],
    };
    writeFileSync(join(root, ".ltpm/archive/2026-01.json"), JSON.stringify(archived));
    commitAll(root, "old queue");
    expect(await tasksIn(local.store)).toEqual({ "T-07": "old" });
    expect([readView(root), runGit(root, "for-each-ref", "refs/ltpm")]).toEqual([old, ""]);
    expect(await add(local.store, "a")).toBe("T-10");
    expect([readView(root).version, kinds(local)]).toEqual([2, ["adopted"]]);
    expect((await local.store.read({ archive: true })).state.archive.get("2026-01")?.tasks[0]?.id).toBe("T-09");
    runGit(root, "reset", "--quiet", "--hard");
    expect(readView(root)).toEqual(old);
    expect(await tasksIn(local.store)).toEqual({ "T-07": "old", "T-10": "do a" });
    expect(kinds(local)).toEqual(["rolled_back"]);
  });

  test("a file from before all that, never seen by us, is going back too", async () => {
    const early = { lastId: "T-01", tasks: [{ id: "T-01", description: "first", added_at: "2026-01-01T00:00:00Z" }] };
    mkdirSync(join(root, ".ltpm"));
    writeFileSync(join(root, VIEW), JSON.stringify(early));
    runGit(root, "add", "--all");
    runGit(root, "-c", "user.name=x", "commit", "--quiet", "--date=2026-01-01T00:00:00Z", "--message=early");
    const now = new Date(Date.now() + 60_000).toISOString();
    const late = await openStore(root, { now: () => now });
    const second = { id: "T-02", description: "second", added_at: "2026-01-02T00:00:00Z" };
    writeFileSync(join(root, VIEW), JSON.stringify({ lastId: "T-02", tasks: [...early.tasks, second] }));
    expect(await add(late.store, "c")).toBe("T-03");
    late.words.length = 0;
    runGit(root, "reset", "--quiet", "--hard");
    expect(await tasksIn(late.store)).toEqual({ "T-01": "first", "T-02": "second", "T-03": "do c" });
    expect(kinds(late)).toEqual(["rolled_back"]);
  });
});

describe("a pull", () => {
  test("brings another clone's tasks and changes; ours stay", async () => {
    await add(local.store, "a");
    commitAll(root, "one");
    const dir = clone();
    const other = await openStore(dir, { now: () => "2026-03-02T10:00:00.000Z" });
    await add(other.store, "theirs");
    editView(dir, (queue) => {
      queue.tasks[0].description = "their words";
    });
    await other.store.read();
    commitAll(dir, "two");
    runGit(root, "pull", "--quiet", dir, "main");
    expect(await tasksIn(local.store)).toEqual({ "T-01": "their words", "T-02": "do theirs" });
    expect(kinds(local)).toEqual(["edited"]);
    expect(await add(local.store, "b")).toBe("T-03");
  });

  test("of a file that lacks what we added: it was never deleted, so it stays", async () => {
    await add(local.store, "a");
    commitAll(root, "one");
    const dir = clone();
    const other = await openStore(dir, { now: () => "2026-03-02T10:00:00.000Z" });
    await add(other.store, "theirs");
    commitAll(dir, "two");
    await add(local.store, "ours");
    runGit(root, "fetch", "--quiet", dir, "main");
    runGit(root, "reset", "--quiet", "--hard", "FETCH_HEAD");
    const tasks = await tasksIn(local.store);
    expect(Object.values(tasks).sort()).toEqual(["do a", "do ours", "do theirs"]);
    expect(Object.keys(tasks).sort()).toEqual(["T-01", "T-02", "T-03"]);
  });

  test("of an archived task: it moves to our archive too, with its month", async () => {
    for (const name of ["a", "b"]) await add(local.store, name);
    commitAll(root, "one");
    const dir = clone();
    const other = await openStore(dir, { now: () => "2026-04-02T10:00:00.000Z" });
    await other.store.read();
    editView(dir, (queue) => queue.tasks.shift());
    await other.store.read();
    commitAll(dir, "two");
    runGit(root, "pull", "--quiet", dir, "main");
    expect(await tasksIn(local.store)).toEqual({ "T-02": "do b" });
    const { archive } = (await local.store.read({ archive: true })).state;
    expect([...archive.values()].flatMap((file) => file.tasks.map((task) => task.id))).toEqual(["T-01"]);
    expect(runGit(root, "status", "--porcelain", ".ltpm/archive")).toBe("");
  });

  test("from a stranger with the same labels: every task keeps its identity, no label stands twice", async () => {
    for (const name of ["a", "b"]) await add(local.store, name);
    editView(root, (queue) => queue.tasks.shift());
    await local.store.read();
    const dir = newRepository();
    made.push(dir);
    const stranger = await openStore(dir, { now: () => "2026-03-03T10:00:00.000Z" });
    for (const name of ["x", "y", "z"]) await add(stranger.store, name);
    writeFileSync(join(root, VIEW), readFileSync(join(dir, VIEW)));
    const tasks = await tasksIn(local.store);
    expect(Object.values(tasks).sort()).toEqual(["do b", "do x", "do y", "do z"]);
    // T-01 is archived, and nobody else is called so.
    expect(Object.keys(tasks)).not.toContain("T-01");
    expect((await local.store.read()).state.queue.lastId).toBe("T-05");
  });
});
