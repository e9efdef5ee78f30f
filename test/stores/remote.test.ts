/** The remote store among people: their commits stay, what they write into the file is checked. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { QueueFault } from "../../src/queue/faults.ts";
import type { RemoteStore } from "../../src/stores/remote.ts";
import { addIntent } from "./contract.ts";
import { type Far, farGit, localGit, type OpenedFar, openFar, startFar } from "./remote-store.ts";

const NOW = "2026-03-01T10:00:00.000Z";
const clock = { now: () => NOW };
let far: Far;
let root: string;
let opened: OpenedFar;
let store: RemoteStore;

beforeEach(async () => {
  far = await startFar("a project with spaces");
  root = await far.clone();
  opened = await openFar(root, { clock });
  store = opened.store;
});
afterEach(() => far.close());

const labels = async (from: RemoteStore = store) => (await from.read()).state.queue.tasks.map((task) => task.id);

describe("beside people's work", () => {
  test("the default branch gains the queue; nothing of the clone changes", async () => {
    const before = localGit(root, "status", "--porcelain", "--branch");
    const index = readFileSync(join(root, ".git", "index"));
    expect((await store.read()).version).toBe("");
    await store.transact(addIntent("a"));
    expect(localGit(far.bare, "ls-tree", "-r", "--name-only", "main").trim().split("\n")).toEqual([
      ".ltpm/task-queue.json",
      "README.md",
    ]);
    expect(localGit(far.bare, "ls-tree", "main", ".ltpm/task-queue.json")).toMatch(/^100644 /);
    expect(localGit(root, "status", "--porcelain")).toBe("");
    expect(localGit(root, "rev-parse", "HEAD").trim()).not.toBe(far.head());
    expect(readFileSync(join(root, ".git", "index")).equals(index)).toBe(true);
    expect(existsSync(join(root, ".ltpm"))).toBe(false);
    expect(readdirSync(join(root, ".git")).filter((name) => name === "FETCH_HEAD")).toEqual([]);
    expect(before).toContain("## main");
  });

  test("commits of others in between stay: files, modes, links, submodules, names in any encoding", async () => {
    await store.transact(addIntent("a"));
    const work = await far.clone();
    writeFileSync(join(work, "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
    writeFileSync(Buffer.concat([Buffer.from(`${work}/caf`), Buffer.from([0xe9])]), "latin1\n");
    writeFileSync(join(work, "长 名\t.txt"), "long\n");
    writeFileSync(join(work, ".ltpm", "config.json"), "{}\n");
    writeFileSync(join(work, ".ltpm-notes.md"), "git sorts this before the directory\n");
    localGit(work, "add", "--all");
    localGit(work, "update-index", "--chmod=+x", ".ltpm/task-queue.json");
    const link = localGit(work, "hash-object", "-w", "--stdin").trim();
    localGit(work, "update-index", "--add", "--cacheinfo", `120000,${link},link`);
    localGit(work, "update-index", "--add", "--cacheinfo", `160000,${far.head()},vendor/module`);
    localGit(work, "commit", "--quiet", "--message=work");
    await farGit(work, "push", "--quiet", "origin", "main");
    const listing = () =>
      localGit(far.bare, "ls-tree", "-r", "main")
        .split("\n")
        .filter((line) => !line.includes("task-queue.json"));
    const before = listing();
    expect(before).toHaveLength(9);
    expect((await store.transact(addIntent("b"))).result).toBe("T-02");
    expect(listing()).toEqual(before);
    // The same when the trees come out of a pack.
    localGit(root, "repack", "-adq");
    expect((await (await openFar(root)).store.transact(addIntent("c"))).result).toBe("T-03");
    expect(listing()).toEqual(before);
    expect(localGit(far.bare, "ls-tree", "main", ".ltpm/task-queue.json")).toMatch(/^100755 /);
    localGit(far.bare, "fsck", "--strict", "--no-dangling");
  });

  test("a clone's own name and address are on the commits where they are set, else ours", async () => {
    const first = await store.transact(addIntent("a"));
    const who = (version: string) =>
      localGit(far.bare, "log", "-1", "--format=%an <%ae> %cn <%ce> %cI", version).trim();
    expect(who(first.version)).toBe("LTPM <ltpm@localhost> LTPM <ltpm@localhost> 2026-03-01T10:00:00+00:00");
    localGit(root, "config", "user.name", "Bo <b>");
    localGit(root, "config", "user.email", "bo@example.org");
    const second = await (await openFar(root, { clock })).store.transact(addIntent("b"));
    expect(who(second.version)).toMatch(/^Bo b <bo@example.org> Bo b <bo@example.org> /);
  });

  test("no hook of the clone runs", async () => {
    for (const hook of ["pre-push", "reference-transaction", "post-commit"]) {
      writeFileSync(join(root, ".git", "hooks", hook), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    }
    expect((await store.transact(addIntent("a"))).result).toBe("T-01");
  });

  test("a deeper directory, and one that something else occupies", async () => {
    const deep = (await openFar(root, { dir: "./tools/my tasks/" })).store;
    await deep.transact(addIntent("a"));
    expect(localGit(far.bare, "cat-file", "-t", "main:tools/my tasks/task-queue.json").trim()).toBe("blob");
    expect(await labels(deep)).toEqual(["T-01"]);
    await expect((await openFar(root, { dir: "README.md" })).store.transact(addIntent("b"))).rejects.toMatchObject({
      code: "not_written",
      message: expect.stringContaining("README.md on origin/main"),
    });
  });

  test("another clone that is only a worktree of this one shares what is known", async () => {
    await store.transact(addIntent("a"));
    const linked = join(root, "..", "linked");
    localGit(root, "worktree", "add", "--quiet", linked);
    const other = await openFar(linked);
    expect((await other.store.lastSeen())?.state.queue.lastId).toBe("T-01");
    expect((await other.store.transact(addIntent("b"))).result).toBe("T-02");
    expect(await labels()).toEqual(["T-01", "T-02"]);
  });
});

describe("what people put into the file is checked", () => {
  test.each([
    ["broken", '{ "tasks": [', "not_json"],
    ["a conflict", '{\n<<<<<<< HEAD\n"tasks": []\n=======\n>>>>>>> x\n}', "conflict_markers"],
    ["of a newer program", '{ "version": 99, "lastId": null, "tasks": [] }', "newer_version"],
  ] as const)("%s", async (_, text, code) => {
    await store.transact(addIntent("a"));
    far.commit({ ".ltpm/task-queue.json": text });
    for (const work of [store.read(), store.transact(addIntent("b")), (await openFar(root)).store.read()]) {
      const error = await work.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(QueueFault);
      const { fault } = error instanceof QueueFault ? error : { fault: null };
      expect([fault?.code, fault?.file]).toEqual([code, "origin/main:.ltpm/task-queue.json"]);
    }
    expect(localGit(far.bare, "show", "main:.ltpm/task-queue.json")).toBe(text);
  });

  test("an edit by hand is taken, an old form is read", async () => {
    far.commit({
      ".ltpm/task-queue.json": '{ "lastId": "T-07", "tasks": [{ "id": "T-07", "description": "by hand" }] }',
    });
    for (const reader of [store, store, (await openFar(root)).store]) {
      const { tasks } = (await reader.read()).state.queue;
      expect(tasks.map(({ id, status, strategies_tried }) => [id, status, strategies_tried])).toEqual([
        ["T-07", "pending", []],
      ]);
    }
    expect((await store.transact(addIntent("b"))).result).toBe("T-08");
    expect((await (await openFar(root)).store.read()).state.queue.tasks[0]?.description).toBe("by hand");
  });

  test("a file with a fault in the archive is named", async () => {
    await store.transact(addIntent("a"));
    far.commit({ ".ltpm/archive/2026-01.json": "[" });
    await expect(store.read({ archive: true })).rejects.toThrow("origin/main:.ltpm/archive/2026-01.json:1:");
    expect(await labels()).toEqual(["T-01"]);
  });
});

describe("this clone", () => {
  test("a shallow clone works too", async () => {
    await store.transact(addIntent("a"));
    await store.transact(addIntent("b"));
    const shallow = join(root, "..", "shallow");
    await farGit(root, "clone", "--quiet", "--depth=1", far.server.url(far.name), shallow);
    const other = (await openFar(shallow)).store;
    expect((await other.transact(addIntent("c"))).result).toBe("T-03");
    far.server.inject({ on: "push", times: 2, what: { kind: "drop_answer" } });
    expect((await other.transact(addIntent("d"))).result).toBe("T-04");
    expect(await labels()).toEqual(["T-01", "T-02", "T-03", "T-04"]);
  });

  test("a lock that a killed git left on the hidden ref is taken away", async () => {
    await store.transact(addIntent("a"));
    const other = (await openFar(await far.clone())).store;
    await other.transact(addIntent("b"));
    writeFileSync(join(root, ".git", "refs", "ltpm", "remote", "main.lock"), "");
    expect(await labels()).toEqual(["T-01", "T-02"]);
  }, 20_000);

  test("without its memory it only checks more", async () => {
    await store.transact(addIntent("a"));
    rmSync(join(root, ".git", "ltpm"), { recursive: true });
    expect((await (await openFar(root)).store.transact(addIntent("b"))).result).toBe("T-02");
    writeFileSync(join(root, ".git", "ltpm", "remote-main"), '{"format":1,"checked":"x"');
    expect((await (await openFar(root)).store.transact(addIntent("c"))).result).toBe("T-03");
  });

  test("one commit a change, one round of the network when nobody was in between", async () => {
    await store.transact(addIntent("a"));
    const before = far.server.requests.length;
    await store.transact(addIntent("b"));
    const steps = far.server.requests.slice(before).filter(({ status }) => status === 200);
    expect(steps.map(({ step }) => step)).toEqual(["push_refs", "push"]);
    expect(localGit(far.bare, "rev-list", "--count", "main").trim()).toBe("3");
  });
});
