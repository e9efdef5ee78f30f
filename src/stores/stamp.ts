/**
 * What this work tree's view last was: the commit it shows and the blob its bytes are. While both still hold, the file is
 * the state, checked when it was written, and neither git nor the validator is needed to read it.
 */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isObjectName, type TreeEntry } from "../git/objects.ts";
import type { Repository } from "../git/repository.ts";

export interface Stamp {
  /** The view's absolute path: another directory in the configuration is another view. */
  readonly view: string;
  readonly commit: string;
  /** The view's bytes as a git blob; the same as the queue's blob in the commit. */
  readonly blob: string;
  /**
   * The view's mark (`markAt`): inode, time and size of the file as we wrote it. While it holds the bytes are ours, and
   * need not be hashed. null: not known, or too young to tell a change of the same moment.
   */
  readonly mark: string | null;
  /** The state's root tree, so that the next commit needs no look at this one. */
  readonly entries: readonly TreeEntry[];
}

/** Goes up when the checks become stricter: what an earlier program let pass is then checked again. */
const CHECKED_BY = "queue 2, checks 1";

function fileOf(repository: Repository): string {
  return join(repository.gitDir, "ltpm", "view.json");
}

function isEntry(value: unknown): value is TreeEntry {
  if (typeof value !== "object" || value === null) return false;
  const { mode, name, oid } = value as Partial<Record<keyof TreeEntry, unknown>>;
  return typeof mode === "string" && typeof name === "string" && typeof oid === "string" && isObjectName(oid);
}

/** The stamp of this view; null when there is none, or none that this program can rely on. */
export function readStamp(repository: Repository, view: string): Stamp | null {
  try {
    const said: Partial<Record<keyof Stamp | "checkedBy", unknown>> = JSON.parse(
      readFileSync(fileOf(repository), "utf8"),
    );
    const { commit, blob, entries, checkedBy, mark } = said;
    if (said.view !== view || checkedBy !== CHECKED_BY || typeof commit !== "string" || typeof blob !== "string")
      return null;
    if (!isObjectName(commit) || !isObjectName(blob) || !Array.isArray(entries) || !entries.every(isEntry)) return null;
    return {
      view,
      commit,
      blob,
      entries,
      mark: typeof mark === "string" && isOlder(mark, fileOf(repository)) ? mark : null,
    };
  } catch {
    return null;
  }
}

/**
 * Whether a view with this mark was written in an earlier tick of the file system's clock than the stamp: then every later
 * change of the same file shows in its time (what git calls racily clean cannot be).
 */
function isOlder(mark: string, stamp: string): boolean {
  const written = BigInt(mark.split(":")[1] ?? "0");
  return statSync(stamp, { bigint: true }).mtimeNs > written && written % 1_000_000n !== 0n;
}

/** Keeps the stamp; without it the next command only takes longer, so a failure is no one's trouble. */
export function writeStamp(repository: Repository, stamp: Stamp): void {
  try {
    const { view, commit, blob, entries, mark } = stamp;
    const text = JSON.stringify({ format: 1, view, commit, blob, mark, entries, checkedBy: CHECKED_BY });
    // Half a stamp is no JSON, and no stamp: it needs no second file and no rename.
    writeFileSync(fileOf(repository), `${text}\n`);
  } catch {
    // Slower next time, never wrong: a stamp that does not match is not used.
  }
}
