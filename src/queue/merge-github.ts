/** What two versions of a queue took in from GitHub, as one record. */
import type { GitHubRecord } from "./schema.ts";

/** So many issues' numbers are kept; see `GitHubRecord.taken`. */
export const MOST_TAKEN = 2_000;

/**
 * Both records as one, ours first where only one can count. The later cursor holds: the side that moved it has acted on
 * everything behind it, and its tasks are merged beside it. With the earlier one those comments would count again, since
 * their ids are kept only up to the cursor. No id in front of it is lost: both sides' count.
 */
export function mergedRecord(
  ours: GitHubRecord | undefined,
  theirs: GitHubRecord | undefined,
): GitHubRecord | undefined {
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  const taken = union(ours.taken ?? [], theirs.taken ?? []).sort((a, b) => a - b);
  const handled = union(ours.handled ?? [], theirs.handled ?? []);
  return {
    ...theirs,
    ...ours,
    comments_since: later(ours.comments_since, theirs.comments_since),
    seen: union(ours.seen, theirs.seen),
    issues_since: later(ours.issues_since, theirs.issues_since),
    ...(taken.length > 0 ? { taken: taken.slice(-MOST_TAKEN) } : {}),
    ...(handled.length > 0 ? { handled } : {}),
  };
}

function union<T>(ours: readonly T[], theirs: readonly T[]): T[] {
  return [...new Set([...ours, ...theirs])];
}

function later(a: string, b: string): string {
  return Date.parse(b) > Date.parse(a) ? b : a;
}
