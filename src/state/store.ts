/** The store's port: one way to read, one way to change. Local ref, remote branch and API speak it alike. */
import type { Snapshot, State } from "./state.ts";

/** What an intent made of a state. No `state`: nothing is to be written. */
export interface Applied<R> {
  readonly state?: State;
  readonly result: R;
}

/**
 * A change as a pure function. When somebody else moved the state meanwhile it is applied again to the new one, so
 * it must take everything from outside (tokens, uids, observations) from its closure and do no I/O.
 * `now` is ISO 8601 and never earlier than the state's `updated_at`.
 */
export interface Intent<R> {
  /** Shown in the commit subject: `ltpm: add T-04`. A function sees the result of the try that is written. */
  readonly subject: string | ((result: R) => string);
  /** Drawn once per call; the commit's `Ltpm-Op` trailer, by which a landed change is found again. */
  readonly op: string;
  /** Whether the intent reads or writes the archive. */
  readonly archive?: boolean;
  /** Paths of documents that the intent reads or writes. */
  readonly documents?: readonly string[];
  apply(state: State, now: string): Applied<R>;
}

/** What came of a transaction. `version` is "" when there is no state yet. */
export interface Transacted<R> {
  readonly result: R;
  readonly state: State;
  readonly version: string;
  /** False when the intent wanted nothing written. */
  readonly changed: boolean;
}

/** What is read besides the queue. */
export interface ReadOptions {
  readonly archive?: boolean;
  /** Paths of documents. */
  readonly documents?: readonly string[];
}

/** The contract that every transport passes (test/stores/contract.ts). */
export interface Store {
  /** The state as it is, and what is asked for besides. */
  read(options?: ReadOptions): Promise<Snapshot>;
  /** Applies the intent and writes its state if nobody was faster, else replays it. Throws `StoreError`. */
  transact<R>(intent: Intent<R>): Promise<Transacted<R>>;
}

export type StoreErrorCode =
  | "refused"
  | "vanished"
  | "unreachable"
  | "contended"
  | "locked"
  | "not_written"
  | "no_repository"
  | "no_state_branch";

/** A store that could not do it. The message names what to change; nothing was half-written. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
