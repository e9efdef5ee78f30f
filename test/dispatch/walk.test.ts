import fc from "fast-check";
import { expect, test } from "vitest";
import { countedAttempts } from "../../src/dispatch/attempts.ts";
import { waysFor } from "../../src/dispatch/available.ts";
import { OUR_TYPES, typeNamed } from "../../src/dispatch/catalog.ts";
import { type CycleResult, cycleIntent } from "../../src/dispatch/cycle.ts";
import type { AttemptOrder, Observed } from "../../src/dispatch/executor.ts";
import { withReceipts } from "../../src/dispatch/receipts.ts";
import type { Observation } from "../../src/dispatch/settle.ts";
import { addTasks } from "../../src/queue/add.ts";
import { control, MARKED, type Operation } from "../../src/queue/control.ts";
import { brokenInvariants } from "../../src/queue/invariants.ts";
import { parseLabel } from "../../src/queue/label.ts";
import { isTerminal } from "../../src/queue/machine.ts";
import type { Task } from "../../src/queue/schema.ts";
import { EMPTY_STATE, type State } from "../../src/state/state.ts";
import { at, CLAUDE, CODEX, HOST, sampleRecord, sampleSettings } from "./sample.ts";

const SETTINGS = sampleSettings({ agents: [CLAUDE, CODEX], max_concurrent: 3, max_retries: 3, archive_days: 1 });
const KINDS: readonly [description: string, task_type: string][] = [
  ["Run `npm test`", "code-execution"],
  ["Tidy the login page", "code-change"],
  ["Find out which port is used", "info-lookup"],
  ["Tell Ana", "messaging"],
  ["Do the thing", "unknown"],
  ["Call the bank", "manual"],
];
const exit = (code: number) => ({ code, signal: null, timed_out: false, cancelled: false });

/** What a look at a session may give; the numbers vary the words, so that failures differ or not. */
const OUTCOMES: readonly ((token: string, n: number) => Observed)[] = [
  (token) => ({ kind: "ended", record: sampleRecord({ token, output: "port 80, see src/a.ts:1" }) }),
  (token) => ({ kind: "ended", record: sampleRecord({ token, commit: "c0ffee", branch: "b", changed: ["a"] }) }),
  (token, n) => ({
    kind: "ended",
    record: sampleRecord({ token, exit: exit(1), output: `boom ${"abcdefgh"[n % 8]}` }),
  }),
  (token) => ({ kind: "ended", record: sampleRecord({ token, exit: exit(1), output: "ECONNREFUSED" }) }),
  (token, n) => ({
    kind: "ended",
    record: sampleRecord({ token, checks: [{ check: "x", ok: false, detail: `no ${"abcd"[n % 4]}` }] }),
  }),
  (token) => ({
    kind: "ended",
    record: sampleRecord({ token, result: { outcome: "blocked", blocked_reason: "no key" } }),
  }),
  (token) => ({ kind: "ended", record: sampleRecord({ token: "stranger-token", output: token }) }),
  (token) => ({ kind: "ended", record: sampleRecord({ token, output: "", checks: [] }) }),
  () => ({ kind: "lost", why: "reboot" }),
  () => ({ kind: "running" }),
  () => ({ kind: "unknown", why: "another host" }),
];

type Move =
  | { readonly do: "add"; readonly kind: number; readonly after: number; readonly priority: number }
  | { readonly do: "control"; readonly operation: Operation; readonly which: number }
  | { readonly do: "cycle"; readonly outcomes: readonly number[]; readonly stale: boolean; readonly tokens: number }
  | { readonly do: "receipts"; readonly landed: boolean }
  | { readonly do: "wait"; readonly minutes: number };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("add" as const),
      kind: fc.nat(5),
      after: fc.nat(12),
      priority: fc.integer({ min: -1, max: 1 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("control" as const),
      operation: fc.constantFrom<Operation>("skip", "retry", "retry", "cancel", "done"),
      which: fc.nat(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("cycle" as const),
      outcomes: fc.array(fc.nat(OUTCOMES.length - 1), { minLength: 3, maxLength: 3 }),
      stale: fc.boolean(),
      tokens: fc.nat(4),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("receipts" as const), landed: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), minutes: fc.constantFrom(1, 20, 3_000) }) },
);

