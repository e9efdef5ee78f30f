import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  claim,
  claimOf,
  closeReason,
  type DeliveryReceipts,
  issueState,
  mayOpenDashboard,
  mine,
  withClosesOwed,
  withDeliveries,
} from "../../src/dispatch/claims.ts";
import { parseQueue } from "../../src/queue/parse.ts";
import type { Notice, Queue, Task } from "../../src/queue/schema.ts";
import { serialiseQueue } from "../../src/queue/write.ts";
import { later } from "../../src/state/clock.ts";
import { aTask } from "../messages/a-task.ts";

const NOW = "2026-11-21T09:30:00.000Z";
const LEASE = 900_000;
const SOON = later(NOW, 60_000);
const AFTER = later(NOW, LEASE + 1);

const owed = (id: string, change: Partial<Notice> = {}): Notice => ({
  ...{ id, kind: "reply", uid: null, owed_at: NOW, issue: 1, text: "x" },
  ...change,
});
const aQueue = (change: Partial<Queue> = {}): Queue => ({ lastId: "T-09", archivedCount: 0, tasks: [], ...change });
const RECORD = { comments_since: NOW, issues_since: NOW, seen: [] };
const NONE: DeliveryReceipts = { delivered: [], unsure: [], issues: [] };
const ids = (queue: Queue, by: string) => mine(queue, by).map(({ notice, look }) => `${notice.id}${look ? "?" : ""}`);

describe("claim", () => {
  const queue = aQueue({ outbox: [owed("a"), owed("b"), owed("l", { kind: "land" })] });

  test("everything that is sent, and nothing else", () => {
    const claimed = claim(queue, "7.1", NOW, LEASE);
    expect(ids(claimed, "7.1")).toEqual(["a", "b"]);
    expect(mine(claimed, "7.1")[0]?.until).toBe(later(NOW, LEASE));
    expect(ids(claimed, "8.1")).toEqual([]);
  });

  test("what somebody else has claimed is left alone, and nothing is written", () => {
    const claimed = claim(queue, "7.1", NOW, LEASE);
    expect(claim(claimed, "8.1", SOON, LEASE)).toBe(claimed);
  });

  test("a claim that is over may be claimed by anybody, who looks first", () => {
    const claimed = claim(queue, "7.1", NOW, LEASE);
    expect(ids(claim(claimed, "8.1", AFTER, LEASE), "8.1")).toEqual(["a?", "b?"]);
    expect(ids(claim(claimed, "8.1", AFTER, LEASE), "7.1")).toEqual([]);
  });

  test("the same run's later job looks first as well: an earlier one may have died", () => {
    expect(ids(claim(claim(queue, "7.1", NOW, LEASE), "7.1", SOON, LEASE), "7.1")).toEqual(["a?", "b?"]);
  });

  test("nothing owed: the queue itself", () => {
    const idle = aQueue({ outbox: [owed("l", { kind: "land" })] });
    expect(claim(idle, "7.1", NOW, LEASE)).toBe(idle);
    expect(claim(aQueue(), "7.1", NOW, LEASE).outbox).toBeUndefined();
  });

  test.each([undefined, null, "x", {}, { by: 1, until: NOW }, { by: "7.1" }])(
    "a claim nobody can read is none: %j",
    (claim) => expect(claimOf({ ...owed("a"), claim } as Notice)).toBeNull(),
  );

  test("claims survive the file", () => {
    const again = claim(claim(queue, "7.1", NOW, LEASE), "8.1", AFTER, LEASE);
    const read = parseQueue(serialiseQueue(again), "queue", { now: NOW, maxRetries: 3 });
    expect(ids(read, "8.1")).toEqual(["a?", "b?"]);
  });

  test("with any number of runs at any moments, no notice belongs to two at once", () => {
    const event = fc.record({ by: fc.constantFrom("1.1", "2.1", "3.1"), wait: fc.integer({ min: 0, max: 2 * LEASE }) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        let now = NOW;
        let state = queue;
        const holders = new Map<string, { by: string; until: string }>();
        for (const { by, wait } of events) {
          now = later(now, wait);
          state = claim(state, by, now, LEASE);
          for (const { notice, until } of mine(state, by)) {
            const holder = holders.get(notice.id);
            if (holder !== undefined && holder.by !== by) expect(holder.until <= now).toBe(true);
            if (until === later(now, LEASE)) holders.set(notice.id, { by, until });
          }
        }
      }),
    );
  });
});

