/** Saves made while a person types: the state before and the last one matter, not each in between; pure. */

/** A save that the watcher made. */
export interface MadeSave {
  readonly ref: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The document went back, was emptied or vanished then: what it said before is never thinned out. */
  readonly lasting: boolean;
}

/** Saves closer together than this belong to one piece of work: the least time between two auto-syncs. */
const WINDOW = 3 * 60_000;

/**
 * Those that may go, oldest first: all of a burst but its first and its last. `made` in the order in which they were made.
 */
export function needless<S extends MadeSave>(made: readonly S[]): S[] {
  return made.filter((save, at) => {
    const [before, after] = [made[at - 1], made[at + 1]];
    if (before === undefined || after === undefined || save.lasting) return false;
    return after.at - before.at < WINDOW;
  });
}

/** Whether a change looks like a loss and not like work: the document is gone, half as long, or as it was before. */
export function isLoss(before: Uint8Array, after: Uint8Array | null, wasSeen: boolean): boolean {
  return after === null || wasSeen || after.length < before.length / 2;
}
