import type { Counts, Messages } from "../../src/messages/catalog.ts";

/** One text of the catalog: `s` hands every text of a user through, so that a test can put another in its place. */
export interface OneLiner {
  readonly name: string;
  readonly call: (m: Messages, s: (text: string) => string) => string;
  readonly en: string;
  readonly zh: string;
}

export const COUNTS: Counts = { total: 9, pending: 2, running: 1, done: 3, blocked: 1, skipped: 2 };
