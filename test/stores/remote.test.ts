/** The remote store among people: their commits stay, their branches vanish, their histories are rewritten. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findRepository } from "../../src/git/repository.ts";
import { QueueFault } from "../../src/queue/faults.ts";
import type { RemoteStore } from "../../src/stores/remote.ts";
import { type CreatedBranch, createStateBranch } from "../../src/stores/remote-create.ts";
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

async function create(branch: string, op = "op-begin", fresh = false, from = root): Promise<CreatedBranch> {
  const repository = await findRepository(from, {});
  return createStateBranch({ repository, remote: "origin", branch, dir: ".ltpm", clock, maxRetries: 3, op, fresh });
}

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
    localGit(work, "add", "--all");
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
    expect(await labels()).toEqual(["T-07"]);
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

describe("branches come and go", () => {
  const GONE = { code: "vanished", message: expect.stringContaining("origin/ltpm-state") };

  test("one that never was is not made by the way", async () => {
    const state = (await openFar(root, { branch: "ltpm-state" })).store;
    await expect(state.read()).rejects.toMatchObject({ code: "no_state_branch" });
    await expect(state.transact(addIntent("a"))).rejects.toMatchObject({ code: "no_state_branch" });
    expect(localGit(far.bare, "branch", "--list", "ltpm-state")).toBe("");
  });

  test("many who make it at once make it once", async () => {
    const clones = [root, await far.clone(), await far.clone()];
    const made = await Promise.all(clones.map((clone, n) => create("ltpm-state", `op-begin-${n}`, false, clone)));
    expect(made.map(({ kind }) => kind).sort()).toEqual(["created", "existed", "existed"]);
    expect(new Set(made.map(({ version }) => version))).toEqual(new Set([far.head("ltpm-state")]));
    expect(localGit(far.bare, "rev-list", "--count", "ltpm-state").trim()).toBe("1");
    expect(localGit(far.bare, "ls-tree", "-r", "--name-only", "ltpm-state").trim()).toBe(".ltpm/task-queue.json");
  });

  test("made although the answer was lost", async () => {
    far.server.inject({ on: "push", times: 2, what: { kind: "drop_answer" } });
    expect((await create("ltpm-state")).version).toBe(far.head("ltpm-state"));
  });

  test("one that vanished is an error, for this process, the next one and a try in between", async () => {
    await create("ltpm-state");
    const state = (await openFar(root, { branch: "ltpm-state" })).store;
    await state.transact(addIntent("a"));
    localGit(far.bare, "update-ref", "-d", "refs/heads/ltpm-state");
    await expect(state.transact(addIntent("b"))).rejects.toMatchObject(GONE);
    await expect(state.read()).rejects.toMatchObject(GONE);
    await expect((await openFar(root, { branch: "ltpm-state" })).store.read()).rejects.toMatchObject(GONE);
    localGit(root, "update-ref", "-d", "refs/ltpm/remote/ltpm-state");
    await expect((await openFar(root, { branch: "ltpm-state" })).store.read()).rejects.toMatchObject(GONE);
    expect(localGit(far.bare, "branch", "--list", "ltpm-state")).toBe("");
  });

  test("vanished by a hair", async () => {
    await create("ltpm-state");
    const state = (await openFar(root, { branch: "ltpm-state" })).store;
    await state.read();
    const act = () => void localGit(far.bare, "update-ref", "-d", "refs/heads/ltpm-state");
    far.server.inject({ on: "push", what: { kind: "meanwhile", act } });
    await expect(state.transact(addIntent("a"))).rejects.toMatchObject(GONE);
  });

  test("put back on request: as it was seen last, or fresh with labels that go on", async () => {
    await create("ltpm-state");
    const state = (await openFar(root, { branch: "ltpm-state" })).store;
    const { version } = await state.transact(addIntent("a"));
    localGit(far.bare, "update-ref", "-d", "refs/heads/ltpm-state");
    expect(await create("ltpm-state", "op-again")).toEqual({ kind: "restored", version });
    expect(await labels(state)).toEqual(["T-01"]);
    localGit(far.bare, "update-ref", "-d", "refs/heads/ltpm-state");
    expect((await create("ltpm-state", "op-fresh", true)).kind).toBe("created");
    expect(await labels(state)).toEqual([]);
    expect((await state.transact(addIntent("b"))).result).toBe("T-02");
  });

  test("a rewritten history: said, and worked with what is there", async () => {
    await store.transact(addIntent("a"));
    const base = localGit(far.bare, "rev-parse", "main~1").trim();
    await store.transact(addIntent("b"));
    localGit(far.bare, "update-ref", "refs/heads/main", base);
    far.commit({ "NEWS.md": "rewritten\n" });
    const done = await store.transact(addIntent("c"));
    // Labels that were given once are not given again, though the history forgot them.
    expect([done.result, done.state.queue.tasks.map((task) => task.uid)]).toEqual(["T-03", ["uid-c"]]);
    expect(opened.words.map(({ kind }) => kind)).toEqual(["rewritten"]);
  });

  test("the default branch was renamed: followed, and said", async () => {
    await store.transact(addIntent("a"));
    localGit(far.bare, "branch", "-m", "main", "trunk");
    expect((await store.transact(addIntent("b"))).result).toBe("T-02");
    expect(opened.words).toEqual([{ kind: "renamed", from: "main", to: "trunk" }]);
    expect(await labels((await openFar(root)).store)).toEqual(["T-01", "T-02"]);
  });

  test("another default branch that never held the queue does not take its place", async () => {
    await store.transact(addIntent("a"));
    localGit(far.bare, "update-ref", "-d", "refs/heads/main");
    far.commit({ "other.md": "x" }, "trunk");
    localGit(far.bare, "symbolic-ref", "HEAD", "refs/heads/trunk");
    await expect(store.transact(addIntent("b"))).rejects.toMatchObject({ code: "vanished" });
  });

  test("a queue file that a commit took away comes back, with a word", async () => {
    await store.transact(addIntent("a"));
    const work = await far.clone();
    localGit(work, "rm", "--quiet", "-r", ".ltpm");
    localGit(work, "commit", "--quiet", "--message=tidy up");
    await farGit(work, "push", "--quiet", "origin", "main");
    const commit = far.head();
    const fresh = await openFar(await far.clone());
    expect((await fresh.store.transact(addIntent("b"))).result).toBe("T-02");
    expect(fresh.words).toEqual([{ kind: "restored", branch: "origin/main", file: ".ltpm/task-queue.json", commit }]);
    expect(await labels()).toEqual(["T-01", "T-02"]);
  });

  test("an empty repository, and one whose default branch is not there", async () => {
    const bare = far.server.create("empty");
    await farGit(root, "remote", "set-url", "origin", far.server.url("empty"));
    const empty = (await openFar(root)).store;
    await expect(empty.read()).rejects.toMatchObject({ code: "no_state_branch" });
    expect((await create("ltpm-state")).kind).toBe("created");
    expect(localGit(bare, "branch", "--list").trim()).toBe("ltpm-state");
  });

  test("the same name for another repository: what was known of the old one does not count", async () => {
    await store.transact(addIntent("a"));
    far.server.create("second");
    const seed = await far.clone();
    await farGit(seed, "push", "--quiet", far.server.url("second"), "HEAD~0:refs/heads/main");
    await farGit(root, "remote", "set-url", "origin", far.server.url("second"));
    const moved = await openFar(root);
    expect(await moved.store.lastSeen()).toBeNull();
    expect(await labels(moved.store)).toEqual(["T-01"]);
    expect(moved.words).toEqual([]);
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
