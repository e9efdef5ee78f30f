/** The state as files: what stands in the state's commit, and where. The same names on a hidden ref and on a branch. */

export const QUEUE_FILE = "task-queue.json";
export const ARCHIVE_DIR = "archive";

/** `archive/2026-01.json` → `2026-01`; null for any other path. */
export function monthOf(path: string): string | null {
  return /^archive\/(\d{4}-\d{2})\.json$/.exec(path)?.[1] ?? null;
}

/** `2026-01` → `archive/2026-01.json`. */
export function archivePath(month: string): string {
  return `${ARCHIVE_DIR}/${month}.json`;
}
