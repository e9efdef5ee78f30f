/** The outbox of a laptop: nothing kept is lost, nothing sent lands twice. */
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findRepository } from "../../src/git/repository.ts";
import { openPending, type Pending, type PendingOp } from "../../src/stores/pending.ts";
import { replayInto } from "../../src/stores/pending-replay.ts";
import type { RemoteStore } from "../../src/stores/remote.ts";
import { addIntent } from "./contract.ts";
import { type Far, localGit, openFar, startFar } from "./remote-store.ts";

const AT = "2026-03-01T10:00:00.000Z";

function add(name: string, since = ""): PendingOp {
  const drafts = [{ uid: `uid-${name}`, description: `do ${name}`, task_type: "unknown" }];
  return { op: `op-${name}`, at: AT, since, kind: "add", drafts, maxRetries: 3 };
}

function control(name: string, operation: "retry" | "skip", id: string, at = AT): PendingOp {
  return { op: `op-${name}`, at, since: "", kind: "control", wishes: [{ operation, id }] };
}

describe("the file", () => {
  let commonDir: string;
  let pending: Pending;
  let file: string;
  const ops = () => pending.list().ops.map(({ op }) => op);

  beforeEach(() => {
    commonDir = mkdtempSync(join(tmpdir(), "ltpm-pending-"));
    pending = openPending({ commonDir });
    file = join(commonDir, "ltpm", "pending.jsonl");
  });
  afterEach(() => rmSync(commonDir, { recursive: true, force: true }));

  test("keeps in order, across processes, until they are done; then it is gone", () => {
    expect(pending.list()).toEqual({ ops: [], torn: 0 });
    for (const name of ["a", "b", "c"]) pending.keep(add(name));
    expect(openPending({ commonDir }).list().ops).toEqual([add("a"), add("b"), add("c")]);
    pending.finish(["op-b"]);
    expect(ops()).toEqual(["op-a", "op-c"]);
    pending.finish(["op-a", "op-c"]);
    expect(pending.list()).toEqual({ ops: [], torn: 0 });
    expect(readdirSync(join(commonDir, "ltpm"))).toEqual([]);
    pending.keep(add("d"));
    expect(ops()).toEqual(["op-d"]);
  });

  test("a line that a killed process left half written is passed over and counted, wherever the kill hit", () => {
    pending.keep(add("a"));
    const whole = readFileSync(file, "utf8");
    const next = `\n${JSON.stringify({ keep: add("half") })}\n`;
    for (const cut of [1, 2, 10, next.length - 3]) {
      rmSync(file);
      appendFileSync(file, whole + next.slice(0, cut));
      pending.keep(add("b"));
      expect([cut, ops(), pending.list().torn]).toEqual([cut, ["op-a", "op-b"], cut === 1 ? 0 : 1]);
    }
  });

  test("what is no operation is passed over and counted", () => {
    const odd = [
      "null",
      "1",
      '{"keep":null}',
      '{"keep":{"op":"x"}}',
      `{"keep":{"op":"x","at":"${AT}","since":"--all","kind":"add","drafts":[]}}`,
      '{"done":1}',
    ];
    pending.keep(add("a"));
    appendFileSync(file, odd.map((line) => `${line}\n`).join(""));
    expect([ops(), pending.list().torn]).toEqual([["op-a"], odd.length]);
  });

  test("a file that was put aside by a process that died is still read", () => {
    pending.keep(add("a"));
    const aside = join(commonDir, "ltpm", "pending-1-abc.jsonl");
    appendFileSync(aside, `${JSON.stringify({ keep: add("aside") })}\n`);
    expect(ops()).toEqual(["op-aside", "op-a"]);
    pending.finish(["op-a", "op-aside"]);
    expect([ops(), existsSync(aside)]).toEqual([[], false]);
  });

  test("it lists what was kept and not finished, in any order of events", () => {
    const event = fc.record({ keep: fc.boolean(), n: fc.nat(6) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const dir = mkdtempSync(join(tmpdir(), "ltpm-pending-"));
        const box = openPending({ commonDir: dir });
        const waiting = new Set<string>();
        for (const [index, { keep, n }] of events.entries()) {
          if (keep) {
            box.keep(add(`${index}`));
            waiting.add(`op-${index}`);
          } else {
            const some = [...waiting][n];
            box.finish(some === undefined ? [] : [some]);
            if (some !== undefined) waiting.delete(some);
          }
          expect(box.list().ops.map(({ op }) => op)).toEqual([...waiting]);
        }
        rmSync(dir, { recursive: true });
      }),
      { numRuns: 30 },
    );
  });

  test("a directory that cannot be written is said", () => {
    appendFileSync(join(commonDir, "ltpm"), "a file is in the way");
    expect(() => pending.keep(add("a"))).toThrow(expect.objectContaining({ code: "not_written" }));
  });
});

