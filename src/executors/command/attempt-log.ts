/**
 * What an attempt printed, bounded: its beginning and its end, both readable while it runs. The end lies in segments
 * named by the place where they begin in the whole output, so that what is missing between can be told exactly.
 */
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

export interface AttemptLog {
  /** Appends text, already redacted. Never throws. */
  write(text: string): void;
  close(): void;
  /** The last characters, at most 16,384. */
  end(): string;
  /** Why the log is not whole, or null. */
  problem(): string | null;
}

const HEAD = "log";
const SEGMENT = /^log\.(\d+)$/;
/** How much of the end is held in memory, for the record. */
const HELD = 16_384;

/** Where to cut a buffer of which `room` bytes fit: behind the last line that fits, else between two characters. */
function cutAt(bytes: Buffer, room: number): number {
  const line = bytes.lastIndexOf(10, room - 1) + 1;
  if (line > room / 2) return line;
  let cut = room;
  while (cut > 0 && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut -= 1;
  return cut;
}

/** Opens the log of an attempt that starts. At most about `limit` bytes are kept on the disk. */
export function openLog(folder: string, limit: number): AttemptLog {
  const headRoom = Math.max(Math.floor(limit / 2), 512);
  const segmentRoom = Math.max(Math.floor(limit / 4), 256);
  let [total, used, held] = [0, 0, ""];
  let problem: string | null = null;
  let file: number | null = null;
  let inHead = true;
  const segments: string[] = [];

  const open = (name: string) => {
    if (file !== null) closeSync(file);
    file = null;
    file = openSync(join(folder, name), "a", 0o600);
    used = 0;
  };
  const nextSegment = () => {
    inHead = false;
    const name = `${HEAD}.${total}`;
    open(name);
    segments.push(name);
    // The one that grows and the one before it.
    while (segments.length > 2) rmSync(join(folder, segments.shift() ?? ""), { force: true });
  };
  const append = (text: string) => {
    if (file === null) open(HEAD);
    let bytes = Buffer.from(text);
    while (bytes.length > 0) {
      const room = (inHead ? headRoom : segmentRoom) - used;
      const fits = bytes.length <= room;
      const cut = fits ? bytes.length : room <= 0 ? 0 : cutAt(bytes, room);
      if (cut > 0 && file !== null) writeSync(file, bytes, 0, cut);
      used += cut;
      total += cut;
      bytes = bytes.subarray(cut);
      if (!fits) nextSegment();
    }
  };

  return {
    write(text) {
      held = (held + text).slice(-HELD);
      if (problem !== null || text === "") return;
      try {
        append(text);
      } catch (error) {
        problem = `the log ends early: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
    end: () => held.replace(/^[\udc00-\udfff]/, ""),
    problem: () => problem,
  };
}

/** A part of a log that lies in one piece. */
interface Piece {
  /** Where it begins in the whole output, in bytes. */
  readonly start: number;
  readonly bytes: Buffer;
}

/** What is kept of a log, in order; null when there is none. */
function pieces(folder: string): Piece[] | null {
  try {
    const starts = readdirSync(folder)
      .map((name) => SEGMENT.exec(name)?.[1])
      .filter((start) => start !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
    const head = { start: 0, bytes: readFileSync(join(folder, HEAD)) };
    return [head, ...starts.map((start) => ({ start, bytes: readFileSync(join(folder, `${HEAD}.${start}`)) }))];
  } catch {
    return null;
  }
}

/** Some of a log, as bytes: it may end in the middle of what is being written. */
export interface LogPart {
  readonly bytes: Buffer;
  /** Where the next part begins in the whole output. */
  readonly next: number;
}

/** What a log holds from the byte `from` on, with a line where something was cut out. For those who follow it. */
export function logSince(folder: string, from: number): LogPart {
  return joined(pieces(folder) ?? [], from);
}

function joined(found: readonly Piece[], from: number): LogPart {
  const parts: Buffer[] = [];
  let at = from;
  for (const { start, bytes } of found) {
    const rest = bytes.subarray(Math.max(0, at - start));
    if (rest.length === 0) continue;
    const last = parts.at(-1)?.at(-1);
    if (start > at) parts.push(Buffer.from(`${last === undefined || last === 10 ? "" : "\n"}${leftOut(start - at)}`));
    parts.push(rest);
    at = start + bytes.length;
  }
  return { bytes: Buffer.concat(parts), next: at };
}

function leftOut(bytes: number): string {
  return `[… ${bytes} bytes of output left out …]\n`;
}

/** The log of an attempt, with a line where something was cut out; null when there is none. */
export function readLog(folder: string): string | null {
  const found = pieces(folder);
  return found === null ? null : joined(found, 0).bytes.toString("utf8");
}

/** Gives the disk back what the end of the log takes, when something more important must be written. */
export function dropSegments(folder: string): void {
  for (const name of readdirSync(folder)) if (SEGMENT.test(name)) rmSync(join(folder, name), { force: true });
}
