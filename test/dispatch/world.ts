/** A small world to drive cycles in: a store in memory, executors that remember, and a way to be killed at any step. */
import type { CyclePorts } from "../../src/dispatch/drive.ts";
import type { AttemptOrder, Executor, Observed } from "../../src/dispatch/executor.ts";
import type { LandResult } from "../../src/dispatch/landing.ts";
import type { Settings } from "../../src/dispatch/settings.ts";
import type { State } from "../../src/state/state.ts";
import type { Intent, Store, Transacted } from "../../src/state/store.ts";
import type { AttemptRecord } from "../../src/verify/attempt-record.ts";
import { NOW, sampleRecord, sampleSettings } from "./sample.ts";

/** The process was killed: nothing after it happens. */
export class Killed extends Error {}

export interface World {
  state: State;
  /** Milliseconds after NOW. */
  elapsed: number;
  /** How many states were written. */
  commits: number;
  /** What every port did, in order. */
  readonly steps: string[];
  /** Kill the process before this step, counted from 0. Nothing happens any more until `revive`. */
  killAt: number | null;
  /** Somebody else's change, made just before the next commit. */
  meanwhile: ((state: State) => State) | null;
  readonly prepared: Set<string>;
  readonly started: Map<string, AttemptOrder>;
  readonly delivered: string[];
  readonly landed: string[];
  /** What an attempt comes to; unset: it passes. */
  outcome: (order: AttemptOrder) => Partial<AttemptRecord> | "running" | "lost";
  landing: (uid: string) => LandResult;
  /** The life of the process that prepares and starts: another one cannot finish its starts. */
  life: number;
  readonly preparedBy: Map<string, number>;
}

export function newWorld(state: State): World {
  return {
    state,
    elapsed: 0,
    commits: 0,
    steps: [],
    killAt: null,
    meanwhile: null,
    prepared: new Set(),
    started: new Map(),
    delivered: [],
    landed: [],
    outcome: () => ({}),
    landing: (uid) => ({ kind: "landed", commit: `merge-${uid}` }),
    life: 0,
    preparedBy: new Map(),
  };
}

/** One step of the process. It is killed before the step happens when its turn has come; a dead process does nothing. */
function step(world: World, name: string): void {
  if (world.killAt === 0) throw new Killed(name);
  if (world.killAt !== null) world.killAt -= 1;
  world.steps.push(name);
}

/** A new process takes over, which is not killed. */
export function revive(world: World): void {
  world.killAt = null;
  world.life += 1;
}

function storeIn(world: World): Store {
  return {
    async read() {
      step(world, "read");
      return { state: world.state, version: String(world.commits) };
    },
    async transact<R>(intent: Intent<R>): Promise<Transacted<R>> {
      step(world, "transact");
      if (world.meanwhile !== null) {
        // Lost the race: applied once to a state that is no longer the newest.
        intent.apply(world.state, nowIn(world));
        world.state = world.meanwhile(world.state);
        world.meanwhile = null;
      }
      const { state, result } = intent.apply(world.state, nowIn(world));
      if (state !== undefined) {
        world.state = state;
        world.commits += 1;
      }
      step(world, "transacted");
      return { result, state: world.state, version: String(world.commits), changed: state !== undefined };
    },
  };
}

function nowIn(world: World): string {
  return new Date(Date.parse(NOW) + world.elapsed).toISOString();
}

function recordOf(world: World, order: AttemptOrder): Observed {
  const outcome = world.outcome(order);
  if (outcome === "running") return { kind: "running" };
  if (outcome === "lost") return { kind: "lost", why: "the machine was restarted" };
  return { kind: "ended", record: sampleRecord({ token: order.token, ended_at: nowIn(world), ...outcome }) };
}

function executorIn(world: World, name: string): Executor {
  return {
    name,
    handle: (token) => `${name}:${token}`,
    async prepare(token) {
      step(world, `${name} prepare`);
      world.prepared.add(`${name} ${token}`);
      world.preparedBy.set(token, world.life);
    },
    async start(order) {
      step(world, `${name} start`);
      if (world.started.has(order.token)) throw new Error(`${order.token} was started twice`);
      world.started.set(order.token, order);
      step(world, `${name} started`);
    },
    async discard(token) {
      step(world, `${name} discard`);
      world.prepared.delete(`${name} ${token}`);
    },
    async observe(_handle, token) {
      step(world, `${name} observe`);
      const order = world.started.get(token);
      if (order !== undefined) return recordOf(world, order);
      // Prepared by a process that is gone: it will never be started.
      return world.preparedBy.get(token) === world.life
        ? { kind: "running" }
        : { kind: "lost", why: "the process that was to start it ended before it began" };
    },
    async cancel(_handle, token) {
      step(world, `${name} cancel ${token}`);
    },
    log: async () => null,
  };
}

let drawn = 0;

export function portsIn(world: World, settings: Partial<Settings> = {}): CyclePorts {
  const command = executorIn(world, "command");
  return {
    store: storeIn(world),
    clock: { now: () => nowIn(world) },
    dice: {
      name(length) {
        drawn += 1;
        return `d${drawn}`.padEnd(length, "x");
      },
      fraction: () => 0.5,
    },
    settings: sampleSettings(settings),
    executors: { command, agent: command, person: executorIn(world, "manual") },
    async land(task) {
      step(world, "land");
      world.landed.push(task.uid);
      const result = world.landing(task.uid);
      step(world, "landed");
      return result;
    },
    async deliver(notice) {
      step(world, `deliver ${notice.kind}`);
      world.delivered.push(notice.id);
      step(world, "delivered");
      return true;
    },
  };
}
