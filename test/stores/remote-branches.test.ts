/** The remote store's branch is made, vanishes, is renamed, is rewritten. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findRepository } from "../../src/git/repository.ts";
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
