/** Git changes the queue's file behind our back. Nothing acknowledged is lost, and what other clones did comes in. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  add,
  editView,
  newDirectory,
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
const made: string[] = [];

beforeEach(async () => {
  root = newRepository();
  made.push(root);
  local = await openStore(root);
});
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function commitAll(dir: string, message: string): string {
  runGit(dir, "add", "--all");
  runGit(dir, "commit", "--quiet", "--message", message);
  return runGit(dir, "rev-parse", "HEAD").trim();
}

function clone(of = root): string {
  const dir = newDirectory();
  made.push(dir);
  runGit(dir, "clone", "--quiet", of, ".");
  return dir;
}

function kinds(opened: Opened): string[] {
  return opened.words.splice(0).map((word) => word.kind);
}

/** Both tasks are there, the file shows them, and no further command has anything to do. */
async function nothingLost(names: string[]): Promise<void> {
  expect(Object.values(await tasksIn(local.store))).toEqual(names.map((name) => `do ${name}`));
  expect(readFileSync(join(root, VIEW), "utf8")).toBe(stateText(root));
  local.words.length = 0;
  await local.store.read();
  expect(local.words).toEqual([]);
}

describe("git puts an earlier file back", () => {
  beforeEach(async () => {
    await add(local.store, "a");
    commitAll(root, "with T-01");
    await add(local.store, "b");
  });

  test.each([
    ["reset --hard", ["reset", "--quiet", "--hard"]],
    ["checkout of the file", ["checkout", "--quiet", "--", VIEW]],
    ["stash", ["stash", "--quiet"]],
  ])("%s", async (_, command) => {
    runGit(root, ...command);
    expect(readView(root).tasks).toHaveLength(1);
    expect(await tasksIn(local.store)).toEqual({ "T-01": "do a", "T-02": "do b" });
    expect(kinds(local)).toEqual(["rolled_back"]);
    await nothingLost(["a", "b"]);
  });

  test("and a command that changes something: its change, and all before it", async () => {
    runGit(root, "reset", "--quiet", "--hard");
    expect(await add(local.store, "c")).toBe("T-03");
    expect(kinds(local)).toEqual(["rolled_back"]);
    await nothingLost(["a", "b", "c"]);
  });

  test("reset to a commit before the first one with the file", async () => {
    runGit(root, "reset", "--quiet", "--hard", "HEAD~1");
    expect(existsSync(join(root, VIEW))).toBe(false);
    expect(await tasksIn(local.store)).toEqual({ "T-01": "do a", "T-02": "do b" });
    expect(kinds(local)).toEqual(["restored"]);
    await nothingLost(["a", "b"]);
  });

  test("switch to a branch without the file, work there, and back", async () => {
    commitAll(root, "with T-02");
    runGit(root, "switch", "--quiet", "--orphan", "empty");
    expect(existsSync(join(root, VIEW))).toBe(false);
    expect(await add(local.store, "c")).toBe("T-03");
    expect(kinds(local)).toEqual(["restored"]);
    rmSync(join(root, ".ltpm"), { recursive: true });
    runGit(root, "switch", "--quiet", "main");
    expect(await add(local.store, "d")).toBe("T-04");
    expect(kinds(local)).toEqual(["rolled_back"]);
    await nothingLost(["a", "b", "c", "d"]);
  });

  test("an old file that is also edited: the edit counts, going back does not", async () => {
    runGit(root, "reset", "--quiet", "--hard");
    editView(root, (queue) => {
      queue.tasks[0].description = "do a differently";
    });
    expect(await tasksIn(local.store)).toEqual({ "T-01": "do a differently", "T-02": "do b" });
    expect(kinds(local)).toEqual(["edited"]);
  });

  test("when everything is packed", async () => {
    runGit(root, "gc", "--quiet", "--prune=now");
    runGit(root, "pack-refs", "--all");
    await nothingLost(["a", "b"]);
    expect(await add(local.store, "c")).toBe("T-03");
    runGit(root, "gc", "--quiet", "--prune=now");
    rmSync(join(root, ".git/ltpm/view.json"));
    runGit(root, "reset", "--quiet", "--hard");
    expect(await add(local.store, "d")).toBe("T-04");
    await nothingLost(["a", "b", "c", "d"]);
    expect(runGit(root, "fsck", "--no-dangling", "--strict")).toBe("");
  });
});

