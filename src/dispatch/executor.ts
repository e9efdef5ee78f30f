/** The executor's port: start, look, cancel. Each kind lives in `executors/`. */

import type { AttemptRecord } from "../verify/attempt-record.ts";
import type { Check } from "../verify/check.ts";

/** Everything an attempt needs, as data: decided in the plan, carried out by an executor. */
export interface AttemptOrder {
  readonly uid: string;
  /** The label, for names and messages. */
  readonly id: string;
  readonly token: string;
  readonly attempt: number;
  readonly strategy: string;
  readonly task_type: string;
  /** The whole instruction: goes to `LTPM_TASK_FILE` and to standard input. */
  readonly instruction: string;
  readonly run: RunOrder;
  readonly place: PlaceOrder;
  readonly checks: readonly Check[];
  /** Bounds of the attempt. */
  readonly time_limit_ms: number;
  readonly output_limit_bytes: number;
  /** Names of environment variables the child may see besides the standard ones. */
  readonly env: readonly string[];
  /** The verifier's words about the last attempt, "" at first: also in the instruction. */
  readonly complaint: string;
}

export type RunOrder =
  | { readonly kind: "command"; readonly argv: readonly string[] }
  | {
      readonly kind: "agent";
      readonly agent: string;
      readonly preset: string;
      readonly args: readonly string[];
      readonly argv?: readonly string[];
    }
  | { readonly kind: "person" };

export type PlaceOrder =
  | { readonly kind: "in_place" }
  /** A work tree of its own at the repository's HEAD, plus the unlanded work it depends on. */
  | { readonly kind: "worktree"; readonly branch: string; readonly needs: readonly string[] };

/** What a look at a running session tells. `unknown` (no answer, another host's) leaves the task as it is. */
export type Observed =
  | { readonly kind: "running" }
  | { readonly kind: "unknown"; readonly why: string }
  | { readonly kind: "lost"; readonly why: string }
  | { readonly kind: "ended"; readonly record: AttemptRecord };

export interface Executor {
  readonly name: string;
  /** The session's handle, known before it starts: `cmd:<host>/<token>`. */
  handle(token: string): string;
  /**
   * Called before the reservation is committed, when the task is not yet known: leaves a trace under the token from
   * which another process can tell that the start is under way, so that nobody takes the attempt for lost in between.
   */
  prepare(token: string): Promise<void>;
  /** Starts a prepared attempt. Never throws for a fault of the task: that ends as a record with `exit.fault`. */
  start(order: AttemptOrder): Promise<void>;
  /** Forgets a prepared attempt whose reservation did not land. */
  discard(token: string): Promise<void>;
  observe(handle: string, token: string): Promise<Observed>;
  /** Ends the attempt's processes; returns when they are gone or told to go. Safe to call twice. */
  cancel(handle: string, token: string): Promise<void>;
  /** The log of an attempt as kept, or null when there is none here. */
  log(token: string): Promise<string | null>;
}
