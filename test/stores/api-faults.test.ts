/** Everything that can go wrong at every call of a transaction through the API: applied exactly once, or not at all and said so. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { StoreErrorCode } from "../../src/state/store.ts";
import type { Fault, FaultRule, GitHubDouble } from "../github/double.ts";
import { someOf } from "../thorough.ts";
import { type HubStore, type OpenedHub, openHub, startHub } from "./api-store.ts";
import { addIntent } from "./contract.ts";

let hub: GitHubDouble;

beforeEach(async () => {
  hub = await startHub();
  await openHub(hub).store.transact(addIntent("first"));
});
afterEach(async () => {
  hub.calm();
  const violations = hub.takeViolations();
  await hub.close();
  expect(violations).toEqual([]);
});

/** How many commits of the branch carry this operation. */
function landings(op: string): number {
  const trailer = `Ltpm-Op: ${op}`;
  return hub.log("main").filter(({ message }) => message.split("\n").includes(trailer)).length;
}

async function tasks(): Promise<string[]> {
  hub.calm();
  const { queue } = (await openHub(hub).store.read()).state;
  return queue.tasks.map((task) => `${task.id} ${task.uid}`);
}

const failure = async (work: Promise<unknown>): Promise<{ code?: StoreErrorCode; message: string }> =>
  work.then(
    () => ({ message: "it went well" }),
    (error: Error & { code?: StoreErrorCode }) => error,
  );

/** A store that knows the head: a transaction of it is one call. */
async function knowing(given: HubStore = {}): Promise<OpenedHub> {
  const opened = openHub(hub, given);
  await opened.store.transact(addIntent("second"));
  return opened;
}

const THE_LOOK: FaultRule["on"] = { path: "/graphql", field: "repository" };
const THE_COMMIT: FaultRule["on"] = { path: "/graphql", field: "createCommitOnBranch" };

const FAULTS: readonly (readonly [string, Fault])[] = [
  ["500", { kind: "status", status: 500 }],
  ["502 with the work done", { kind: "late_status", status: 502 }],
  ["503", { kind: "status", status: 503 }],
  ["the secondary limit with Retry-After", { kind: "secondary_limit", retryAfter: 7 }],
  ["the secondary limit as 429", { kind: "secondary_limit", retryAfter: 7, status: 429 }],
  ["the secondary limit without a time", { kind: "secondary_limit", retryAfter: null }],
  ["the primary limit", { kind: "primary_limit", resetIn: 9 }],
  ["403 with Retry-After and other words", { kind: "status", status: 403, headers: { "retry-after": "3" } }],
  ["429 without a word", { kind: "status", status: 429 }],
  ["no answer ever", { kind: "never" }],
  ["a broken connection", { kind: "reset" }],
  ["a lost answer", { kind: "lost_answer" }],
  ["half an answer", { kind: "truncated" }],
  ["a page of HTML", { kind: "garbage" }],
  ["a delay", { kind: "delay", ms: 30 }],
  [
    "GraphQL: something went wrong",
    {
      kind: "graphql_error",
      message: "Something went wrong while executing your query. This may be the result of a timeout.",
    },
  ],
  ["GraphQL: in time", { kind: "graphql_error", message: "We couldn't respond to your request in time." }],
];

const quick = { timeout: 150 };

describe.each(FAULTS)("%s", (_, what) => {
  test("at the commit of a store that knows the head", async () => {
    const { store } = await knowing(quick);
    hub.fault({ on: THE_COMMIT, what });
    expect((await store.transact(addIntent("a"))).result).toBe("T-03");
    expect(landings("op-a")).toBe(1);
    expect((await store.transact(addIntent("b"))).result).toBe("T-04");
    expect(await tasks()).toEqual(["T-01 uid-first", "T-02 uid-second", "T-03 uid-a", "T-04 uid-b"]);
  });

  test("at the first look", async () => {
    hub.fault({ on: THE_LOOK, what });
    expect((await openHub(hub, quick).store.transact(addIntent("a"))).result).toBe("T-02");
    expect(landings("op-a")).toBe(1);
    expect(await tasks()).toEqual(["T-01 uid-first", "T-02 uid-a"]);
  });

  test("at the look after a lost answer", async () => {
    const { store } = await knowing(quick);
    hub.fault({ on: THE_COMMIT, what: { kind: "lost_answer" } });
    hub.fault({ on: THE_LOOK, what });
    expect((await store.transact(addIntent("a"))).result).toBe("T-03");
    expect(landings("op-a")).toBe(1);
    expect(await tasks()).toEqual(["T-01 uid-first", "T-02 uid-second", "T-03 uid-a"]);
  });
});

describe.each(someOf(FAULTS, 4))("%s", (_, what) => {
  test("again and again at the commit: bounded, and nothing is applied twice", async () => {
    const { store } = await knowing({ ...quick, patience: { tries: 3 } });
    hub.fault({ on: THE_COMMIT, what, times: Number.POSITIVE_INFINITY });
    const error = await failure(store.transact(addIntent("a")));
    const isDone = landings("op-a") === 1;
    expect([error.code, landings("op-a")]).toEqual(isDone ? [undefined, 1] : ["unreachable", 0]);
    expect(await tasks()).toHaveLength(isDone ? 3 : 2);
  });

  test("again and again at every look: said, and nothing was changed", async () => {
    hub.fault({ on: THE_LOOK, what, times: Number.POSITIVE_INFINITY });
    const error = await failure(openHub(hub, quick).store.transact(addIntent("a")));
    const passes = what.kind === "delay";
    expect([error.code, landings("op-a")]).toEqual(passes ? [undefined, 1] : ["unreachable", 0]);
  });
});
