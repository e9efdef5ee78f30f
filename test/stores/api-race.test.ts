/** Many writers on one branch through the API: nothing lost, nothing twice, bounded. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { State } from "../../src/state/state.ts";
import type { GitHubDouble } from "../github/double.ts";
import { openHub, startHub } from "./api-store.ts";
import { addIntent as add } from "./contract.ts";

let hub: GitHubDouble;
beforeEach(async () => {
  hub = await startHub();
});
afterEach(async () => {
  const violations = hub.takeViolations();
  await hub.close();
  expect(violations).toEqual([]);
});

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("8 writers × 8 operations: 64 landed, each once, labels unique, each result that of the try that landed", async () => {
  const writers = Array.from({ length: 8 }, () => openHub(hub, { wait }).store);
  const said = await Promise.all(
    writers.map(async (store, writer) => {
      const done: [string, string][] = [];
      for (let n = 0; n < 8; n++)
        done.push([`uid-${writer}-${n}`, (await store.transact(add(`${writer}-${n}`))).result]);
      return done;
    }),
  );
  const { queue } = (await openHub(hub).store.read()).state;
  expect(queue.tasks).toHaveLength(64);
  expect(queue.lastId).toBe("T-64");
  expect(Object.fromEntries(said.flat())).toEqual(Object.fromEntries(queue.tasks.map((task) => [task.uid, task.id])));
  const ops = hub.log("main").flatMap(({ message }) => /^Ltpm-Op: (.*)$/m.exec(message)?.[1] ?? []);
  expect(ops.sort()).toEqual(queue.tasks.map((task) => task.uid.replace("uid-", "op-")).sort());
});

test("8 writers on a server with troubles: each operation once", async () => {
  const commit = { field: "createCommitOnBranch" };
  for (let n = 0; n < 4; n++) {
    hub.fault({ on: commit, after: 3 * n, what: { kind: "lost_answer" } });
    hub.fault({ on: commit, after: 5 * n, what: { kind: "late_status", status: 502 } });
    hub.fault({ on: commit, after: 7 * n, what: { kind: "reset" } });
    hub.fault({ on: { field: "repository" }, after: 4 * n, what: { kind: "truncated" } });
  }
  const quick = (milliseconds: number) => wait(Math.min(milliseconds, 30));
  const writers = Array.from({ length: 8 }, () => openHub(hub, { wait: quick }).store);
  await Promise.all(
    writers.map(async (store, writer) => {
      for (let n = 0; n < 3; n++) await store.transact(add(`${writer}-${n}`));
    }),
  );
  hub.calm();
  const { queue } = (await openHub(hub).store.read()).state;
  expect(queue.tasks).toHaveLength(24);
  const ops = hub.log("main").flatMap(({ message }) => /^Ltpm-Op: (.*)$/m.exec(message)?.[1] ?? []);
  expect([ops.length, new Set(ops).size]).toEqual([24, 24]);
});

test("a race lost by a hair is replayed on what is there now, after a jittered pause", async () => {
  const other = openHub(hub).store;
  const { store, pauses } = openHub(hub, { dice: { name: () => "x", fraction: () => 0.5 } });
  await store.transact(add("a"));
  const act = () => other.transact(add("faster")).then(() => {});
  hub.fault({ on: { field: "createCommitOnBranch" }, what: { kind: "meanwhile", act } });
  expect((await store.transact(add("b"))).result).toBe("T-03");
  expect(pauses).toHaveLength(1);
  expect(pauses[0]).toBeLessThan(5_000);
});

test("a race against ourselves: the answer was lost in between, and another try was refused as stale", async () => {
  const { store } = openHub(hub);
  await store.transact(add("a"));
  // A proxy that sends a write again when its connection broke: we see only the second answer.
  const act = async () => {
    const body = hub.requests.findLast(({ fields }) => fields.includes("createCommitOnBranch"))?.body;
    await fetch(hub.graphqlUrl, {
      method: "POST",
      headers: { authorization: "token ghs_workflowTokenThatMayWrite0000000001", "user-agent": "proxy" },
      body: JSON.stringify(body),
    }).then((answer) => answer.text());
  };
  hub.fault({ on: { field: "createCommitOnBranch" }, what: { kind: "meanwhile", act } });
  const done = await store.transact(add("b"));
  expect([done.result, done.version]).toEqual(["T-02", hub.head("main")]);
  expect(hub.log("main").filter(({ message }) => message.includes("Ltpm-Op: op-b"))).toHaveLength(1);
});

test("every time: bounded, and said", async () => {
  const { store, pauses } = openHub(hub, { patience: { tries: 4 } });
  await store.transact(add("a"));
  let n = 0;
  const act = () => void hub.seedFile("main", "README.md", `${n++}\n`);
  hub.fault({ on: { field: "createCommitOnBranch" }, times: 100, what: { kind: "meanwhile", act } });
  await expect(store.transact(add("b"))).rejects.toMatchObject({
    code: "contended",
    message: expect.stringContaining("octo/project/main first in each of 4 tries"),
  });
  expect(pauses).toHaveLength(4);
});

test("what an intent finds impossible, or has nothing to do about, is only believed on the newest state", async () => {
  const { store } = openHub(hub);
  await store.transact(add("a"));
  const seen = (state: State, uid: string) => state.queue.tasks.some((task) => task.uid === uid);
  await openHub(hub).store.transact(add("b"));
  const impossible = await store.transact({
    subject: "ltpm: look",
    op: "op-look",
    apply: (state) => {
      if (!seen(state, "uid-b")) throw new Error("there is no such task");
      return { result: "there it is" };
    },
  });
  expect([impossible.result, impossible.changed]).toEqual(["there it is", false]);
  await openHub(hub).store.transact(add("c"));
  const count = {
    subject: "ltpm: count",
    op: "op-count",
    apply: (state: State) => ({ result: state.queue.tasks.length }),
  };
  const idle = await store.transact(count);
  expect([idle.result, idle.version]).toEqual([3, hub.head("main")]);
});

test("an operation that landed before is found and not repeated", async () => {
  const { store } = openHub(hub);
  const { version } = await store.transact(add("a"));
  for (let n = 0; n < 120; n++) hub.seedFile("main", "README.md", `${n}\n`);
  const again = openHub(hub).store;
  expect(await again.transactOnce(add("a"), "")).toBeNull();
  expect(await again.transactOnce(add("a"), hub.log("main").at(-1)?.oid ?? "")).toBeNull();
  expect((await again.transactOnce(add("b"), version))?.result).toBe("T-02");
});
