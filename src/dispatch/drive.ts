/**
 * Drives one cycle through its ports: read, observe, decide, commit, start, land, tell, commit. At most two commits, none
 * when nothing changed. It may be killed between any two steps: the next cycle finds what is missing in the state. Each
 * commit hears and tells the documents where there is anything to hear or tell.
 */
import type { Notice } from "../queue/schema.ts";
import { latest } from "../state/clock.ts";
import type { State } from "../state/state.ts";
import { discardUnused, endFenced, prepareAll, startAll } from "./carry-out.ts";
import { type CycleResult, cycleIntent } from "./cycle.ts";
import { inputFor, observeAll } from "./gather.ts";
import type { CyclePorts, DecidingPorts } from "./ports.ts";
import { type Landing, type Receipts, receiptsIntent, withReceipts } from "./receipts.ts";
import { heardTogether, type Teller, told } from "./story/port.ts";
import type { Heard } from "./story/types.ts";
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
  /** What the documents asked for. */
  readonly heard: Heard;
  /** Paths of the documents that were written. */
  readonly documents: readonly string[];
  /** What went wrong outside of the state, in sentences; the next cycle tries again. */
  readonly troubles: readonly string[];
}

/** What the next cycle would do, without doing it: for `--dry-run`. */
export async function planCycle(ports: CyclePorts): Promise<CycleResult> {
  return (await decide(ports)).planned.result.result;
}

/** Runs one cycle. Throws what the store throws; troubles of executors, landing and telling are reported instead. */
export async function runCycle(ports: CyclePorts): Promise<CycleReport> {
  const troubles: string[] = [];
  const { snapshot, input, teller, planned } = await decide(ports);
  const tokens = planned.result.result.orders.map((order) => order.token);
  let cycle = planned.result;
  let state = snapshot.state;
  let changed = false;
  if (planned.state !== undefined) {
    await prepareAll(ports, tokens);
    const draws = { ...input.draws, tokens };
    const committed = await ports.store.transact(told(cycleIntent({ ...input, draws }), teller));
    ({ result: cycle, state, changed } = committed);
    await discardUnused(ports, tokens, cycle.result.orders, troubles);
  }
  const { result } = cycle;
  await startAll(ports, result.orders, troubles);
  await endFenced(ports, snapshot.state.queue, result.fenced, troubles);
  const landings = await landOwed(ports, state.queue, troubles);
  const delivered = await tellOwed(ports, state, landings, troubles);
  const last = await record(ports, state, { delivered: delivered.map((notice) => notice.id), landings });
  state = last?.state ?? state;
  changed = changed || last?.changed === true;
  const transactions = [cycle, ...(last === null ? [] : [last.result])];
  troubles.push(...transactions.flatMap((one) => one.troubles.map(({ why }) => why)));
  const heard = heardTogether(...transactions.map((one) => one.heard));
  const documents = [...new Set(transactions.flatMap((one) => one.written))];
  return { ...result, idle: result.idle && !changed, state, changed, landings, delivered, heard, documents, troubles };
}

/** The second commit; null when there is nothing to record. */
async function record(ports: CyclePorts, state: State, receipts: Receipts) {
  const after = withReceipts(state.queue, receipts);
  if (after === state.queue) return null;
  const op = ports.dice.name(16);
  const teller = (await ports.story?.open(state, after, op)) ?? null;
  return ports.store.transact(told(receiptsIntent(receipts, op), teller));
}

async function decide(ports: DecidingPorts) {
  const snapshot = await ports.store.read();
  const { state } = snapshot;
  const observations = await observeAll(ports, state.queue);
  const input = await inputFor(ports, snapshot, observations);
  const now = latest(ports.clock.now(), state.queue.updated_at);
  const plan = (teller: Teller | null) =>
    told(cycleIntent(input), teller).apply({ ...state, ...documentsOf(teller) }, now);
  const planned = plan(null);
  const teller = (await ports.story?.open(state, (planned.state ?? state).queue, input.op)) ?? null;
  return { snapshot, input, teller, planned: teller === null ? planned : plan(teller) };
}

function documentsOf(teller: Teller | null): Pick<State, "documents"> {
  return teller === null ? {} : { documents: teller.documents };
}
