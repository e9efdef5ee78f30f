/** The state's files as people see them: where they lie, reading them, replacing them without ever showing half a file. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Repository } from "../git/repository.ts";
import { ARCHIVE_DIR, QUEUE_FILE } from "../state/files.ts";
import { StoreError } from "../state/store.ts";
import { codeOf } from "./not-written.ts";

export interface ViewPlace {
  /** Absolute. */
  readonly directory: string;
  readonly queue: string;
  readonly archive: string;
  /** The queue file as people know it: as configured. */
  readonly name: string;
  /** The directory must lie in this one (a configured relative directory belongs to the work tree); null: anywhere. */
  readonly inside: string | null;
}

/** Where the view of a work tree is; `dir` as configured: relative to its root, or absolute. */
export function viewPlace(repository: Repository, dir: string): ViewPlace {
  const directory = resolve(repository.root, dir);
  const isAbsolute = resolve(dir) === dir;
  return {
    directory,
    queue: join(directory, QUEUE_FILE),
    archive: join(directory, ARCHIVE_DIR),
    name: join(dir, QUEUE_FILE),
    inside: isAbsolute ? null : repository.root,
  };
}

/** A file as it was read. `mark` tells whether it was replaced or changed since. */
export interface Seen {
  readonly bytes: Buffer;
  readonly mark: string;
}

/** Reads a view file; null when there is none. Throws `StoreError` when something else stands in its place. */
export function readView(path: string, name: string): Seen | null {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    const problem = code === "ELOOP" ? "is a symbolic link" : `cannot be read (${code})`;
    throw new StoreError("not_written", `${name} ${problem}: put the file itself there, or take it away`);
  }
  try {
    const stat = fstatSync(file, { bigint: true });
    if (!stat.isFile()) {
      const kind = stat.isDirectory() ? "a directory" : "not a plain file";
      throw new StoreError("not_written", `${name} is ${kind}: move it away, the queue file belongs there`);
    }
    return { bytes: readFileSync(file), mark: markOf(stat) };
  } finally {
    closeSync(file);
  }
}

function markOf(stat: { readonly ino: bigint; readonly mtimeNs: bigint; readonly size: bigint }): string {
  return `${stat.ino}:${stat.mtimeNs}:${stat.size}`;
}

/** The mark of what lies at `path` now; null when nothing does. */
export function markAt(path: string): string | null {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : markOf(stat);
}
