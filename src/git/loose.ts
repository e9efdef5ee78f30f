/** Loose objects, written and read without git: a start of git for each would cost more than the whole command. */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsync,
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
import { discard } from "../host/discard.ts";
import { type Framed, framed, nameOfFramed, type ObjectType } from "./objects.ts";
import { type Repository, sharedMode } from "./repository.ts";

const zlib = () => builtin("node:zlib");
const LEVEL = { level: 1 };
/** Bytes below which compressing saves no block of the disk, and loading the compressor costs more than the writing. */
const SMALL = 4_000;

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
 * Stores an object and gives its name. It is whole before it gets its name, and one that exists is never written again.
 * Throws the file system's error; its `path` says where.
 */
export function writeLoose(repository: Repository, type: ObjectType, bytes: Uint8Array): string {
  const object = framed(type, bytes);
  const oid = nameOfFramed(repository.objectFormat, object);
  const path = pathOf(repository, oid);
  if (freshen(path)) return oid;
  const { file, temporary } = create(repository, path);
  try {
    try {
      writeFileSync(file, zlib().deflateSync(object.whole, LEVEL));
    } finally {
      closeSync(file);
    }
    name(repository, temporary, path);
  } catch (error) {
    discard(temporary);
    throw error;
  }
  return oid;
}

/** An object on its way to the disk. */
export interface Writing {
  readonly oid: string;
  /** Waits until it is there and flushed; false: a gc took it away meanwhile, write it again. Rejects with the disk's error. */
  readonly stored: Promise<boolean>;
}

/**
 * As `writeLoose`, but gives the name at once, while other threads compress the object and wait for the disk: a ref must never name
 * what a power cut can still take away.
 */
export function beginLoose(repository: Repository, object: Framed): Writing {
  const oid = nameOfFramed(repository.objectFormat, object);
  const path = pathOf(repository, oid);
  const stored = freshen(path) ? flush(path) : store(repository, object.whole, path);
  // Whoever waits hears of a failure; one that nobody waits for any more (another failed first) must not end the process.
  stored.catch(() => {});
  return { oid, stored };
}

async function store(repository: Repository, whole: Buffer, path: string): Promise<boolean> {
  const { file, temporary } = create(repository, path);
  try {
    try {
      writeFileSync(file, whole.length < SMALL ? uncompressed(whole) : await deflated(whole));
      await flushed(file);
    } finally {
      closeSync(file);
    }
    name(repository, temporary, path);
  } catch (error) {
    discard(temporary);
    throw error;
  }
  return true;
}

/** A zlib stream of one stored block (RFC 1950, RFC 1951 3.2.4): at most 65,535 bytes. */
function uncompressed(bytes: Buffer): Buffer {
  const stream = Buffer.alloc(bytes.length + 11);
  stream.writeUInt16BE(0x7801, 0);
  stream.writeUInt8(1, 2);
  stream.writeUInt16LE(bytes.length, 3);
  stream.writeUInt16LE(bytes.length ^ 0xffff, 5);
  bytes.copy(stream, 7);
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  stream.writeUInt32BE(b * 65_536 + a, bytes.length + 7);
  return stream;
}

function deflated(whole: Buffer): Promise<Buffer> {
  return new Promise((done, failed) => {
    zlib().deflate(whole, LEVEL, (error, bytes) => (error === null ? done(bytes) : failed(error)));
  });
}

/** Opens a new file for an object, in a directory which a running gc takes away whenever it is empty. */
function create(repository: Repository, path: string): { file: number; temporary: string } {
  const dir = dirname(path);
  // Git's own name for unfinished objects: its gc removes what a killed process leaves.
  const temporary = join(dir, `tmp_obj_${process.pid.toString(36)}${Math.random().toString(36).slice(2, 10)}`);
  for (let tries = 1; ; tries++) {
    makeDirectory(repository, dir);
    try {
      return { file: openSync(temporary, "wx", 0o444), temporary };
    } catch (error) {
      if (codeOf(error) !== "ENOENT" || tries === 20) throw error;
    }
  }
}

/** Should somebody have been faster, equal bytes take the place of equal bytes. */
function name(repository: Repository, temporary: string, path: string): void {
  if (repository.shared !== 0) chmodSync(temporary, sharedMode(repository, 0o444));
  renameSync(temporary, path);
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
  try {
    await flushed(file);
  } finally {
    closeSync(file);
  }
  return true;
}

function flushed(file: number): Promise<void> {
  return new Promise((done, failed) => {
    fsync(file, (error) => {
      // Some file systems cannot flush what is open for reading, and write through anyway.
      if (error === null || ["EPERM", "EBADF", "EINVAL", "ENOTSUP"].includes(error.code ?? "")) done();
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
