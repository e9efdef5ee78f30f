/** The files of a state as texts: three versions of one become one. */
import { BY_PROGRESS, mergeStates } from "./merge-states.ts";
import type { Defaults } from "./normalise.ts";
import { parseArchive, parseQueue } from "./parse.ts";
import type { ArchiveFile, Queue } from "./schema.ts";
import { serialiseArchive, serialiseQueue } from "./write.ts";

/** Three versions of a file. `base` null or empty: there is no common past. */
export interface FileVersions {
  readonly base: string | null;
  readonly ours: string;
  readonly theirs: string;
}

export interface FileOrder {
  /** How a fault names the file. */
  readonly file: string;
  readonly defaults: Defaults;
  /** Uids of tasks that others have seen: of two with one label these keep it. */
  readonly published?: ReadonlySet<string>;
}

/**
 * Merges the queue file. A task that one side archived goes, unless the other changed it: then it stays here too, until the
 * next command brings queue and archive together. Throws `QueueFault` for a side that is no sound queue.
 */
export function mergeQueueFiles({ base, ours, theirs }: FileVersions, order: FileOrder): string {
  if (ours === theirs || base === theirs) return ours;
  if (base === ours) return theirs;
  const read = (text: string): Queue => parseQueue(text, order.file, order.defaults);
  const state = (text: string) => ({ queue: read(text), archive: new Map<string, ArchiveFile>() });
  const merged = mergeStates(
    {
      base: isNothing(base) ? null : state(base),
      ours: state(ours),
      theirs: state(theirs),
      ...(order.published === undefined ? {} : { published: order.published }),
    },
    BY_PROGRESS,
  );
  // Read back, as every reader will: what two sound files give is checked before it is written.
  return serialiseQueue(parseQueue(serialiseQueue(merged.queue), order.file, order.defaults));
}

function isNothing(text: string | null): text is null {
  return text === null || text.trim() === "";
}

/** Merges one month of the archive; labels stay as they are. Throws `QueueFault` for a side that is no sound archive. */
export function mergeArchiveFiles({ base, ours, theirs }: FileVersions, order: FileOrder): string {
  if (ours === theirs || base === theirs) return ours;
  if (base === ours) return theirs;
  const read = (text: string): ArchiveFile => parseArchive(text, order.file, order.defaults);
  return serialiseArchive(mergeMonths(isNothing(base) ? null : read(base), read(ours), read(theirs)));
}

/** One month of two archives. A task that one side put back into the queue goes, unless the other changed it. */
export function mergeMonths(base: ArchiveFile | null, ours: ArchiveFile, theirs: ArchiveFile): ArchiveFile {
  const month = "month";
  const state = (file: ArchiveFile) => ({
    queue: { lastId: null, tasks: [], archivedCount: 0 },
    archive: new Map([[month, file]]),
  });
  // Labels are the whole state's matter: twins keep theirs here.
  const apart = mergeStates(
    { base: base === null ? null : state(base), ours: state(ours), theirs: state(theirs) },
    BY_PROGRESS,
    false,
  );
  return apart.archive.get(month) ?? ours;
}
