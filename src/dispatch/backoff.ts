/** How long a task rests after a fault of the moment. */

const FIRST_MS = 5_000;
const LONGEST_MS = 15 * 60_000;

/** Milliseconds after the `n`-th fault in a row, counted from 0: 5 s, 10 s, 20 s … 15 min; `fraction` in [0, 1) spreads it over the upper half. */
export function backoffMs(n: number, fraction: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, Math.min(n, 30)));
  return Math.round(full * (0.5 + 0.5 * fraction));
}
