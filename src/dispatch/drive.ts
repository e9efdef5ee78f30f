/**
 * Drives one cycle through its ports: read, observe, decide, commit, start, land, tell, commit. At most two commits, none
 * when nothing changed. It may be killed between any two steps: the next cycle finds what is missing in the state.
 */
import type { Notice } from "../queue/schema.ts";
import { latest } from "../state/clock.ts";
import type { State } from "../state/state.ts";
import { discardUnused, endFenced, prepareAll, startAll } from "./carry-out.ts";
import { type CycleResult, cycleIntent } from "./cycle.ts";
import { inputFor, observeAll } from "./gather.ts";
import type { CyclePorts } from "./ports.ts";
import { type Landing, receiptsIntent, withReceipts } from "./receipts.ts";
import { landOwed, tellOwed } from "./tell.ts";

export type { CyclePorts } from "./ports.ts";

/** A cycle that is over. */
export interface CycleReport extends CycleResult {
  /** The state after it. */
  readonly state: State;
  readonly changed: boolean;
  readonly landings: readonly Landing[];
  /** Notices that were told. */
  readonly delivered: readonly Notice[];
  /** What went wrong outside of the state, in sentences; the next cycle tries again. */
  readonly troubles: readonly string[];
}

/** What the next cycle would do, without doing it: for `--dry-run`. */
export async function planCycle(ports: CyclePorts): Promise<CycleResult> {
  return (await decide(ports)).planned.result;
}

/** Runs one cycle. Throws what the store throws; troubles of executors, landing and telling are reported instead. */
export async function runCycle(ports: CyclePorts): Promise<CycleReport> {
  const { snapshot, input, planned } = await decide(ports);
  const tokens = planned.result.orders.map((order) => order.token);
  const troubles: string[] = [];
  let result = planned.result;
  let state = snapshot.state;
  let changed = false;
  if (planned.state !== undefined) {
    await prepareAll(ports, tokens);
    const committed = await ports.store.transact(cycleIntent({ ...input, draws: { ...input.draws, tokens } }));
    ({ result, state, changed } = committed);
    await discardUnused(ports, tokens, result.orders, troubles);
  }
  await startAll(ports, result.orders, troubles);
  await endFenced(ports, snapshot.state.queue, result.fenced, troubles);
  const landings = await landOwed(ports, state.queue, troubles);
  const told = await tellOwed(ports, state, landings, troubles);
  const receipts = { delivered: told.map((notice) => notice.id), landings };
  if (withReceipts(state.queue, receipts) !== state.queue) {
    const recorded = await ports.store.transact(receiptsIntent(receipts, ports.dice.name(16)));
    state = recorded.state;
    changed = changed || recorded.changed;
  }
  return { ...result, idle: result.idle && !changed, state, changed, landings, delivered: told, troubles };
}

async function decide(ports: CyclePorts) {
  const snapshot = await ports.store.read();
  const observations = await observeAll(ports, snapshot.state.queue);
  const input = await inputFor(ports, snapshot, observations);
  const now = latest(ports.clock.now(), snapshot.state.queue.updated_at);
  return { snapshot, input, planned: cycleIntent(input).apply(snapshot.state, now) };
}
