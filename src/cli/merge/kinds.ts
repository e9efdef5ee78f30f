/** Which files are ours to merge, by their paths from the root. */
import { posix } from "node:path";
import { ARCHIVE_DIR, monthOf, QUEUE_FILE } from "../../state/files.ts";

export type FileKind = "queue" | "month" | "document";

/** The documents, in whatever folder they lie. */
export const DOCUMENT_NAMES = ["MISSION.md", "PROGRESS.md", "NEXT_STEPS.md", "LEARNINGS.md", "MEMORY.md"] as const;

/** Null: not ours. `dir`: where the queue lies; null: in any folder, for who was told that the file is ours. */
export function kindOf(path: string, dir: string | null): FileKind | null {
  const name = posix.basename(path);
  if (DOCUMENT_NAMES.some((one) => one === name)) return "document";
  const folder = posix.dirname(path);
  if (name === QUEUE_FILE) return dir === null || isIn(folder, dir) ? "queue" : null;
  if (posix.basename(folder) !== ARCHIVE_DIR || monthOf(`${ARCHIVE_DIR}/${name}`) === null) return null;
  return dir === null || isIn(posix.dirname(folder), dir) ? "month" : null;
}

function isIn(folder: string, dir: string): boolean {
  return posix.normalize(folder) === posix.normalize(dir.replaceAll("\\", "/")).replace(/(?<=.)\/$/, "");
}
