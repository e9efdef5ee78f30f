/** Records become one entry's data; pure. Whoever writes PROGRESS.md turns it into words. */

import { turnText } from "../moment.ts";
import type { FileChange } from "./changes.ts";
import type { HookFailure } from "./errors.ts";
import type { SyncEvent, SyncRecord } from "./record-name.ts";

/** Everything an entry is made from. */
export interface SyncFacts {
  /** Those that wait, oldest first. */
  readonly records: readonly SyncRecord[];
  /** The last one folded. */
  readonly last: SyncRecord | null;
  /** The commit checked out now. */
  readonly head: string | null;
  /** Between the last fold and now; null when git cannot tell any more. */
  readonly committed: readonly FileChange[] | null;
  readonly uncommitted: readonly FileChange[];
  readonly hookFailures: readonly HookFailure[];
  readonly logErrors: readonly string[];
}

/** An `[Auto-Sync]` entry without its words. */
export interface SyncEntry {
  /** The same for the same records, so that an entry is written once. */
  readonly id: string;
  /** The newest record's moment, ISO 8601. */
  readonly at: string;
  /** Where it counts from; null for the first. */
  readonly since: string | null;
  readonly events: readonly { readonly event: SyncEvent; readonly count: number }[];
  readonly head: string | null;
  /** In the order of their paths, the first `MOST_FILES`. */
  readonly files: readonly FileChange[];
  /** How many more there are. */
  readonly moreFiles: number;
  readonly errors: readonly string[];
}

/** An entry is a summary: more file names than this tell a reader nothing. */
export const MOST_FILES = 10;
const MOST_ERRORS = 5;

/**
 * The entry, or null when nothing waits or nothing changed (records that wait are done with either way). `isOurs` leaves out the files whose changes are our own writing (the queue, PROGRESS.md).
 */
export function foldSyncs(facts: SyncFacts, isOurs: (path: string) => boolean): SyncEntry | null {
  const newest = facts.records.at(-1);
  if (newest === undefined) return null;
  const files = mergeChanges([...(facts.committed ?? []), ...facts.uncommitted]).filter(({ path }) => !isOurs(path));
  const errors = errorsOf(facts);
  // Somebody looked, nothing was done: an entry would only tell that time went by.
  if (files.length === 0 && errors.length === 0 && facts.committed !== null) return null;
  return {
    id: `auto-sync ${newest.worktree} ${turnText(newest)}`,
    at: newest.time,
    since: facts.last?.time ?? null,
    events: countEvents(facts.records),
    head: facts.head,
    files: files.slice(0, MOST_FILES),
    moreFiles: Math.max(0, files.length - MOST_FILES),
    errors,
  };
}

/** One line a path, by path: what is not committed is the later word, but a file that is new stays new. */
function mergeChanges(changes: readonly FileChange[]): FileChange[] {
  const by = new Map<string, FileChange>();
  for (const change of changes) {
    const before = by.get(change.path);
    const kind = before?.kind === "added" && change.kind === "changed" ? "added" : change.kind;
    by.set(change.path, { path: change.path, kind });
  }
  return [...by.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function errorsOf({ hookFailures, logErrors }: SyncFacts): string[] {
  const hooks = hookFailures.map(({ hook, step }) => `${hook}: ${step} failed`);
  return [...new Set([...hooks, ...logErrors])].slice(-MOST_ERRORS);
}

function countEvents(records: readonly SyncRecord[]): SyncEntry["events"] {
  const counts = new Map<SyncEvent, number>();
  for (const { event } of records) counts.set(event, (counts.get(event) ?? 0) + 1);
  return [...counts].map(([event, count]) => ({ event, count }));
}
