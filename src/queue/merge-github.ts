/** What two versions of a queue took in from GitHub, as one record. */
import { decide, same } from "./merge-values.ts";
import type { GitHubRecord } from "./schema.ts";

/** So many issues' numbers are kept; see `GitHubRecord.taken`. */
export const MOST_TAKEN = 2_000;

/**
 * Both records as one. Of two dashboards the one that was opened first counts. The later cursor holds: the side that moved it has acted on
 * everything behind it, and its tasks are merged beside it. With the earlier one those comments would count again, since
 * their ids are kept only up to the cursor. No id in front of it is lost: both sides' count.
 */
export function mergedRecord(
  ours: GitHubRecord | undefined,
  theirs: GitHubRecord | undefined,
  base?: GitHubRecord,
): GitHubRecord | undefined {
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  const known = base !== undefined;
  const strange: Record<string, unknown> = {};
  for (const key of [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort()) {
    const value = decide({ known, base: base?.[key], ours: ours[key], theirs: theirs[key] }, "unknown");
    if (value !== undefined) strange[key] = value;
  }
  const taken = union(ours.taken ?? [], theirs.taken ?? []).sort((a, b) => a - b);
  const handled = same(ours.handled, theirs.handled)
    ? (ours.handled ?? [])
    : union(ours.handled ?? [], theirs.handled ?? []).sort();
  return {
    ...strange,
    ...dashboardOf(base, ours, theirs),
    comments_since: later(ours.comments_since, theirs.comments_since),
    seen: same(ours.seen, theirs.seen) ? ours.seen : union(ours.seen, theirs.seen).sort((a, b) => a - b),
    issues_since: later(ours.issues_since, theirs.issues_since),
    ...(taken.length > 0 ? { taken: taken.slice(-MOST_TAKEN) } : {}),
    ...(handled.length > 0 ? { handled } : {}),
  };
}

type Dashboard = Pick<GitHubRecord, "dashboard" | "dashboard_hash">;

/** The dashboard and what is known of its body. */
function dashboardOf(base: GitHubRecord | undefined, ours: GitHubRecord, theirs: GitHubRecord): Dashboard {
  const [a, b] = [ours.dashboard ?? null, theirs.dashboard ?? null];
  if (a !== b) return pick(b === null || (a !== null && a < b) ? ours : theirs);
  const hashes = { base: base?.dashboard_hash, ours: ours.dashboard_hash, theirs: theirs.dashboard_hash };
  const known = base !== undefined && (base.dashboard ?? null) === a;
  const isOneSided = known && (same(hashes.base, hashes.ours) || same(hashes.base, hashes.theirs));
  if (same(hashes.ours, hashes.theirs) || !isOneSided) {
    // Written by both: the body is to be written anew.
    return pick({ dashboard: ours.dashboard, dashboard_hash: same(hashes.ours, hashes.theirs) ? hashes.ours : null });
  }
  return pick({ dashboard: ours.dashboard, dashboard_hash: decide({ known, ...hashes }, "unknown") });
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

function pick({ dashboard, dashboard_hash }: Loose<Dashboard>): Dashboard {
  return {
    ...(dashboard === undefined ? {} : { dashboard }),
    ...(dashboard_hash === undefined ? {} : { dashboard_hash }),
  };
}

function union<T>(ours: readonly T[], theirs: readonly T[]): T[] {
  return [...new Set([...ours, ...theirs])];
}

function later(a: string, b: string): string {
  return Date.parse(b) > Date.parse(a) ? b : a;
}