describe("sent off", () => {
  let far: Far;
  let root: string;
  let store: RemoteStore;
  let pending: Pending;

  beforeEach(async () => {
    far = await startFar();
    root = await far.clone();
    ({ store } = await openFar(root));
    pending = openPending(await findRepository(root, {}));
  });
  afterEach(() => far.close());

  const uids = async () =>
    (await store.read()).state.queue.tasks.map(({ id, uid, status }) => `${id} ${uid} ${status}`);
  const kinds = async (box = pending, to = store) => (await replayInto(box, to)).replayed.map(({ kind }) => kind);

  test("adds get their labels when they land; commands meet what is there then", async () => {
    await store.transact(addIntent("theirs"));
    pending.keep(add("mine"));
    pending.keep(control("skip", "skip", "T-01"));
    pending.keep(control("unknown", "retry", "T-77"));
    const report = await replayInto(pending, store);
    expect(report).toMatchObject({ left: 0, stopped: null });
    expect(report.replayed).toMatchObject([
      { kind: "added", result: { ok: true, tasks: [{ id: "T-02" }] } },
      { kind: "controlled", words: [{ kind: "changed", id: "T-01" }], outdated: [] },
      { kind: "controlled", words: [{ kind: "unknown", id: "T-77" }] },
    ]);
    expect(await uids()).toEqual(["T-01 uid-theirs skipped", "T-02 uid-mine pending"]);
    expect(pending.list().ops).toEqual([]);
  });

  test("a command older than somebody's decision does not beat it", async () => {
    await store.transact(addIntent("a"));
    pending.keep(control("skip", "skip", "T-01", "2020-01-01T00:00:00.000Z"));
    await replayInto(openPending({ commonDir: mkdtempSync(join(root, "x-")) }), store);
    const other = openPending({ commonDir: mkdtempSync(join(root, "y-")) });
    other.keep(control("newer", "skip", "T-01"));
    other.keep(control("back", "retry", "T-01", "2999-01-01T00:00:00.000Z"));
    await replayInto(other, store);
    expect((await replayInto(pending, store)).replayed).toMatchObject([
      { kind: "controlled", words: [], outdated: [{ operation: "skip", id: "T-01" }] },
    ]);
    expect(await uids()).toEqual(["T-01 uid-a pending"]);
  });

  test("without a network it waits, and says why", async () => {
    pending.keep(add("a"));
    pending.keep(add("b"));
    const nowhere = (await openFar(root, { remote: "http://127.0.0.1:9/x.git", branch: "main" })).store;
    expect(await replayInto(pending, nowhere)).toMatchObject({
      replayed: [],
      left: 2,
      stopped: { code: "unreachable" },
    });
    expect(await kinds()).toEqual(["added", "added"]);
  });

  test("a crash between push and receipt: a retry is not done a second time", async () => {
    await store.transact(addIntent("a"));
    const skip = control("skip", "skip", "T-01");
    const retry = control("retry", "retry", "T-01", "2999-01-01T00:00:00.000Z");
    pending.keep(skip);
    pending.keep(retry);
    // The receipts are lost: every operation is as if it had never been sent.
    const forgetful: Pending = { ...pending, finish: () => {} };
    expect(await kinds(forgetful)).toEqual(["controlled", "controlled"]);
    await store.transact({
      subject: "ltpm: skip again",
      op: "op-between",
      apply: (state) => ({
        state: {
          ...state,
          queue: { ...state.queue, tasks: state.queue.tasks.map((task) => ({ ...task, priority: 5 })) },
        },
        result: null,
      }),
    });
    const before = far.head();
    expect(await kinds()).toEqual(["landed_before", "landed_before"]);
    expect(far.head()).toBe(before);
    expect(pending.list().ops).toEqual([]);
  });

  test("the answer was lost for good: kept under the same name, and found when it is sent again", async () => {
    const { version } = await store.transact(addIntent("first"));
    far.server.inject({ on: "push", times: 2, what: { kind: "drop_answer" } });
    far.server.inject({ on: "fetch_refs", times: 100, what: { kind: "reset" } });
    const impatient = (await openFar(root, { wait: async () => {} })).store;
    await expect(impatient.transact(addIntent("a"))).rejects.toMatchObject({ code: "unreachable" });
    far.server.calm();
    pending.keep(add("a", version));
    expect(await kinds()).toEqual(["landed_before"]);
    expect(await uids()).toEqual(["T-01 uid-first pending", "T-02 uid-a pending"]);
  });

  test("several processes send the same outbox at once: each operation lands once", async () => {
    for (let n = 0; n < 5; n++) pending.keep(add(`n${n}`));
    const repository = await findRepository(root, {});
    const reports = await Promise.all(
      [1, 2, 3].map(async () => replayInto(openPending(repository), (await openFar(root)).store)),
    );
    expect(reports.map(({ left, stopped }) => [left, stopped])).toEqual(reports.map(() => [0, null]));
    const all = reports.flatMap(({ replayed }) => replayed.filter(({ kind }) => kind === "added"));
    expect(all).toHaveLength(5);
    const ops = localGit(far.bare, "log", "--format=%(trailers:key=Ltpm-Op,valueonly)", "main").split("\n");
    expect(ops.filter((op) => op.startsWith("op-n")).sort()).toEqual(["op-n0", "op-n1", "op-n2", "op-n3", "op-n4"]);
    expect(pending.list().ops).toEqual([]);
  });

  test("a commit that this clone does not have any more: all of the history is searched", async () => {
    await store.transact(addIntent("a"));
    pending.keep(add("a", "1234567890123456789012345678901234567890"));
    expect(await kinds()).toEqual(["landed_before"]);
  });
});
