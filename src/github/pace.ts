/** Distance between writes that people are notified of, and calls at the same time: GitHub takes offence at too many. */

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

/** Runs at most so many works at a time, the others in the order in which they came. */
export function atMost(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await work();
    } finally {
      // The place goes on to the next one, or is free.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
