/** State is a commit: the queue and its archive, changed only through a store's `transact`. */
import type { ArchiveFile, Queue } from "../queue/schema.ts";

/** Archived tasks by month, `YYYY-MM`. */
export type Archive = ReadonlyMap<string, ArchiveFile>;

/**
 * Documents beside the state by their paths from the project's root, `/` between the parts; null: there is none. In an intent's
 * answer: what differs from what it was given is written in the same commit (of a branch), or in the work tree (of a laptop).
 */
export type Documents = ReadonlyMap<string, Uint8Array | null>;

/** All that a decision may look at. `archive` and `documents` are loaded only for intents that ask for them. */
export interface State {
  readonly queue: Queue;
  readonly archive: Archive;
  /** Those that were asked for, each with an entry; absent: none were. */
  readonly documents?: Documents;
}

/** The state as read, with the version it had: the commit's object name, or "" before the first one. */
export interface Snapshot {
  readonly state: State;
  readonly version: string;
}

export const EMPTY_QUEUE: Queue = { lastId: null, tasks: [], archivedCount: 0 };
export const EMPTY_STATE: State = { queue: EMPTY_QUEUE, archive: new Map() };
