/** How long to wait before the next try, and how often: growing, jittered, bounded by time and by count. */

export interface Patience {
  /** Milliseconds for one call of git over the network. */
  readonly network: number;
  /** Milliseconds after which no new try begins. */
  readonly total: number;
  /** The most tries of one transaction. */
  readonly tries: number;
}

export const PATIENCE: Patience = { network: 30_000, total: 60_000, tries: 100 };

/** No pause is longer; milliseconds. */
const LONGEST = 5_000;
/** Nor longer than this many tries take: who waits too long never gets his turn beside one who does not wait. */
const MOST_TRIES_LONG = 8;

/**
 * The pause after `lost` tries that failed (from 1), the last of which took `took` milliseconds. `fraction` in [0, 1).
 * Between nothing and a bound that doubles, measured in tries: near servers and far ones need different pauses.
 */
export function pauseAfter(lost: number, took: number, fraction: number): number {
  const tries = Math.min(MOST_TRIES_LONG, 2 ** Math.min(lost - 1, 20));
  return Math.round(fraction * Math.min(LONGEST, took * tries));
}

/** Whether another try may begin, `elapsed` milliseconds after the first and `tries` tries on. */
export function mayTryAgain(patience: Patience, tries: number, elapsed: number): boolean {
  return tries < patience.tries && elapsed < patience.total;
}
