/** Git changes the queue's file behind our back. Nothing acknowledged is lost. */
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
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
