/** Everything that can go wrong between a client and its server: applied exactly once, or not at all and said so. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { State } from "../../src/state/state.ts";
import type { StoreErrorCode } from "../../src/state/store.ts";
import type { RemoteStore } from "../../src/stores/remote.ts";
import { type Fault, preReceive } from "../e2e/git-server.ts";
import { addIntent } from "./contract.ts";
import { type Far, farGit, localGit, openFar, startFar } from "./remote-store.ts";

let far: Far;
let root: string;
let store: RemoteStore;

beforeEach(async () => {
  far = await startFar();
  root = await far.clone();
  ({ store } = await openFar(root));
  await store.transact(addIntent("first"));
});
afterEach(() => far.close());

/** How many commits of the branch carry this operation. */
function landings(op: string): number {
  return localGit(far.bare, "log", "--format=%B", "main")
    .split("\n")
    .filter((line) => line === `Ltpm-Op: ${op}`).length;
}

async function tasks(): Promise<string[]> {
  const { queue } = (await (await openFar(await far.clone())).store.read()).state;
  return queue.tasks.map((task) => `${task.id} ${task.uid}`);
}

const failure = async (work: Promise<unknown>): Promise<{ code?: StoreErrorCode; message: string }> =>
  work.then(
    () => ({ message: "it went well" }),
    (error: Error & { code?: StoreErrorCode }) => error,
  );

describe("a push whose answer is lost is applied once", () => {
  test.each<readonly [string, Fault]>([
    ["the answer is dropped, curl sends it again", { on: "push", what: { kind: "drop_answer" } }],
    ["the answers are dropped until curl gives up", { on: "push", times: 2, what: { kind: "drop_answer" } }],
    ["the connection breaks before, curl sends it again", { on: "push", what: { kind: "reset" } }],
    ["the connection breaks before until curl gives up", { on: "push", times: 4, what: { kind: "reset" } }],
    ["503 on the push", { on: "push", times: 2, what: { kind: "status", status: 503 } }],
    ["429 on the push", { on: "push", what: { kind: "status", status: 429 } }],
    ["503 on the first look of the push", { on: "push_refs", times: 2, what: { kind: "status", status: 503 } }],
    ["the connection breaks at the first look", { on: "push_refs", times: 3, what: { kind: "reset" } }],
  ])("%s", async (_, fault) => {
    far.server.inject(fault);
    const done = await store.transact(addIntent("a"));
    expect([done.result, done.changed]).toEqual(["T-02", true]);
    expect(landings("op-a")).toBe(1);
    expect(await tasks()).toEqual(["T-01 uid-first", "T-02 uid-a"]);
    expect((await store.transact(addIntent("b"))).result).toBe("T-03");
  });

  test("and the fetch after it has its troubles too", async () => {
    far.server.inject({ on: "push", times: 2, what: { kind: "drop_answer" } });
    far.server.inject({ on: "fetch_refs", times: 2, what: { kind: "status", status: 503 } });
    expect((await store.transact(addIntent("a"))).result).toBe("T-02");
    expect(landings("op-a")).toBe(1);
  });

  test("and somebody commits on top before curl sends it again", async () => {
    far.server.inject({ on: "push", what: { kind: "drop_answer" } });
    const act = () => void far.commit({ "README.md": "new words\n" });
    far.server.inject({ on: "push", what: { kind: "meanwhile", act } });
    expect((await store.transact(addIntent("a"))).result).toBe("T-02");
    expect(landings("op-a")).toBe(1);
    expect((await store.transact(addIntent("b"))).result).toBe("T-03");
  });

  test("a slow server lands it after we gave up waiting", async () => {
    const slow = (await openFar(root, { patience: { network: 700 } })).store;
    far.server.inject({ on: "push", what: { kind: "delay", before: 1_500 } });
    expect((await slow.transact(addIntent("a"))).result).toBe("T-02");
    expect(landings("op-a")).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await tasks()).toEqual(["T-01 uid-first", "T-02 uid-a"]);
  });

  test("when nobody can look for it afterwards, that is said", async () => {
    far.server.inject({ on: "push", times: 2, what: { kind: "drop_answer" } });
    far.server.inject({ on: "fetch_refs", times: 100, what: { kind: "status", status: 503 } });
    const error = await failure((await openFar(root, { wait: async () => {} })).store.transact(addIntent("a")));
    expect([error.code, error.message]).toEqual([
      "unreachable",
      expect.stringContaining("whether it arrived is not known"),
    ]);
    far.server.calm();
    // The same operation, asked for again: the history has it.
    expect(await store.transactOnce(addIntent("a"), "")).toBeNull();
    expect(landings("op-a")).toBe(1);
  });
});