class Walk {
  state: State = EMPTY_STATE;
  minutes = 0;
  drawn = 0;
  last = 0;
  readonly tokens = new Set<string>();
  readonly told = new Set<string>();
  earlier: Observation[] = [];

  make(step: Move): void {
    if (step.do === "wait") this.minutes += step.minutes;
    else if (step.do === "add") this.add(step);
    else if (step.do === "control") this.control(step);
    else if (step.do === "receipts") this.receipts(step);
    else this.cycle(step);
    this.check();
  }

  add({ kind, after, priority }: Extract<Move, { do: "add" }>): void {
    this.drawn += 1;
    const [description = "", task_type = ""] = KINDS[kind] ?? [];
    const needed = this.state.queue.tasks[after]?.id;
    const draft = {
      uid: `u${this.drawn}`,
      description,
      task_type,
      priority,
      after: needed === undefined ? [] : [needed],
    };
    const added = addTasks(this.state.queue, [draft], at(this.minutes), SETTINGS.max_retries);
    if (added.ok) this.state = { ...this.state, queue: added.queue };
  }

  control({ operation, which }: Extract<Move, { do: "control" }>): void {
    const { tasks } = this.state.queue;
    const task = tasks[which % Math.max(1, tasks.length)];
    if (task === undefined) return;
    const controlled = control(this.state.queue, operation, task.id, at(this.minutes));
    if (controlled.kind === "changed") this.state = { ...this.state, queue: controlled.queue };
  }

  receipts({ landed }: Extract<Move, { do: "receipts" }>): void {
    const outbox = this.state.queue.outbox ?? [];
    for (const { id } of outbox) {
      expect(this.told.has(id)).toBe(false);
      this.told.add(id);
    }
    const landings = outbox
      .filter((notice) => notice.kind === "land")
      .map(({ id, uid }) => ({
        notice: id,
        uid: uid ?? "",
        result: landed ? ({ kind: "landed", commit: "m" } as const) : ({ kind: "left", why: "conflict" } as const),
      }));
    const delivered = outbox.filter((notice) => notice.kind !== "land").map((notice) => notice.id);
    this.state = { ...this.state, queue: withReceipts(this.state.queue, { delivered, landings }) };
    expect(this.state.queue.outbox ?? []).toEqual([]);
  }

  cycle({ outcomes, stale, tokens }: Extract<Move, { do: "cycle" }>): void {
    const running = this.state.queue.tasks.filter((task) => task.status === "running");
    const fresh = running.map((task, n): Observation => {
      const token = task.session?.token ?? "";
      return {
        uid: task.uid,
        token,
        observed: OUTCOMES[outcomes[n] ?? 0]?.(token, this.drawn + n) ?? { kind: "running" },
      };
    });
    const observations = stale ? [...fresh, ...this.earlier] : fresh;
    this.earlier = fresh;
    this.drawn += 1;
    const drawn = Array.from({ length: tokens }, (_, n) => `token-${this.drawn}-${n}`);
    const input = {
      op: `op-${this.drawn}`,
      observations,
      draws: { tokens: drawn, fractions: [0.5] },
      settings: SETTINGS,
      host: HOST,
      archive: true,
      archived: () => undefined,
    };
    const before = this.state;
    const { state, result } = cycleIntent(input).apply(before, at(this.minutes));
    if (state !== undefined) this.state = state;
    this.checkCycle(before, result);
  }

