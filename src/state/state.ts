/** State is a commit: the queue and its archive, changed only through a store's `transact`. */
import type { ArchiveFile, Queue } from "../queue/schema.ts";

/** Archived tasks by month, `YYYY-MM`. */
export type Archive = ReadonlyMap<string, ArchiveFile>;

/** All that a decision may look at. `archive` is loaded only for intents that ask for it. */
export interface State {
  readonly queue: Queue;
  readonly archive: Archive;
}

/** The state as read, with the version it had: the commit's object name, or "" before the first one. */
export interface Snapshot {
  readonly state: State;
  readonly version: string;
}

export const EMPTY_QUEUE: Queue = { lastId: null, tasks: [], archivedCount: 0 };
export const EMPTY_STATE: State = { queue: EMPTY_QUEUE, archive: new Map() };
