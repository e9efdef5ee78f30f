/** Time and chance are passed in, so that a decision can be replayed and a test can own them. */

export interface Clock {
  /** The moment in ISO 8601 with milliseconds, UTC. */
  now(): string;
}

/** Draws that an intent needs; each call gives a fresh value. */
export interface Dice {
  /** A name nobody else has: `length` characters of a-z0-9. */
  name(length: number): string;
  /** A number in [0, 1). */
  fraction(): number;
}

/** The later of two moments: clocks differ, and a state never goes back in time. */
export function latest(a: string, b: string | undefined): string {
  return b !== undefined && Date.parse(b) > Date.parse(a) ? b : a;
}

/** `moment` plus a number of milliseconds, as ISO 8601. */
export function later(moment: string, milliseconds: number): string {
  return new Date(Date.parse(moment) + milliseconds).toISOString();
}
