/** What is to become of a task after one attempt ended. Plain words, ready to be kept: short, no control characters. */
import type { Reference } from "../queue/schema.ts";

export type Verdict = Done | Failed | VerificationFailed | Blocked | Lost;

export interface Done {
  readonly kind: "done";
  /** One sentence. */
  readonly summary: string;
  readonly deliverable: string;
  readonly deliverable_path: string | null;
  /** Where the result can still be found later; at least one. */
  readonly references: readonly Reference[];
  /** Which checks passed. */
  readonly verification: string;
  /** What a task of type `unknown` turned out to be. */
  readonly task_type?: string;
}

/** The execution itself failed. */
export interface Failed {
  readonly kind: "failed";
  readonly result: string;
  /** A fault of the moment: the same strategy may be repeated once. */
  readonly transient: boolean;
  readonly signature: string;
}

/** It says it is done, but our checks say otherwise. */
export interface VerificationFailed {
  readonly kind: "verification_failed";
  /** What it said. */
  readonly result: string;
  /** What the verifier says; goes into the next attempt's instruction. */
  readonly words: string;
  readonly signature: string;
}

/** Only a person can help; no retry is burnt. */
export interface Blocked {
  readonly kind: "blocked";
  readonly code: string;
  readonly reason: string;
  readonly steps: readonly string[];
}

/** It was ended from outside and says nothing about the strategy. */
export interface Lost {
  readonly kind: "lost";
  readonly why: string;
}
