/** Distance between writes that people are notified of: GitHub takes offence at more than one a second. */

export interface Pacer {
  /** Resolves when the next write may go. Those who ask at the same time go one after the other. */
  next(): Promise<void>;
}

/** `pace` in milliseconds; `now` gives milliseconds of any clock that does not jump. */
export function pacer(pace: number, now: () => number, sleep: (milliseconds: number) => Promise<unknown>): Pacer {
  /** When the next one may go. */
  let free = Number.NEGATIVE_INFINITY;
  return {
    async next() {
      const moment = now();
      const wait = free - moment;
      free = Math.max(free, moment) + pace;
      if (wait > 0) await sleep(wait);
    },
  };
}
