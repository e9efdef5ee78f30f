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
/**
 * How many tries a pause is at most as long as, after the first failure, the second, … At first the bound doubles, so that
 * those who meet are spread out. Who still loses has met somebody that never pauses, having no reason to: he presses harder.
 */
const GROWTH = [1, 2, 4, 8, 8, 4] as const;
const LATER = 2;

/** The pause after `lost` tries that failed (from 1), the last of which took `took` milliseconds. `fraction` in [0, 1). */
export function pauseAfter(lost: number, took: number, fraction: number): number {
  return Math.round(fraction * Math.min(LONGEST, took * (GROWTH[lost - 1] ?? LATER)));
}

/** Whether another try may begin, `elapsed` milliseconds after the first and `tries` tries on. */
export function mayTryAgain(patience: Patience, tries: number, elapsed: number): boolean {
  return tries < patience.tries && elapsed < patience.total;
}
