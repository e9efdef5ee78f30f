/** The API store's branch is made, vanishes, is renamed, is rewritten, and is worked on by people. */
import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readProject } from "../../src/github/project.ts";
import type { ApiStore } from "../../src/stores/api.ts";
import type { GitHubDouble } from "../github/double.ts";
import { clientOf, type OpenedHub, openHub, startHub } from "./api-store.ts";
import { addIntent } from "./contract.ts";

let hub: GitHubDouble;
let opened: OpenedHub;
let store: ApiStore;

beforeEach(async () => {
  hub = await startHub();
  opened = openHub(hub);
  store = opened.store;
});
afterEach(async () => {
  const violations = hub.takeViolations();
  await hub.close();
  expect(violations).toEqual([]);
});

const QUEUE = ".ltpm/task-queue.json";
const labels = async (from: ApiStore = store) => (await from.read()).state.queue.tasks.map((task) => task.id);
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", "--git-dir", hub.gitDir, ...args], {
    encoding: "utf8",
  });

describe("what people do with the branch", () => {
  test("their commits in between stay, and everything beside the queue", async () => {
    await store.transact(addIntent("a"));
    hub.seedFiles("main", { "run.sh": "#!/bin/sh\n", ".ltpm/config.json": "{}\n", "长 名.txt": "long\n" });
    const before = hub.files("main");
    expect((await store.transact(addIntent("b"))).result).toBe("T-02");
    expect(hub.files("main")).toEqual(before);
  });

  test("one that never was is not made by the way, and is made when asked for", async () => {
    const state = openHub(hub, { branch: "ltpm-state" }).store;
    for (const work of [state.read(), state.transact(addIntent("a"))]) {
      await expect(work).rejects.toMatchObject({
        code: "no_state_branch",
        message: expect.stringContaining("ltpm-state"),
      });
    }
    expect(hub.branches()).toEqual(["main"]);
    const made = await state.createBranch();
    expect(made).toEqual({ kind: "created", version: hub.head("ltpm-state") });
    expect(hub.files("ltpm-state")).toEqual([QUEUE]);
    expect(hub.log("ltpm-state").map(({ parents }) => parents)).toEqual([[]]);
    expect(await state.createBranch()).toEqual({ kind: "existed", version: made.version });
    expect((await state.transact(addIntent("a"))).result).toBe("T-01");
    expect(hub.files("main")).toEqual(["README.md"]);
  });

  test("many who make it at once make it once", async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => openHub(hub, { branch: "ltpm-state" }).store.createBranch()));
    expect(made.map(({ kind }) => kind).sort()).toEqual(["created", "existed", "existed", "existed"]);
    expect(new Set(made.map(({ version }) => version))).toEqual(new Set([hub.head("ltpm-state")]));
  });

  test("made with what is handed over: a queue that was committed elsewhere", async () => {
    await store.transact(addIntent("a"));
    const { state } = await store.read();
    const moved = openHub(hub, { branch: "ltpm-state" }).store;
    await moved.createBranch(state);
    expect((await moved.transact(addIntent("b"))).result).toBe("T-02");
  });

  test.each([
    ["/git/trees", "lost_answer"],
    ["/git/commits", "truncated"],
    ["/git/refs", "lost_answer"],
    ["/git/refs", "reset"],
  ] as const)("made although %s has a %s", async (path, kind) => {
    hub.fault({ on: { path: `/repos/octo/project${path}` }, what: { kind } });
    const made = await openHub(hub, { branch: "ltpm-state" }).store.createBranch();
    expect(made).toEqual({ kind: "created", version: hub.head("ltpm-state") });
  });

  test("one that vanished is an error, never made again by the way", async () => {
    const state = openHub(hub, { branch: "ltpm-state" }).store;
    await state.createBranch();
    await state.transact(addIntent("a"));
    const gone = { code: "vanished", message: expect.stringContaining("octo/project/ltpm-state") };
    hub.deleteBranch("ltpm-state");
    await expect(state.transact(addIntent("b"))).rejects.toMatchObject(gone);
    await expect(state.read()).rejects.toMatchObject(gone);
    expect(hub.branches()).toEqual(["main"]);
    // Put back on request; labels go on.
    await state.createBranch();
    expect((await state.transact(addIntent("c"))).result).toBe("T-02");
  });

  test("vanished by a hair", async () => {
    const state = openHub(hub, { branch: "ltpm-state" }).store;
    await state.createBranch();
    await state.read();
    const act = () => hub.deleteBranch("ltpm-state");
    hub.fault({ on: { field: "createCommitOnBranch" }, what: { kind: "meanwhile", act } });
    await expect(state.transact(addIntent("a"))).rejects.toMatchObject({ code: "vanished" });
  });

  test("a rewritten history: said, and worked with what is there", async () => {
    await store.transact(addIntent("a"));
    const base = hub.head("main") ?? "";
    await store.transact(addIntent("b"));
    git("update-ref", "refs/heads/main", base);
    const done = await store.transact(addIntent("c"));
    // Labels that were given once are not given again, though the history forgot them.
    expect([done.result, done.state.queue.tasks.map((task) => task.uid)]).toEqual(["T-03", ["uid-a", "uid-c"]]);
    expect(opened.words.map(({ kind }) => kind)).toEqual(["rewritten"]);
  });

  test("the default branch was renamed: followed, and said; another one does not take its place", async () => {
    let query = (text: string) => text;
    const client = clientOf(hub);
    // The double's default branch has one name for good: this is the view of a server on which it changed.
    const graphql: typeof client.graphql = (text, ...rest) => client.graphql(query(text), ...rest);
    const renaming = openHub(hub, { client: { ...bound(client), graphql } });
    await renaming.store.transact(addIntent("a"));
    git("branch", "trunk", "main");
    hub.seedFile("elsewhere", "README.md", "other\n");
    query = (text) => text.replace("defaultBranchRef", 'ref(qualifiedName: "refs/heads/trunk")');
    await renaming.store.read();
    expect((await renaming.store.transact(addIntent("b"))).result).toBe("T-02");
    expect(renaming.words).toEqual([{ kind: "renamed", from: "main", to: "trunk" }]);
    hub.seedFile("trunk", "README.md", "more\n");
    expect(await labels(renaming.store)).toEqual(["T-01", "T-02"]);
    query = (text) => text.replace("defaultBranchRef", 'ref(qualifiedName: "refs/heads/elsewhere")');
    await expect(renaming.store.read()).rejects.toMatchObject({ code: "vanished" });
  });

  test("a queue file that a commit took away comes back, with a word", async () => {
    await store.transact(addIntent("a"));
    const commit = hub.seedFile("main", QUEUE, null, "tidy up");
    hub.seedFile("main", "README.md", "more\n");
    const fresh = openHub(hub);
    expect((await fresh.store.read()).version).toBe("");
    expect((await fresh.store.transact(addIntent("b"))).result).toBe("T-02");
    expect(fresh.words).toEqual([{ kind: "restored", branch: "octo/project/main", file: QUEUE, commit }]);
    expect(await labels()).toEqual(["T-01", "T-02"]);
  });

  test("an empty repository", async () => {
    hub.deleteBranch("main");
    const empty = { code: "no_state_branch", message: expect.stringContaining("push a first commit") };
    await expect(store.read()).rejects.toMatchObject(empty);
    expect((await readProject(clientOf(hub), { owner: hub.owner, name: hub.name })).home).toBeNull();
  });
});

/** A client's methods apart from their object. */
function bound(client: OpenedHub["client"]): OpenedHub["client"] {
  return {
    rest: client.rest.bind(client),
    pages: client.pages.bind(client),
    graphql: client.graphql.bind(client),
    serverDate: () => client.serverDate(),
    requests: 0,
    writes: 0,
  };
}
