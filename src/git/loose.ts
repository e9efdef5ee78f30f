/** Loose objects, written and read without git: a start of git for each would cost more than the whole command. */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { builtin } from "../host/builtin.ts";
import { discard } from "./discard.ts";
import { nameOf, type ObjectType } from "./objects.ts";
import { type Repository, sharedMode } from "./repository.ts";

const zlib = () => builtin("node:zlib");

export interface LooseObject {
  readonly type: string;
  readonly bytes: Buffer;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function pathOf(repository: Repository, oid: string): string {
  return join(repository.commonDir, "objects", oid.slice(0, 2), oid.slice(2));
}

/**
 * Stores an object and gives its name. It is whole before it gets its name, and one that exists is never written again;
 * `flushLoose` waits until it is on the disk. Throws the file system's error; its `path` says where.
 */
export function writeLoose(repository: Repository, type: ObjectType, bytes: Uint8Array): string {
  const oid = nameOf(repository.objectFormat, type, bytes);
  const path = pathOf(repository, oid);
  if (freshen(path)) return oid;
  // Git's own name for unfinished objects: its gc removes what a killed process leaves.
  const temporary = join(
    dirname(path),
    `tmp_obj_${process.pid.toString(36)}${Math.random().toString(36).slice(2, 10)}`,
  );
  const header = Buffer.from(`${type} ${bytes.length}\0`);
  const file = create(repository, temporary);
  try {
    try {
      writeFileSync(file, zlib().deflateSync(Buffer.concat([header, bytes]), { level: 1 }));
    } finally {
      closeSync(file);
    }
    if (repository.shared !== 0) chmodSync(temporary, sharedMode(repository, 0o444));
    putInPlace(temporary, path);
  } finally {
    discard(temporary);
  }
  return oid;
}

/** Opens a new file in the object's directory, which a running gc takes away whenever it is empty. */
function create(repository: Repository, path: string): number {
  for (let tries = 1; ; tries++) {
    makeDirectory(repository, dirname(path));
    try {
      return openSync(path, "wx", 0o444);
    } catch (error) {
      if (codeOf(error) !== "ENOENT" || tries === 20) throw error;
    }
  }
}

/**
 * Waits until these objects are on the disk: a ref must never name what a power cut can still take away. All at once, so
 * that the file system writes its journal once. False when a gc took one of them away meanwhile: write them again.
 * Throws the disk's error.
 */
export async function flushLoose(repository: Repository, oids: readonly string[]): Promise<boolean> {
  const flushed = await Promise.all([...new Set(oids)].map((oid) => flush(pathOf(repository, oid))));
  return flushed.every((there) => there);
}

function openOrNull(path: string): number | null {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

async function flush(path: string): Promise<boolean> {
  const file = openOrNull(path);
  if (file === null) return false;
  return new Promise((done, failed) => {
    fsync(file, (error) => {
      closeSync(file);
      // Some file systems cannot flush what is open for reading, and write through anyway.
      if (error === null || ["EPERM", "EBADF", "EINVAL", "ENOTSUP"].includes(error.code ?? "")) done(true);
      else failed(error);
    });
  });
}

/** True when the object is there; its age is renewed, so that a running gc does not take it for garbage. */
function freshen(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Somebody else's file in a shared repository: it is there, which is what counts.
  }
  return true;
}

/** A link never replaces; where links do not work, a rename puts equal bytes over equal bytes. */
function putInPlace(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    renameSync(temporary, path);
  }
}

/** Makes a directory inside the repository, with the permissions of a shared one. */
export function makeDirectory(repository: Repository, dir: string): void {
  if (existsSync(dir)) return;
  mkdirSync(dir, { recursive: true });
  if (repository.shared !== 0) chmodSync(dir, sharedMode(repository, statSync(dir).mode & 0o777, true));
}

/** A loose object's content; null when it is not loose (packed, borrowed from another repository, or missing) or damaged. */
export function readLoose(repository: Repository, oid: string): LooseObject | null {
  try {
    const raw = zlib().inflateSync(readFileSync(pathOf(repository, oid)));
    const end = raw.indexOf(0);
    const header = /^(blob|tree|commit|tag) (\d+)$/.exec(raw.toString("latin1", 0, end));
    if (header?.[1] === undefined || Number(header[2]) !== raw.length - end - 1) return null;
    return { type: header[1], bytes: raw.subarray(end + 1) };
  } catch {
    return null;
  }
}