describe("the issue of a task", () => {
  const blocked = (change: Partial<Task> = {}) => aTask({ status: "blocked", completed_at: NOW, ...change });
  const notice = owed("blocked:u", { kind: "blocked", uid: "uid-1" });

  test.each([
    [{}, null],
    [{ blocked_issue: 5 }, "open"],
    [{ blocked_issue: 5, blocked_issue_state: "closed" as const }, "closed"],
    [{ blocked_issue_state: "asked" as const }, "asked"],
  ])("%j is %s", (change, state) => expect(issueState(blocked(change))).toBe(state));

  test.each([
    ["never opened", {}, "asked", false],
    ["perhaps opened before", { blocked_issue_state: "asked" as const }, "asked", true],
    ["closed before", { blocked_issue: 5, blocked_issue_state: "closed" as const }, "asked", false],
    ["open", { blocked_issue: 5, blocked_issue_state: "open" as const }, "open", false],
  ])("%s: claimed, it may be open from now on", (_name, change, state, look) => {
    const queue = claim(aQueue({ tasks: [blocked(change)], outbox: [notice] }), "7.1", NOW, LEASE);
    expect(queue.tasks.map(issueState)).toEqual([state]);
    expect(mine(queue, "7.1").map((one) => one.look)).toEqual([look]);
  });

  test.each([
    ["done", { status: "done" as const }, "done"],
    ["skipped", { status: "skipped" as const }, "skipped"],
    ["cancelled", { status: "skipped" as const, blocked_code: "cancelled" }, "cancelled"],
    ["pending", { status: "pending" as const }, "retried"],
    ["running", { status: "running" as const }, "retried"],
  ])("%s: its closing is owed, once", (_name, change, why) => {
    const task = aTask({ ...change, blocked_issue: 5 });
    expect(closeReason(task)).toBe(why);
    const queue = withClosesOwed(aQueue({ tasks: [task] }), NOW);
    expect(queue.outbox).toMatchObject([{ kind: "close_issue", uid: "uid-1", issue: 5, why }]);
    expect(withClosesOwed(queue, SOON)).toBe(queue);
  });

  test.each([
    ["blocked", blocked({ blocked_issue: 5 })],
    ["closed already", aTask({ blocked_issue: 5, blocked_issue_state: "closed" })],
    ["never blocked", aTask()],
  ])("%s: nothing to close", (_name, task) => {
    const queue = aQueue({ tasks: [task] });
    expect(withClosesOwed(queue, NOW)).toBe(queue);
  });
});

describe("withDeliveries", () => {
  const queue = claim(
    aQueue({ outbox: [owed("a"), owed("b"), owed("c")], tasks: [aTask({ status: "blocked" })] }),
    "7.1",
    NOW,
    LEASE,
  );

  test("what was delivered goes, what was not tried is free again, what may have been sent is looked for", () => {
    const after = withDeliveries(queue, "7.1", { ...NONE, delivered: ["a"], unsure: ["b"] }, SOON);
    expect(after.outbox?.map(({ id }) => id)).toEqual(["b", "c"]);
    expect(ids(claim(after, "8.1", SOON, LEASE), "8.1")).toEqual(["b?", "c"]);
  });

  test("once in doubt, in doubt until it was found or sent", () => {
    const doubted = withDeliveries(queue, "7.1", { ...NONE, unsure: ["a", "b", "c"] }, SOON);
    const capped = withDeliveries(claim(doubted, "8.1", SOON, LEASE), "8.1", NONE, SOON);
    expect(ids(claim(capped, "9.1", SOON, LEASE), "9.1")).toEqual(["a?", "b?", "c?"]);
  });

  test("another run's claims are not given back", () => {
    const other = claim(queue, "8.1", AFTER, LEASE);
    const after = withDeliveries(other, "7.1", { ...NONE, delivered: ["a"], unsure: ["b"] }, AFTER);
    expect(ids(after, "8.1")).toEqual(["b?", "c?"]);
  });

  test("nothing of ours: the queue itself", () => {
    expect(withDeliveries(queue, "9.9", NONE, SOON)).toBe(queue);
    const free = aQueue({ outbox: [owed("a")] });
    expect(withDeliveries(free, "7.1", NONE, SOON)).toBe(free);
  });

  test("the issue is remembered; when its task has moved on meanwhile, its closing is owed", () => {
    const issues = [{ uid: "uid-1", number: 12, state: "open" as const }];
    const known = withDeliveries(queue, "7.1", { ...NONE, issues }, SOON);
    expect(known.tasks[0]).toMatchObject({ blocked_issue: 12, blocked_issue_state: "open" });
    const moved = { ...queue, tasks: [aTask({ status: "pending", epoch: 1 })] };
    const after = withDeliveries(moved, "7.1", { ...NONE, issues }, SOON);
    expect(after.outbox?.at(-1)).toMatchObject({ kind: "close_issue", issue: 12, why: "retried" });
  });
});

