/**
 * One at a time, among all processes that know the file: a lock with its holder's name in it. It comes into being with its content (a hard link), so that nobody
 * ever sees half of it. A dead holder is noticed at once. To follow a dead holder one needs the right of succession, which is a
 * lock of the same kind, named after that holder: of two who see him dead one wins, and a successor who dies has his own successor.
 */
import { linkSync, readdirSync, readFileSync, readlinkSync, renameSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { FileNotWritten } from "./atomic-file.ts";
import { discard } from "./discard.ts";
import type { Liveness, ProcessMark } from "./process.ts";

/** Somebody who lives held the lock all the time. */
export class LockBusy extends Error {
  override readonly name = "LockBusy";
}

interface Holder extends ProcessMark {
  readonly host: string;
  /** Names this one taking of the lock. */
  readonly nonce: string;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** 16 hexadecimal digits that nobody else has; they have to differ, not to be secret. */
function freshNonce(): string {
  const half = () => Math.floor(Math.random() * 2 ** 32).toString(16);
  return half().padStart(8, "0") + half().padStart(8, "0");
}

/** A holder on another machine or in another container cannot be judged; no work of ours takes this long (milliseconds). */
const FOREIGN_AGE = 30_000;

/**
 * Runs `work` while holding the lock file at `path`, whose directory exists. Throws `LockBusy` when somebody who lives
 * holds it longer than `patience` milliseconds, `FileNotWritten` when no lock can be made.
 */
export async function withLock<T>(path: string, patience: number, work: () => Promise<T> | T): Promise<T> {
  const mine: Holder = { ...(await ownMark()), host: hostname(), nonce: freshNonce() };
  if (take(path, mine, () => "alive") !== null) await waitFor(path, patience, mine);
  try {
    if (leftovers(path, mine).length > 0) sweep(path, mine, await judgeFor(mine));
    return await work();
  } finally {
    release(path, mine);
  }
}

/** What cannot be released counts as the lock of a dead process as soon as this one has ended. */
function release(path: string, mine: Holder): void {
  try {
    if (holderOf(path)?.nonce === mine.nonce) discard(path);
  } catch {
    // Unreadable now: as above.
  }
}

/** Somebody has the lock, or died with it: only now is it worth to load what tells the two apart. */
async function waitFor(path: string, patience: number, mine: Holder): Promise<void> {
  const judge = await judgeFor(mine);
  const deadline = performance.now() + patience;
  for (let holder = take(path, mine, judge); holder !== null; holder = take(path, mine, judge)) {
    if (performance.now() > deadline) throw busy(path, holder);
    const pause = 1 + Math.random() * 12;
    await new Promise((done) => setTimeout(done, pause));
  }
}

/** The mark of this process; on Linux, where it is three short reads, without loading what other systems need. */
async function ownMark(): Promise<ProcessMark> {
  if (process.platform !== "linux") return (await import("./process.ts")).ownMark();
  const stat = readOr("", () => readFileSync("/proc/self/stat", "utf8"));
  return {
    pid: process.pid,
    start: stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "",
    boot: readOr("", () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    space: readOr("", () => readlinkSync("/proc/self/ns/pid")),
  };
}

function readOr(otherwise: string, read: () => string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

type Judge = (holder: Holder) => Liveness;

/** Whoever shares our start of the machine or our host name is on this machine: names change with the network, starts do not. */
async function judgeFor(mine: Holder): Promise<Judge> {
  const { liveness } = await import("./process.ts");
  return (holder) => {
    const isHere = holder.host === mine.host || (holder.boot !== "" && holder.boot === mine.boot);
    return isHere ? liveness(holder) : "unknown";
  };
}

function busy(path: string, holder: Holder): LockBusy {
  const who = holder.host === hostname() ? `process ${holder.pid}` : `process ${holder.pid} on ${holder.host}`;
  return new LockBusy(`${who} has held ${path} for a while: try again when it is done, or end it`);
}

/** Takes the lock: null when it is ours now, else who has it. */
function take(path: string, mine: Holder, judge: Judge): Holder | null {
  // The number in the name tells whose it is also when he died before he could write it into the file.
  const beside = `${path}.new-${process.pid}-${mine.nonce}`;
  try {
    writeFileSync(beside, JSON.stringify(mine), { flag: "wx" });
    return takeWith(path, mine, beside, judge, 0);
  } catch (error) {
    throw error instanceof Error ? new FileNotWritten(path, error) : error;
  } finally {
    discard(beside);
  }
}

/** `beside` holds our mark. Each level down means one more process that died on its way to the lock. */
function takeWith(path: string, mine: Holder, beside: string, judge: Judge, depth: number): Holder | null {
  if (create(path, beside)) return null;
  const holder = holderOf(path);
  if (holder === null) return create(path, beside) ? null : mine;
  if (!isGone(holder, judge, path, beside)) return holder;
  const succession = `${firstOf(path)}.after-${holder.nonce}`;
  if (takeWith(succession, mine, beside, judge, depth + 1) !== null) return holder;
  try {
    // Only the successor of this very holder may replace him, and a holder's nonce never comes back.
    if (holderOf(path)?.nonce !== holder.nonce) return holder;
    const copy = `${beside}-${depth}`;
    linkOrCopy(beside, copy);
    renameSync(copy, path);
    return null;
  } finally {
    discard(succession);
  }
}

/** The lock that a right of succession belongs to, however deep. */
function firstOf(path: string): string {
  return path.replace(/\.after-\w+$/, "");
}

function create(path: string, beside: string): boolean {
  try {
    linkOrCopy(beside, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Some file systems have no hard links: there a short moment of an empty lock is the price. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(codeOf(error))) throw error;
    writeFileSync(to, readFileSync(from), { flag: "wx" });
  }
}

/** Who holds the lock; null when nobody does. A lock nobody can read has a holder nobody can judge. */
function holderOf(path: string): Holder | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return null;
  const nonce = `unreadable-${stat.ino}-${stat.mtimeNs}`;
  const unknown: Holder = { pid: 0, start: "", boot: "", space: "", host: "an unknown machine", nonce };
  try {
    const said: Partial<Holder> = JSON.parse(readFileSync(path, "utf8"));
    return typeof said.nonce === "string" && /^\w{1,64}$/.test(said.nonce) ? { ...unknown, ...said } : unknown;
  } catch (error) {
    return codeOf(error) === "ENOENT" ? null : unknown;
  }
}

/** `fresh` is a file just written by us, whose date is now. */
function isGone(holder: Holder, judge: Judge, path: string, fresh: string): boolean {
  const judged = judge(holder);
  if (judged === "alive") return false;
  // Where the system does not tell when a process started (no /proc), the number alone must do.
  if (judged === "dead") return holder.start !== "" || !isRunning(holder.pid);
  // Both dates are the file system's own, so that its clock need not be ours.
  const held = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return held !== undefined && statSync(fresh).mtimeMs - held > FOREIGN_AGE;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Files beside the lock that are not ours: mostly what killed processes left. */
function leftovers(path: string, mine: Holder): string[] {
  const name = basename(path);
  const strange = (other: string) => other.startsWith(`${name}.new-`) || other.startsWith(`${name}.after-`);
  return readdirSync(dirname(path)).filter((other) => strange(other) && !other.includes(mine.nonce));
}

/** Takes away rights to succeed holders that are gone (the lock is ours now), and marks of the dead that never became a lock. */
function sweep(path: string, mine: Holder, judge: Judge): void {
  for (const name of leftovers(path, mine)) {
    const file = join(dirname(path), name);
    const holder = holderOf(file);
    const useless = name.startsWith(`${basename(path)}.after-`);
    const writer = /\.new-(\d+)-/.exec(name)?.[1];
    const torn = holder !== null && holder.pid === 0 && writer !== undefined && !isRunning(Number(writer));
    if (useless || torn || (holder !== null && isGone(holder, judge, file, path))) discard(file);
  }
}
