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

/** The first pause is at most this long; milliseconds. */
const FIRST = 50;
/** No pause is longer; milliseconds. */
const LONGEST = 3_000;

/**
 * The pause after the `lost`-th lost race in a row (from 1). `fraction` in [0, 1). Between nothing and a bound that doubles:
 * those who meet once are spread out before they meet again.
 */
export function pauseAfter(lost: number, fraction: number): number {
  return Math.round(fraction * Math.min(LONGEST, FIRST * 2 ** Math.min(lost, 20)));
}

/** Whether another try may begin, `elapsed` milliseconds after the first and `tries` tries on. */
export function mayTryAgain(patience: Patience, tries: number, elapsed: number): boolean {
  return tries < patience.tries && elapsed < patience.total;
}
