/** The documents as a cycle sees them: a port, so that a cycle without documents loads nothing of the triad. */
import type { Queue } from "../../queue/schema.ts";
import type { Documents, State } from "../../state/state.ts";
import type { Intent } from "../../state/store.ts";
import { type CommitLook, requestsOf, withHeard } from "./commits.ts";
import type { Heard, Told } from "./types.ts";

/** Hears and tells around the intents of one transaction. */
export interface Teller {
  /** As they are now, for planning. */
  readonly documents: Documents;
  around<R>(intent: Intent<R>): Intent<Told<R>>;
}

export interface StoryPort {
  /**
   * Looks whether people changed what is listened to, or whether the queue `after` owes the documents anything; null: neither.
   * `op` is the transaction's.
   */
  open(before: State, after: Queue, op: string): Promise<Teller | null>;
}

export const NOTHING_HEARD: Heard = { done: [], added: [], refused: [], ended: [] };

/** The intent without a story, in the same shape. */
export function untold<R>(intent: Intent<R>): Intent<Told<R>> {
  const { subject, apply, ...rest } = intent;
  return {
    ...rest,
    subject: (told) => (typeof subject === "function" ? subject(told.result) : subject),
    apply: (state, now) => {
      const { result, ...applied } = apply(state, now);
      return { ...applied, result: { result, heard: NOTHING_HEARD, written: [], troubles: [] } };
    },
  };
}

/**
 * Keeps which commits were heard: when they asked for something, or when the intent writes anyway. Until then they are looked at
 * again, which is cheaper than a write for every commit.
 */
export function notingCommits<R>(intent: Intent<R>, look: CommitLook): Intent<R> {
  return {
    ...intent,
    apply: (state, now) => {
      const { state: changed, result } = intent.apply(state, now);
      if (changed === undefined && requestsOf(state.queue, look).length === 0) return { result };
      const after = changed ?? state;
      return { state: { ...after, queue: withHeard(after.queue, look) }, result };
    },
  };
}

/** The intent with the documents around it where there is anything to hear or tell. */
export function told<R>(intent: Intent<R>, teller: Teller | null): Intent<Told<R>> {
  return teller === null ? untold(intent) : teller.around(intent);
}

/** What several transactions heard, as one. */
export function heardTogether(...all: readonly Heard[]): Heard {
  return {
    done: all.flatMap((heard) => heard.done),
    added: all.flatMap((heard) => heard.added),
    refused: all.flatMap((heard) => heard.refused),
    ended: all.flatMap((heard) => heard.ended),
  };
}