describe("the dashboard", () => {
  const from = { number: null, hash: null };
  const fresh = aQueue({ outbox: [owed("a")], github: RECORD });

  test("opening it is claimed along with other things, by one", () => {
    const claimed = claim(fresh, "7.1", NOW, LEASE);
    expect([mayOpenDashboard(claimed, "7.1"), mayOpenDashboard(claimed, "8.1")]).toEqual([true, false]);
    expect(mayOpenDashboard(claim({ ...claimed, outbox: [owed("z")] }, "8.1", SOON, LEASE), "8.1")).toBe(false);
    expect(mayOpenDashboard(claim({ ...claimed, outbox: [owed("z")] }, "8.1", AFTER, LEASE), "8.1")).toBe(true);
  });

  test.each([
    ["there is one", { ...RECORD, dashboard: 3 }],
    ["nothing else is claimed", RECORD],
    ["never on GitHub", undefined],
  ])("%s: not claimed", (_name, github) => {
    const queue = aQueue(github === undefined ? {} : { github });
    expect(claim(queue, "7.1", NOW, LEASE)).toBe(queue);
  });

  test("the one there was is gone: claimed by itself", () => {
    const queue = claim(aQueue({ github: { ...RECORD, dashboard: null } }), "7.1", NOW, LEASE);
    expect(mayOpenDashboard(queue, "7.1")).toBe(true);
  });

  test("opened: remembered, and no longer claimed", () => {
    const claimed = claim(fresh, "7.1", NOW, LEASE);
    const after = withDeliveries(claimed, "7.1", { ...NONE, dashboard: { number: 4, hash: "h", from } }, SOON);
    expect(after.github).toEqual({ ...RECORD, dashboard: 4, dashboard_hash: "h" });
  });

  test("what another run has learned meanwhile stays", () => {
    const theirs = aQueue({ github: { ...RECORD, dashboard: 4, dashboard_hash: "h" } });
    expect(
      withDeliveries(theirs, "7.1", { ...NONE, dashboard: { number: null, hash: null, from } }, SOON).github,
    ).toMatchObject({
      dashboard: 4,
      dashboard_hash: null,
    });
  });

  test("ticked meanwhile: to be written anew", () => {
    const ticked = aQueue({ github: { ...RECORD, dashboard: 4, dashboard_hash: null } });
    const kept = { number: 4, hash: "new", from: { number: 4, hash: "old" } };
    expect(withDeliveries(ticked, "7.1", { ...NONE, dashboard: kept }, SOON).github).toMatchObject({
      dashboard_hash: null,
    });
  });

  test("unchanged, or not its turn: the queue itself", () => {
    const queue = aQueue({ github: { ...RECORD, dashboard: 4, dashboard_hash: "h" } });
    const kept = { number: 4, hash: "h", from: { number: 4, hash: "h" } };
    expect(withDeliveries(queue, "7.1", { ...NONE, dashboard: kept }, SOON)).toBe(queue);
    expect(withDeliveries(queue, "7.1", NONE, SOON)).toBe(queue);
    expect(withDeliveries(queue, "7.1", { ...NONE, dashboard: "off" }, SOON)).toBe(queue);
  });

  test("switched off: neither claimed nor wanted any more", () => {
    const claimed = claim(aQueue({ github: { ...RECORD, dashboard: null } }), "7.1", NOW, LEASE);
    const off = withDeliveries(claimed, "7.1", { ...NONE, dashboard: "off" }, SOON);
    expect(off.github).toEqual(RECORD);
    expect(claim(off, "8.1", SOON, LEASE)).toBe(off);
  });
});