describe("a lost race", () => {
  test("in the server, by a hair: the intent is applied to what is there now", async () => {
    const other = (await openFar(await far.clone())).store;
    far.server.inject({
      on: "push",
      what: { kind: "meanwhile", act: () => other.transact(addIntent("faster")).then(() => {}) },
    });
    const done = await store.transact(addIntent("a"));
    expect(done.result).toBe("T-03");
    expect(await tasks()).toEqual(["T-01 uid-first", "T-02 uid-faster", "T-03 uid-a"]);
    expect(landings("op-a")).toBe(1);
  });

  test("is replayed on what others wrote, and their answer counts", async () => {
    const other = (await openFar(await far.clone())).store;
    await other.transact(addIntent("a"));
    const again = await store.transact(addIntent("a"));
    // The uid is there already: nothing to write, and nothing was.
    expect([again.result, again.changed]).toEqual(["", false]);
  });

  test("what an intent finds impossible, or has nothing to do about, is only believed on the newest state", async () => {
    const seen = (state: State) => state.queue.tasks.some((task) => task.uid === "uid-b");
    await (await openFar(await far.clone())).store.transact(addIntent("b"));
    const impossible = await store.transact({
      subject: "ltpm: look",
      op: "op-look",
      apply: (state) => {
        if (!seen(state)) throw new Error("there is no such task");
        return { result: "there it is" };
      },
    });
    expect([impossible.result, impossible.changed]).toEqual(["there it is", false]);
    await (await openFar(await far.clone())).store.transact(addIntent("c"));
    const idle = await store.transact({
      subject: "ltpm: count",
      op: "op-count",
      apply: (state) => ({ result: state.queue.tasks.length }),
    });
    expect([idle.result, idle.version]).toEqual([3, far.head()]);
  });

  test("every time: bounded, and said", async () => {
    const tries = 4;
    far.server.inject({
      on: "push",
      times: 100,
      what: { kind: "meanwhile", act: () => void far.commit({ "README.md": `${Math.random()}\n` }) },
    });
    const pauses: number[] = [];
    const given = { patience: { tries }, wait: async (milliseconds: number) => void pauses.push(milliseconds) };
    const error = await failure((await openFar(root, given)).store.transact(addIntent("a")));
    expect([error.code, error.message]).toEqual([
      "contended",
      expect.stringContaining("origin/main first in each of 4 tries"),
    ]);
    expect(pauses).toHaveLength(tries);
    expect(landings("op-a")).toBe(0);
  });

  test("a lock that a dead process left on the server does not go away: bounded, and said", async () => {
    const lock = join(far.bare, "refs", "heads", "main.lock");
    writeFileSync(lock, "");
    const given = { patience: { tries: 3 }, wait: async () => {} };
    const error = await failure((await openFar(root, given)).store.transact(addIntent("a")));
    expect(error.code).toBe("contended");
    rmSync(lock);
    expect((await store.transact(addIntent("b"))).result).toBe("T-02");
  });
});

describe("what ends a transaction at once", () => {
  test("a protected branch: the setting is named, and nothing changed", async () => {
    preReceive(far.bare, "echo 'error: GH006: Protected branch update failed for refs/heads/main.' >&2; exit 1");
    const before = far.head();
    const error = await failure(store.transact(addIntent("a")));
    expect(error.code).toBe("refused");
    expect(error.message).toContain("GH006: Protected branch update failed");
    expect(error.message).toContain("state_branch");
    expect(far.head()).toBe(before);
    preReceive(far.bare, "exit 0");
    expect((await store.transact(addIntent("a"))).result).toBe("T-02");
  });

  test.each([
    ["a token that may only read", "re4d-token", "refused", /may read but not write/],
    ["a token that is not known", "wrong", "refused", /does not let us in/],
    ["no token", null, "refused", /does not let us in/],
  ] as const)("%s", async (_, token, code, message) => {
    await farGit(root, "remote", "set-url", "origin", far.server.url(far.name, token));
    const error = await failure((await openFar(root, { wait: async () => {} })).store.transact(addIntent("a")));
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
    expect(error.message).not.toContain("token@");
    expect(landings("op-a")).toBe(0);
  });

  test("nobody there: at once, for an add must not make people wait", async () => {
    await farGit(root, "remote", "set-url", "origin", "http://127.0.0.1:9/x.git");
    const began = performance.now();
    for (const opened of [store, (await openFar(root)).store]) {
      expect((await failure(opened.transact(addIntent("a")))).code).toBe("unreachable");
      expect((await failure(opened.read())).code).toBe("unreachable");
    }
    expect(performance.now() - began).toBeLessThan(5_000);
    expect((await store.lastSeen())?.state.queue.tasks.map((task) => task.id)).toEqual(["T-01"]);
  });

  test("a server that stays away: tried again, bounded", async () => {
    far.server.inject({ on: "push", times: 1_000, what: { kind: "status", status: 503 } });
    const given = { patience: { tries: 3 }, wait: async () => {} };
    const error = await failure((await openFar(root, given)).store.transact(addIntent("a")));
    expect([error.code, error.message]).toEqual(["unreachable", expect.stringContaining("HTTP 503")]);
    far.server.calm();
    expect((await store.transact(addIntent("a"))).result).toBe("T-02");
  });

  test("too large for the server", async () => {
    localGit(far.bare, "config", "receive.maxInputSize", "10");
    expect(await failure(store.transact(addIntent("a")))).toMatchObject({
      code: "not_written",
      message: expect.stringContaining("maximum allowed size"),
    });
  });

  test("a remote that is none", async () => {
    for (const remote of ["nowhere", "--upload-pack=touch hacked", join(root, "no.git")]) {
      const error = await failure((await openFar(root, { remote, branch: "main" })).store.read());
      expect([remote, error.code]).toEqual([remote, "unreachable"]);
    }
  });

  test("names that are none of a branch", async () => {
    for (const branch of ["a b", "-x", "a..b", "a:b", "a^", ".a", "a.lock", "", "@{-1}", "a\nb"])
      expect([branch, (await failure((await openFar(root, { branch })).store.read())).code]).toEqual([
        branch,
        "no_state_branch",
      ]);
  });

  test("directories outside of the repository, or git's own", async () => {
    for (const dir of ["../x", "/x", "", ".", "a/../b", ".git/x"])
      expect([dir, (await failure((await openFar(root, { dir })).store.read())).code]).toEqual([dir, "not_written"]);
  });
});
