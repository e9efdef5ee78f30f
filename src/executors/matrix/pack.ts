/** Attempts as entries of a job matrix: what the plan job writes to its outputs, within GitHub's limits. Pure. */
import type { AttemptOrder } from "../../dispatch/executor.ts";
import { onOneLine } from "../../verify/plain-text.ts";

/** One job of the matrix. All values are plain, so that a workflow can use them as they are. */
export interface MatrixEntry {
  /** The task's label, for conditions and messages. */
  readonly id: string;
  /** The job's name for people: `T-02 write (attempt 1)`. */
  readonly name: string;
  readonly token: string;
  /** The order as JSON; `unpackOrder` reads it. */
  readonly order: string;
  /** For the job's `timeout-minutes`: later than our own limits, so that ours say what happened. */
  readonly timeout_minutes: number;
  /** Whether a check executes code, so that a verify job is needed. */
  readonly checks: boolean;
}

/** An order that no job can take, and why, in words for the middle of a sentence. */
export interface TooBig {
  readonly order: AttemptOrder;
  readonly why: string;
}

export interface Packed {
  /** For the job `attempt`: one entry an order. */
  readonly attempts: readonly MatrixEntry[];
  /** For the job `verify`: the entries whose checks execute code, with their own `timeout_minutes`. */
  readonly verify: readonly MatrixEntry[];
  /** What does not fit: nobody runs these. */
  readonly tooBig: readonly TooBig[];
}

/** GitHub allows this many jobs in one matrix. */
export const MOST_JOBS = 256;
/** All outputs of a job together may have 1 MB, estimated as UTF-16; the rest is left for the other outputs. */
export const MOST_OUTPUT_BYTES = 900_000;
/** An order reaches its job in one environment variable (`INPUT_ORDER`), and Linux takes 131,072 bytes in one. */
export const MOST_ORDER_BYTES = 120_000;
/** Minutes for what a job does besides: checkout, bundle, upload. */
const SLACK_MINUTES = 15;
/** The longest time a check's command may take, in minutes, and a little more. */
const CHECK_MINUTES = 11;

/** Whether a check of the order executes code of the repository or the task. */
export function needsVerifyJob(order: Pick<AttemptOrder, "checks">): boolean {
  return order.checks.some((check) => check.kind === "command");
}

function entryOf(order: AttemptOrder, json: string): MatrixEntry {
  return {
    id: order.id,
    name: `${order.id} ${onOneLine(order.strategy).slice(0, 60)} (attempt ${order.attempt})`,
    token: order.token,
    order: json,
    timeout_minutes: Math.ceil(order.time_limit_ms / 60_000) + SLACK_MINUTES,
    checks: needsVerifyJob(order),
  };
}

function verifyEntryOf(entry: MatrixEntry, order: AttemptOrder): MatrixEntry {
  const commands = order.checks.filter((check) => check.kind === "command").length;
  return { ...entry, timeout_minutes: commands * CHECK_MINUTES + SLACK_MINUTES };
}

/** What an entry takes of the outputs, in UTF-16 bytes; the comma behind it counts. */
function weightOf(entry: MatrixEntry): number {
  return (JSON.stringify(entry).length + 1) * 2;
}

/** Packs orders, the first ones first; a small one behind a big one may still fit. */
export function packOrders(orders: readonly AttemptOrder[]): Packed {
  const attempts: MatrixEntry[] = [];
  const verify: MatrixEntry[] = [];
  const tooBig: TooBig[] = [];
  // Two pairs of brackets.
  let used = 8;
  for (const order of orders) {
    const json = JSON.stringify(order);
    const bytes = new TextEncoder().encode(json).length;
    const entry = entryOf(order, json);
    const checked = entry.checks ? verifyEntryOf(entry, order) : null;
    const weight = weightOf(entry) + (checked === null ? 0 : weightOf(checked));
    if (bytes > MOST_ORDER_BYTES) {
      tooBig.push({ order, why: `its instruction is too long for one job (${bytes} of ${MOST_ORDER_BYTES} bytes)` });
    } else if (attempts.length === MOST_JOBS) {
      tooBig.push({ order, why: `one run takes ${MOST_JOBS} attempts` });
    } else if (used + weight > MOST_OUTPUT_BYTES) {
      tooBig.push({ order, why: "the other attempts of this run leave no room for it in the job's outputs" });
    } else {
      used += weight;
      attempts.push(entry);
      if (checked !== null) verify.push(checked);
    }
  }
  return { attempts, verify, tooBig };
}
