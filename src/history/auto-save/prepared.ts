/**
 * Several documents replaced as late as possible: first all are written beside their places, where a full disk or a missing permission still harms
 * nothing; then, in one go, each gets its place. What cannot be placed takes back those before it.
 */
import {
  closeSync,
  fchmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { FileNotWritten, writeAtomically } from "../../host/atomic-file.ts";
import { discard } from "../../host/discard.ts";
import { HistoryError, reasonOf } from "../history-error.ts";
import { documentFile } from "./document-file.ts";
import { isAsSeen, markOf, type SeenDocument, seeDocument } from "./seen.ts";

export interface DocumentChange {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** What it replaces; null: nothing, it is new. */
  readonly seen: SeenDocument | null;
}

/** `late`: what others wrote into the replaced files in that very moment. Not `done`: one was not as seen, nothing was placed. */
export type Placed =
  | { readonly done: true; readonly late: readonly { readonly path: string; readonly bytes: Buffer }[] }
  | { readonly done: false };

export interface Prepared {
  /** Puts all in place. Throws `HistoryError` "not_written"; all are as they were then. */
  place(): Placed;
  /** Takes away what was prepared and not placed, and folders that were made for it. */
  discard(): void;
}

interface Ready extends DocumentChange {
  /** Its place, links followed. */
  readonly file: string;
  readonly beside: string;
}

/** Only one process at a time prepares documents (a lock), so what lies there under this name was left by a killed one. */
function besideOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.ltpm-new`);
}

/** Writes all beside their places. Throws `HistoryError` "not_written" or "outside", and leaves nothing. */
export function prepare(repository: Repository, changes: readonly DocumentChange[]): Prepared {
  const made: string[] = [];
  const folders: string[] = [];
  const discardAll = () => {
    for (const path of made.splice(0)) discard(path);
    for (const folder of folders.splice(0).reverse()) removeEmpty(folder);
  };
  const ready: Ready[] = [];
  try {
    for (const change of changes) {
      const file = documentFile(repository, change.path);
      const same = ready.find((other) => other.file === file);
      if (same !== undefined) throw twice(same.path, change.path);
      folders.push(...makeFolders(dirname(file)));
      const beside = besideOf(file);
      made.push(beside);
      writeBeside(beside, file, change.bytes);
      ready.push({ ...change, file, beside });
    }
  } catch (error) {
    discardAll();
    throw notWritten(changes[ready.length]?.path ?? "", error);
  }
  return {
    place: () => {
      const placed = placeAll(repository, ready);
      // Nothing of them is to be taken away any more, and the folders hold documents now.
      if (placed.done) {
        made.length = 0;
        folders.length = 0;
      }
      return placed;
    },
    discard: discardAll,
  };
}

function twice(one: string, other: string): HistoryError {
  return new HistoryError(
    "not_written",
    `${one} and ${other} are the same file, so neither was written: name one of them`,
  );
}

function notWritten(path: string, error: unknown): HistoryError {
  if (error instanceof HistoryError) return error;
  const help = error instanceof FileNotWritten ? error.message : reasonOf(error);
  return new HistoryError("not_written", `${path} was not written, nothing was changed: ${help}`, { cause: error });
}

/** The folders that had to be made, outermost first. */
function makeFolders(folder: string): string[] {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return [];
  const made = [folder];
  for (let at = folder; at !== first && dirname(at) !== at; at = dirname(at)) made.unshift(dirname(at));
  return made;
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody put something into it, or took it away: theirs.
  }
}

/** With the permissions of the file that is there. */
function writeBeside(beside: string, file: string, bytes: Uint8Array): void {
  const old = statSync(file, { throwIfNoEntry: false });
  const open = openNew(beside);
  try {
    if (old !== undefined) fchmodSync(open, old.mode & 0o777);
    writeFileSync(open, bytes);
  } finally {
    closeSync(open);
  }
}

/** A file of our own: one that lies there was left by a killed process, and may be a link to somewhere else. */
function openNew(path: string): number {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) rmSync(path, { force: true });
  return openSync(path, "wx", 0o666);
}

/** From the first look to the last rename without a pause. */
function placeAll(repository: Repository, ready: readonly Ready[]): Placed {
  if (ready.some((one) => !isUntouched(repository, one))) return { done: false };
  // New ones first: only of them the system says whether somebody was faster.
  const inOrder = [...ready].sort((a, b) => Number(a.seen !== null) - Number(b.seen !== null));
  const held = inOrder.map(hold);
  const placed: Ready[] = [];
  try {
    for (const one of inOrder) {
      if (one.seen !== null) renameSync(one.beside, one.file);
      else if (!putNew(one)) {
        takeBack(placed);
        return { done: false };
      }
      placed.push(one);
    }
    return { done: true, late: held.flatMap((old) => lateBytes(old)) };
  } catch (error) {
    takeBack(placed);
    throw notWritten(inOrder[placed.length]?.path ?? "", error);
  } finally {
    for (const old of held) if (old !== null) closeSync(old.open);
  }
}

function isUntouched(repository: Repository, { path, file, seen }: Ready): boolean {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined || seen === null) return (stat === undefined) === (seen === null);
  return markOf(stat) === seen.mark || isAsSeen(seeDocument(repository, path), seen);
}

/** False when somebody put one there first. */
function putNew({ beside, file }: Ready): boolean {
  try {
    linkSync(beside, file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EEXIST") return false;
    // A file system without hard links.
    renameSync(beside, file);
    return true;
  }
  discard(beside);
  return true;
}

interface Held {
  readonly path: string;
  readonly open: number;
  readonly mark: string;
}

/** The old file kept open over the rename; not on Windows, where it could not be replaced then. */
function hold({ path, file, seen }: Ready): Held | null {
  if (seen === null || process.platform === "win32") return null;
  try {
    const open = openSync(file, "r");
    return { path, open, mark: markOf(fstatSync(open, { bigint: true })) };
  } catch {
    return null;
  }
}

function lateBytes(held: Held | null): { path: string; bytes: Buffer }[] {
  if (held === null || markOf(fstatSync(held.open, { bigint: true })) === held.mark) return [];
  return [{ path: held.path, bytes: readFileSync(held.open) }];
}

/** The old bytes are written again: their files are gone. */
function takeBack(placed: readonly Ready[]): void {
  for (const { file, seen, bytes } of placed) {
    try {
      if (seen !== null) writeAtomically(file, seen.bytes);
      else if (readFileSync(file).equals(bytes)) discard(file);
    } catch {
      // What this disk refuses now is in the history: it was kept before anything was replaced.
    }
  }
}
