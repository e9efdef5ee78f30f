/** What every part of the local store works with. */
import type { Repository } from "../git/repository.ts";
import type { DocumentFiles } from "../history/auto-save/document-files.ts";
import type { Defaults } from "../queue/normalise.ts";
import { type Clock, later, latest } from "../state/clock.ts";
import type { ViewPlace } from "./view.ts";
import type { StoreWord } from "./words.ts";

/** Where the local state lives: hidden, in the common directory, shared by all work trees of the clone. */
export const STATE_REF = "refs/ltpm/state";

export interface Ground {
  readonly repository: Repository;
  readonly place: ViewPlace;
  readonly clock: Clock;
  /** Given to tasks that a file holds without a number of their own. */
  readonly maxRetries: number;
  /** Milliseconds for which a living holder of the lock is waited for. */
  readonly patience: number;
  readonly say: (word: StoreWord) => void;
  /** The documents of the work tree, or what loads them when an intent asks; absent: every document counts as not there. */
  readonly documents?: DocumentFiles | (() => Promise<DocumentFiles>);
}

/** What a file that does not say it gets. */
export function defaultsOf(ground: Ground): Defaults {
  return { now: ground.clock.now(), maxRetries: ground.maxRetries };
}

/** Now, and never earlier than any of these moments. */
export function nowAfter(ground: Ground, ...moments: (string | undefined)[]): string {
  return moments.reduce<string>((now, moment) => latest(now, moment), ground.clock.now());
}

/** The date of a new state: `now`, but later than the state before, so that a file's date tells which state it was made from. */
export function dateAfter(now: string, previous: string | undefined): string {
  return previous !== undefined && Date.parse(now) <= Date.parse(previous) ? later(previous, 1) : now;
}
