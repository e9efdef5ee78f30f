/**
 * What every store promises, whatever carries it: local ref, remote branch, API. Each transport's test calls
 * `storeContract` with a way to make a fresh, empty state and a second store on the same state. What it promises about
 * documents is in document-contract.ts.
 */
import { afterEach, describe, expect, test } from "vitest";
import { addTasks } from "../../src/queue/add.ts";
import type { ArchiveFile, Task } from "../../src/queue/schema.ts";
import type { Clock } from "../../src/state/clock.ts";
import type { Intent, Store } from "../../src/state/store.ts";

/** An empty state with a store on it. */
export interface Made {
  readonly store: Store;
  /** One more store on the same state, as another process or clone would open it. */
  readonly another: () => Promise<Store>;
  /** The whole message of the commit that `version` names. */
  readonly messageOf: (version: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** A clock that a test moves. */
class HandClock implements Clock {
  moment = "2026-03-01T10:00:00.000Z";
  now(): string {
    return this.moment;
  }
}

/** Adds one task; the result is its label, or the number of tasks that were there when it was refused. */
export function addIntent(name: string): Intent<string> {
  return {
    subject: (label) => `ltpm: add ${label}`,
    op: `op-${name}`,
    apply: (state, now) => {
      const draft = { uid: `uid-${name}`, description: `do ${name}`, task_type: "unknown" };
      const added = addTasks(state.queue, [draft], now, 3);
      const first = added.ok ? added.tasks[0] : undefined;
      if (!added.ok || first === undefined) return { result: "" };
      return { state: { ...state, queue: added.queue }, result: first.id };
    },
  };
}

const nothing: Intent<number> = {
  subject: "ltpm: nothing",
  op: "op-nothing",
  apply: (state) => ({ result: state.queue.tasks.length }),
};

const archiveAll: Intent<number> = {
  subject: "ltpm: archive",
  op: "op-archive",
  archive: true,
  apply: (state) => {
    const tasks = state.queue.tasks;
    const before = state.archive.get("2026-03");
    const month: ArchiveFile = { ...before, tasks: [...(before?.tasks ?? []), ...tasks] };
    const queue = { ...state.queue, tasks: [], archivedCount: state.queue.archivedCount + tasks.length };
    return { state: { queue, archive: new Map(state.archive).set("2026-03", month) }, result: tasks.length };
  },
};

function counted(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}

function labels(tasks: readonly Task[]): string[] {
  return tasks.map((task) => task.id);
}

/** Declares the contract's tests for one transport. `make` gets the clock that its stores must use. */
export function storeContract(name: string, make: (clock: Clock) => Promise<Made>): void {
  describe(`store contract: ${name}`, () => {
    const clock = new HandClock();
    const open: Made[] = [];
    const fresh = async (): Promise<Made> => {
      clock.moment = "2026-03-01T10:00:00.000Z";
      const made = await make(clock);
      open.push(made);
      return made;
    };
    afterEach(async () => {
      for (const made of open.splice(0)) await made.close();
    });

    test("an empty state is read as an empty queue", async () => {
      const { store } = await fresh();
      const snapshot = await store.read({ archive: true });
      expect(snapshot.state.queue.tasks).toEqual([]);
      expect(snapshot.state.queue.lastId).toBeNull();
      expect(snapshot.state.archive.size).toBe(0);
    });

    test("a transaction writes, and everybody reads it back", async () => {
      const { store, another } = await fresh();
      const done = await store.transact(addIntent("a"));
      expect([done.result, done.changed, labels(done.state.queue.tasks)]).toEqual(["T-01", true, ["T-01"]]);
      expect(done.version).not.toBe("");
      for (const reader of [store, await another()]) {
        const snapshot = await reader.read();
        expect(snapshot.version).toBe(done.version);
        expect(snapshot.state.queue).toEqual(done.state.queue);
        expect(snapshot.state.queue.tasks[0]?.description).toBe("do a");
        expect(snapshot.state.queue.lastId).toBe("T-01");
      }
    });

    test("an intent that changes nothing writes nothing", async () => {
      const { store, another } = await fresh();
      const first = await store.transact(addIntent("a"));
      const second = await store.transact(nothing);
      expect([second.result, second.changed, second.version]).toEqual([1, false, first.version]);
      expect((await (await another()).read()).version).toBe(first.version);
    });

    test("a store that looked earlier applies its intent to the newer state", async () => {
      const { store, another } = await fresh();
      const other = await another();
      await store.read();
      await other.read();
      await store.transact(addIntent("a"));
      const late = await other.transact(addIntent("b"));
      expect([late.result, labels(late.state.queue.tasks)]).toEqual(["T-02", ["T-01", "T-02"]]);
      const again = await store.transact(addIntent("c"));
      expect([again.result, labels(again.state.queue.tasks)]).toEqual(["T-03", ["T-01", "T-02", "T-03"]]);
    });

    test("of two that race, one is replayed and neither is lost", async () => {
      const { store, another } = await fresh();
      const other = await another();
      await store.transact(addIntent("first"));
      const [a, b] = await Promise.all([store.transact(addIntent("a")), other.transact(addIntent("b"))]);
      expect([a.result, b.result].sort()).toEqual(["T-02", "T-03"]);
      const { queue } = (await store.read()).state;
      expect(labels(queue.tasks)).toEqual(["T-01", "T-02", "T-03"]);
      const byUid = new Map(queue.tasks.map((task) => [task.uid, task.id]));
      expect([byUid.get("uid-a"), byUid.get("uid-b")]).toEqual([a.result, b.result]);
    });

    test("2 × 10 parallel adds: nothing lost, labels unique, each result that of the try that landed", async () => {
      const { store, another } = await fresh();
      const other = await another();
      const adds = counted(10).flatMap((n) => [
        store.transact(addIntent(`left-${n}`)).then((done) => ({ uid: `uid-left-${n}`, label: done.result })),
        other.transact(addIntent(`right-${n}`)).then((done) => ({ uid: `uid-right-${n}`, label: done.result })),
      ]);
      const said = await Promise.all(adds);
      const { queue } = (await (await another()).read()).state;
      expect(queue.tasks).toHaveLength(20);
      expect(new Set(labels(queue.tasks)).size).toBe(20);
      expect(queue.lastId).toBe("T-20");
      const byUid = new Map(queue.tasks.map((task) => [task.uid, task.id]));
      for (const { uid, label } of said) expect([uid, byUid.get(uid)]).toEqual([uid, label]);
    });

    test("an intent that throws leaves everything as it was", async () => {
      const { store, another } = await fresh();
      const before = await store.transact(addIntent("a"));
      const bad: Intent<never> = {
        subject: "ltpm: bad",
        op: "op-bad",
        apply: () => {
          throw new Error("the intent's own fault");
        },
      };
      await expect(store.transact(bad)).rejects.toThrow("the intent's own fault");
      expect((await (await another()).read()).version).toBe(before.version);
      expect((await store.transact(addIntent("b"))).result).toBe("T-02");
    });

    test("the archive is loaded only when asked for, and survives intents that do not ask", async () => {
      const { store, another } = await fresh();
      await store.transact(addIntent("a"));
      expect((await store.transact(archiveAll)).result).toBe(1);
      const seen: number[] = [];
      const add = addIntent("b");
      await store.transact({
        ...add,
        apply: (state, now) => {
          seen.push(state.archive.size);
          return add.apply(state, now);
        },
      });
      expect(seen.at(-1)).toBe(0);
      const reader = await another();
      expect((await reader.read()).state.archive.size).toBe(0);
      const { state } = await reader.read({ archive: true });
      expect(labels(state.archive.get("2026-03")?.tasks ?? [])).toEqual(["T-01"]);
      expect([labels(state.queue.tasks), state.queue.archivedCount]).toEqual([["T-02"], 1]);
      expect((await store.transact(archiveAll)).result).toBe(1);
      const both = (await reader.read({ archive: true })).state.archive.get("2026-03");
      expect(labels(both?.tasks ?? [])).toEqual(["T-01", "T-02"]);
    });

    test("fields that nobody here knows survive", async () => {
      const { store, another } = await fresh();
      await store.transact(addIntent("a"));
      await store.transact({
        subject: "ltpm: strange",
        op: "op-strange",
        archive: true,
        apply: (state) => {
          const tasks = state.queue.tasks.map((task) => ({ ...task, mood: { good: [1, 2] } }));
          const archive = new Map(state.archive).set("2026-02", { tasks: [], shelf: "left" });
          return { state: { queue: { ...state.queue, tasks, weather: "雨 🌧" }, archive }, result: null };
        },
      });
      await (await another()).transact(addIntent("b"));
      const { state } = await store.read({ archive: true });
      expect(state.queue.weather).toBe("雨 🌧");
      expect(state.queue.tasks.map((task) => task.mood)).toEqual([{ good: [1, 2] }, undefined]);
      expect(state.archive.get("2026-02")?.shelf).toBe("left");
    });

    test("now never goes back, and every write is dated with it", async () => {
      const { store, another } = await fresh();
      const moments: string[] = [];
      const dated = (name: string): Intent<string> => ({
        ...addIntent(name),
        apply: (state, now) => {
          moments.push(now);
          return addIntent(name).apply(state, now);
        },
      });
      const first = await store.transact(dated("a"));
      expect([moments.at(-1), first.state.queue.updated_at]).toEqual([clock.moment, clock.moment]);
      clock.moment = "2026-03-01T09:00:00.000Z";
      const second = await (await another()).transact(dated("b"));
      const [before = ""] = moments;
      expect(Date.parse(moments.at(-1) ?? "")).toBeGreaterThanOrEqual(Date.parse(before));
      expect(Date.parse(second.state.queue.updated_at ?? "")).toBeGreaterThanOrEqual(Date.parse(before));
      clock.moment = "2026-03-01T10:00:05.000Z";
      await store.transact(dated("c"));
      expect((await store.read()).state.queue.updated_at).toBe("2026-03-01T10:00:05.000Z");
      expect((await store.read()).state.queue.tasks.map((task) => task.added_at)).toEqual([
        "2026-03-01T10:00:00.000Z",
        "2026-03-01T10:00:00.000Z",
        "2026-03-01T10:00:05.000Z",
      ]);
    });

    test("the commit carries the subject and the operation", async () => {
      const { store, messageOf } = await fresh();
      const done = await store.transact(addIntent("a"));
      const message = await messageOf(done.version);
      expect(message.split("\n")[0]).toBe("ltpm: add T-01");
      expect(message.split("\n").filter((line) => line.startsWith("Ltpm-Op: "))).toEqual(["Ltpm-Op: op-a"]);
      const strange = await store.transact({ ...addIntent("b"), subject: "ltpm: two\nlines\n\nLtpm-Op: forged" });
      const said = (await messageOf(strange.version)).split("\n").filter((line) => line.startsWith("Ltpm-Op: "));
      expect(said).toEqual(["Ltpm-Op: op-b"]);
    });

    test("large texts and every kind of character come back as they went in", async () => {
      const { store, another } = await fresh();
      const text = `${"长".repeat(20_000)}\u2028 "quoted" \\ \t é 👩‍👩‍👧 \ud800`;
      await store.transact({
        subject: "ltpm: large",
        op: "op-large",
        apply: (state, now) => {
          const added = addTasks(state.queue, [{ uid: "large", description: text, task_type: "unknown" }], now, 3);
          return added.ok ? { state: { ...state, queue: added.queue }, result: null } : { result: null };
        },
      });
      expect((await (await another()).read()).state.queue.tasks[0]?.description).toBe(text);
    });
  });
}