  checkCycle(before: State, result: CycleResult): void {
    for (const order of result.orders) {
      expect(this.tokens.has(order.token)).toBe(false);
      this.tokens.add(order.token);
      this.checkStrategy(order);
    }
    for (const entry of result.settled) {
      const was = before.queue.tasks.find((task) => task.uid === entry.uid);
      expect([was?.status, was?.session?.token]).toEqual(["running", entry.token]);
    }
    // Whatever blocked or was done in this cycle is told.
    const owed = (this.state.queue.outbox ?? []).map((notice) => `${notice.kind} ${notice.uid}`);
    for (const id of [...result.blocked, ...result.done]) {
      const task = this.state.queue.tasks.find((one) => one.id === id);
      expect(owed).toContain(`${task?.status} ${task?.uid}`);
    }
  }

  /** Never one already tried while another is left, but once more after a fault of the moment. */
  checkStrategy({ uid, strategy }: AttemptOrder): void {
    const task = this.state.queue.tasks.find((one) => one.uid === uid);
    if (task === undefined) throw new Error("an order without a task");
    const ways = waysFor(task, typeNamed(OUR_TYPES, task.task_type), SETTINGS);
    const names = ways.kind === "ways" ? ways.strategies.map((one) => one.name) : [];
    expect(names).toContain(strategy);
    const tried = countedAttempts(task);
    const again = tried.filter((attempt) => attempt.strategy === strategy).length;
    const othersLeft = names.some((name) => !tried.some((attempt) => attempt.strategy === name));
    const once = again === 1 && tried.at(-1)?.transient === true && tried.at(-1)?.strategy === strategy;
    expect(again === 0 || !othersLeft || once).toBe(true);
  }

  check(): void {
    const { queue, archive } = this.state;
    expect(brokenInvariants(queue, archive, SETTINGS.max_concurrent)).toEqual([]);
    const last = parseLabel(queue.lastId ?? "") ?? 0;
    expect(last).toBeGreaterThanOrEqual(this.last);
    this.last = last;
    for (const task of queue.tasks) checkTask(task);
    const stored = [...archive.values()].reduce((sum, file) => sum + file.tasks.length, 0);
    expect(queue.archivedCount).toBe(stored);
    expect(queue.tasks.length + stored).toBe(last);
  }
}

function checkTask(task: Task): void {
  const counted = countedAttempts(task);
  expect(counted.length).toBeLessThanOrEqual(task.maxRetries + 1);
  expect(task.lost_count ?? 0).toBeLessThanOrEqual(4);
  expect(task.subagent_session !== null).toBe(task.status === "running");
  if (task.status === "done")
    expect(task.verification === MARKED || /^passed: /.test(task.verification ?? "")).toBe(true);
  if (task.status === "done" && task.verification !== MARKED) expect(task.references?.length).toBeGreaterThan(0);
  if (task.status === "blocked") {
    expect(task.blocked_reason).toMatch(/\S/);
    expect(task.user_action_required).toMatch(/^1\. \S/);
  }
  // A message is never tried twice by itself.
  if (task.task_type === "messaging" && task.status === "pending") expect(counted).toEqual([]);
  if (task.status === "pending" && !isTerminal(task.status)) expect(task.user_action_required).toBeNull();
}

test("whatever people, attempts and cycles do, what must hold holds", () => {
  let steps = 0;
  const seen = { done: 0, blocked: 0, archived: 0 };
  fc.assert(
    fc.property(fc.array(move, { minLength: 150, maxLength: 300 }), (moves) => {
      const walk = new Walk();
      for (const step of moves) walk.make(step);
      steps += moves.length;
      for (const task of walk.state.queue.tasks) {
        if (task.status === "done" && task.verification !== MARKED) seen.done += 1;
        if (task.status === "blocked") seen.blocked += 1;
      }
      seen.archived += walk.state.queue.archivedCount;
    }),
    // Shrinking a long walk takes minutes: the seed is printed, and shrinks it when this is taken out.
    { numRuns: 25, endOnFailure: true },
  );
  expect(steps).toBeGreaterThan(3_000);
  // The walk really went everywhere.
  expect(Math.min(seen.done, seen.blocked, seen.archived)).toBeGreaterThan(20);
});
