/**
 * Several files replaced as late as possible: first all are written beside their places, where a full disk or a missing
 * permission still harms nothing; then, when the state has moved, each is renamed over the old one.
 */
import {
  closeSync,
  existsSync,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { discard } from "../host/discard.ts";
import { StoreError } from "../state/store.ts";
import { notWritten, reasonOf } from "./not-written.ts";
import { markAt, type ViewPlace } from "./view.ts";

/** `bytes` null: the file is to go. */
export interface FileChange {
  readonly path: string;
  readonly bytes: Buffer | null;
}

export interface Staged {
  /** The mark (`markAt`) that the prepared file for `path` will have in its place; null when none was prepared. */
  markOf(path: string): string | null;
  /** Puts all files in place, in order. Throws an error with the reason for the first that cannot be placed. */
  place(): void;
  /** Takes the prepared files away; after `place` there are none. */
  discard(): void;
}

/** Only one process at a time prepares files (the lock), so what lies there under this name was left by a killed one. */
function besideOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.ltpm-new`);
}

/** Prepares the files. Throws `StoreError` "not_written", and leaves nothing, when one cannot be written. */
export function stage(place: ViewPlace, changes: readonly FileChange[]): Staged {
  const prepared: string[] = [];
  const discardAll = () => {
    for (const path of prepared.splice(0)) discard(path);
  };
  for (const { path, bytes } of changes) {
    if (bytes === null) continue;
    try {
      prepare(place, path, bytes, prepared);
    } catch (error) {
      discardAll();
      throw notWritten(path, error);
    }
  }
  return {
    markOf: (path) => markAt(besideOf(path)),
    place: () => {
      putInPlace(changes);
      prepared.length = 0;
    },
    discard: discardAll,
  };
}

function prepare(place: ViewPlace, path: string, bytes: Buffer, prepared: string[]): void {
  const dir = dirname(path);
  if (place.inside !== null) refuseEscape(dir, place.inside);
  mkdirSync(dir, { recursive: true });
  const old = lstatSync(path, { throwIfNoEntry: false });
  if (old !== undefined && !old.isFile()) {
    throw new StoreError("not_written", `${path} is not a plain file: move it away, nothing was changed`);
  }
  const beside = besideOf(path);
  const file = openNew(beside);
  prepared.push(beside);
  try {
    if (old !== undefined) fchmodSync(file, old.mode & 0o777);
    writeFileSync(file, bytes);
  } finally {
    closeSync(file);
  }
}

/** A file of our own: one that lies there was left by a killed process, and may be a link to somewhere else. */
function openNew(path: string): number {
  try {
    return openSync(path, "wx", 0o666);
  } catch {
    rmSync(path, { force: true });
    return openSync(path, "wx", 0o666);
  }
}

/** A repository from elsewhere may hold a link that leads our files out of the work tree. */
function refuseEscape(dir: string, inside: string): void {
  let existing = dir;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  const way = relative(realpathSync(inside), realpathSync(existing));
  if (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return;
  throw new StoreError("not_written", `${existing} leads out of the work tree: replace that link by a directory`);
}

function putInPlace(changes: readonly FileChange[]): void {
  for (const { path, bytes } of changes) {
    try {
      if (bytes === null) rmSync(path, { force: true });
      else renameSync(besideOf(path), path);
    } catch (error) {
      throw new Error(reasonOf(path, error), { cause: error });
    }
  }
}