describe("the file is gone", () => {
  test("deleted: written again, and said", async () => {
    await add(local.store, "a");
    rmSync(join(root, VIEW));
    await local.store.read();
    expect(kinds(local)).toEqual(["restored"]);
    await nothingLost(["a"]);
  });

  test("with its archive: both are written again", async () => {
    await add(local.store, "a");
    editView(root, (queue) => queue.tasks.pop());
    await local.store.read();
    const archive = readFileSync(join(root, ".ltpm/archive/2026-03.json"), "utf8");
    rmSync(join(root, ".ltpm"), { recursive: true });
    await local.store.read();
    expect(readFileSync(join(root, ".ltpm/archive/2026-03.json"), "utf8")).toBe(archive);
  });

  test("with the state: labels go on all the same", async () => {
    for (const name of ["a", "b"]) await add(local.store, name);
    runGit(root, "update-ref", "-d", "refs/ltpm/state");
    rmSync(join(root, ".ltpm"), { recursive: true });
    expect((await local.store.read()).state.queue).toMatchObject({ tasks: [], lastId: "T-02" });
    expect(await add(local.store, "c")).toBe("T-03");
  });
});

test("nothing is written before the first change", async () => {
  const before = runGit(root, "status", "--porcelain");
  expect((await local.store.read({ archive: true })).version).toBe("");
  expect([existsSync(join(root, ".ltpm")), existsSync(join(root, ".git/ltpm"))]).toEqual([false, false]);
  expect(runGit(root, "status", "--porcelain")).toBe(before);
});

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

describe("linked work trees", () => {
  test("one state, and each has its own view of it", async () => {
    await add(local.store, "a");
    commitAll(root, "one");
    const dir = join(newDirectory(), "tree");
    made.push(dir);
    runGit(root, "worktree", "add", "--quiet", "-b", "side", dir);
    const other = await openStore(dir);
    expect(await add(local.store, "b")).toBe("T-02");
    expect(await tasksIn(other.store)).toEqual({ "T-01": "do a", "T-02": "do b" });
    expect(await add(other.store, "c")).toBe("T-03");
    expect(await add(local.store, "d")).toBe("T-04");
    expect([readView(dir).tasks.length, readView(root).tasks.length]).toEqual([3, 4]);
    editView(dir, (queue) => {
      queue.tasks[0].description = "edited in the other tree";
    });
    expect(await tasksIn(other.store)).toMatchObject({ "T-01": "edited in the other tree", "T-04": "do d" });
    expect(await tasksIn(local.store)).toMatchObject({ "T-01": "edited in the other tree", "T-03": "do c" });
    // Being behind is no event: only the edit was worth a word.
    expect([kinds(local), kinds(other)]).toEqual([[], ["edited"]]);
    expect(subjects(root)).toHaveLength(5);
  });

  test("a moved clone finds its state again", async () => {
    await add(local.store, "a");
    const moved = `${root}-moved`;
    renameSync(root, moved);
    made.push(moved);
    expect(await add((await openStore(moved)).store, "b")).toBe("T-02");
  });
});

test("a repository of the other object format", async () => {
  const dir = newRepository("--object-format=sha256");
  made.push(dir);
  const opened = await openStore(dir);
  for (const name of ["a", "b"]) await add(opened.store, name);
  commitAll(dir, "queue");
  await add(opened.store, "c");
  runGit(dir, "reset", "--quiet", "--hard");
  editView(dir, (queue) => queue.tasks.pop());
  expect(await tasksIn(opened.store)).toEqual({ "T-01": "do a", "T-03": "do c" });
  runGit(dir, "gc", "--quiet", "--prune=now");
  expect(await add(opened.store, "d")).toBe("T-04");
  expect(runGit(dir, "fsck", "--no-dangling", "--strict")).toBe("");
});

test("line ends that git turns at every checkout change nothing", async () => {
  runGit(root, "config", "core.autocrlf", "true");
  for (const name of ["a", "b"]) await add(local.store, name);
  commitAll(root, "two");
  const checkout = () => {
    rmSync(join(root, VIEW));
    runGit(root, "checkout", "--quiet", "--", VIEW);
    expect(readFileSync(join(root, VIEW), "utf8")).toContain("\r\n");
  };
  checkout();
  expect([await tasksIn(local.store), kinds(local)]).toEqual([{ "T-01": "do a", "T-02": "do b" }, []]);
  await add(local.store, "c");
  kinds(local);
  checkout();
  expect([Object.keys(await tasksIn(local.store)), kinds(local)]).toEqual([["T-01", "T-02", "T-03"], ["rolled_back"]]);
  checkout();
  editView(root, (queue) => {
    queue.tasks[1].description = "edited";
  });
  expect(await tasksIn(local.store)).toEqual({ "T-01": "do a", "T-02": "edited", "T-03": "do c" });
});

test("a view outside the work tree", async () => {
  const elsewhere = join(newDirectory(), "queue");
  made.push(elsewhere);
  const opened = await openStore(root, { now: () => "2026-03-01T10:00:00.000Z" }, elsewhere);
  await add(opened.store, "a");
  editView(
    elsewhere,
    (queue) => {
      queue.tasks[0].description = "edited";
    },
    "task-queue.json",
  );
  expect(await tasksIn(opened.store)).toEqual({ "T-01": "edited" });
  expect([existsSync(join(root, ".ltpm")), runGit(root, "status", "--porcelain")]).toEqual([false, ""]);
});
