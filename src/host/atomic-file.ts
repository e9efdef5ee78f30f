/** Files are written whole or not at all: beside the target first, then moved over it. */
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** A file that could not be written. The message says why and what helps; the old file is as it was. */
export class FileNotWritten extends Error {
  override readonly name = "FileNotWritten";
  readonly path: string;
  /** The system's code, such as `ENOSPC`. */
  readonly code: string;

  constructor(path: string, cause: NodeJS.ErrnoException) {
    const code = cause.code ?? "EIO";
    const remedy = REMEDIES[code] ?? `the system says ${cause.message}`;
    super(`${path} could not be written: ${remedy} (${code})`, { cause });
    this.path = path;
    this.code = code;
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; make room and run it again",
  EDQUOT: "your disk quota is used up; make room and run it again",
  EROFS: "the file system is read-only; mount it for writing or use another copy",
  EACCES: "this user may not write there; change the folder's permissions",
  EPERM: "this user may not write there; change the folder's permissions",
  ENOENT: "its folder does not exist",
  ENOTDIR: "a part of its path is a file, not a folder",
  EISDIR: "a folder of that name is in the way",
  EMFILE: "this process has too many files open",
  EIO: "the disk reports an error",
};

export interface WriteOptions {
  /** Waits until the bytes are on the disk. Off by default: a rename survives a killed process without it. */
  readonly fsync?: boolean;
  /** Permissions of a new file; an existing one keeps its own. */
  readonly mode?: number;
}

let serial = 0;

function besideOf(path: string): string {
  serial += 1;
  return join(dirname(path), `.${basename(path)}.${process.pid}-${serial}.tmp`);
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}

function notWritten(path: string, error: unknown): Error {
  return isErrno(error) ? new FileNotWritten(path, error) : error instanceof Error ? error : new Error(String(error));
}

function discard(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made, or the disk that refused the write refuses this too: nothing more can be done.
  }
}

/** Writes `data` beside `path` and returns the name it has there. */
function writeBeside(path: string, data: string | Uint8Array, options: WriteOptions): string {
  const beside = besideOf(path);
  const kept = existsSync(path) ? statSync(path).mode & 0o777 : null;
  const file = openSync(beside, "wx", kept ?? options.mode ?? 0o666);
  try {
    if (kept !== null) fchmodSync(file, kept);
    writeFileSync(file, data);
    if (options.fsync === true) fsyncSync(file);
  } catch (error) {
    discard(beside);
    throw error;
  } finally {
    closeSync(file);
  }
  return beside;
}

/** Replaces a file in one step. Throws `FileNotWritten` and leaves nothing behind when it cannot. */
export function writeAtomically(path: string, data: string | Uint8Array, options: WriteOptions = {}): void {
  let beside: string | null = null;
  try {
    beside = writeBeside(path, data, options);
    renameSync(beside, path);
  } catch (error) {
    if (beside !== null) discard(beside);
    throw notWritten(path, error);
  }
}

/**
 * Creates a file with its whole content, unless there is one: true for exactly one of any number of callers.
 * Throws `FileNotWritten` when it cannot be written at all.
 */
export function createExclusively(path: string, data: string | Uint8Array, options: WriteOptions = {}): boolean {
  let beside: string | null = null;
  try {
    beside = writeBeside(path, data, options);
    linkSync(beside, path);
    return true;
  } catch (error) {
    if (isErrno(error) && error.code === "EEXIST") return false;
    if (isErrno(error) && NO_LINKS.has(error.code ?? "")) return createInPlace(path, data, options);
    throw notWritten(path, error);
  } finally {
    if (beside !== null) discard(beside);
  }
}

/** What file systems without hard links answer. */
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

function createInPlace(path: string, data: string | Uint8Array, options: WriteOptions): boolean {
  try {
    writeFileSync(path, data, { flag: "wx", mode: options.mode ?? 0o666 });
    return true;
  } catch (error) {
    if (isErrno(error) && error.code === "EEXIST") return false;
    throw notWritten(path, error);
  }
}
