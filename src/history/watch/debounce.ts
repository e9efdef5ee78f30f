/** Many changes become one look: when it has been quiet for a while, and at the latest after some time. */

export interface Debounce {
  /** Something happened. */
  touch(): void;
  /** Nothing will be called any more. */
  stop(): void;
}

/** A writer that never rests must not keep us from ever looking: so many times the quiet time is the longest wait. */
const LONGEST = 10;

/** Calls `look` after `quiet` milliseconds without a touch. */
export function debounce(quiet: number, look: () => void): Debounce {
  let timer: NodeJS.Timeout | undefined;
  let first: number | null = null;
  const fire = () => {
    timer = undefined;
    first = null;
    look();
  };
  return {
    touch: () => {
      const now = performance.now();
      first ??= now;
      clearTimeout(timer);
      timer = setTimeout(fire, Math.max(0, Math.min(quiet, first + quiet * LONGEST - now)));
    },
    stop: () => clearTimeout(timer),
  };
}
