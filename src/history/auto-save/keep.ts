/** Which saves of one document in one work tree stay, and whether a new one is wanted. */
import { newestFirst, type Save, type SaveKind } from "./save-name.ts";

/** Saves made because of a conflict or a restore stay this long, outside of the count. */
export const PINNED_DAYS = 30;
const DAY = 86_400_000;

export function isPinned(save: Save): boolean {
  return save.kind !== "auto";
}

/**
 * The saves that go: all but the `keep` newest, a content counting once; pinned ones after 30 days. The newest save of all stays.
 * `now` in ISO 8601.
 */
export function toDrop<S extends Save>(saves: readonly S[], keep: number, now: string): S[] {
  const oldest = Date.parse(now) - PINNED_DAYS * DAY;
  const held = new Set<string>();
  return [...saves].sort(newestFirst).filter((save, place) => {
    if (isPinned(save)) return place > 0 && Date.parse(save.time) < oldest;
    if (held.has(save.blob)) return true;
    // `held` has the newer contents only, so its size is this one's place among those that count.
    if (held.size >= keep && place > 0) return true;
    held.add(save.blob);
    return false;
  });
}

/**
 * The save that makes a new one needless, or null. Only the newest counts: a document that went back to an older state is
 * saved again, or `restore --latest` would take that state for older than it is; the older save of it then goes.
 */
export function heldBy<S extends Save>(saves: readonly S[], blob: string, kind: SaveKind): S | null {
  const newest = [...saves].sort(newestFirst)[0];
  if (newest === undefined || newest.blob !== blob) return null;
  return kind === "auto" || isPinned(newest) ? newest : null;
}
