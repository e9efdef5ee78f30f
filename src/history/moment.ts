/** Moments as they stand in names: UTC, to the second, with a number for those that share one. */

/** `20240315-143022`. */
export type Stamp = string;

/** The stamp of a moment in ISO 8601. */
export function stampOf(iso: string): Stamp {
  const digits = new Date(iso).toISOString().replace(/\D/g, "");
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}`;
}

/** The moment of a stamp in ISO 8601; null for what is none. */
export function momentOf(stamp: Stamp): string | null {
  const parts = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})$/.exec(stamp);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** What orders refs of one kind: the second, then the number within it. */
export interface Turn {
  readonly stamp: Stamp;
  /** From 1. */
  readonly number: number;
}

/**
 * The turn of a new ref after `newest`. Never before it: a clock that was set back must not make an old state the newest.
 */
export function nextTurn(now: Stamp, newest: Turn | null): Turn {
  if (newest === null || now > newest.stamp) return { stamp: now, number: 1 };
  return { stamp: newest.stamp, number: newest.number + 1 };
}

/** `20240315-143022.0001`. */
export function turnText({ stamp, number }: Turn): string {
  return `${stamp}.${String(number).padStart(4, "0")}`;
}

/** Oldest first. */
export function byTurn(a: Turn, b: Turn): number {
  if (a.stamp !== b.stamp) return a.stamp < b.stamp ? -1 : 1;
  return a.number - b.number;
}
