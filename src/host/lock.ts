/** A lock between processes of one machine, held by a file: given up by itself when its holder is dead. */
import { readFileSync, statSync, unlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createExclusively } from "./atomic-file.ts";
import { liveness, ownMark, type ProcessMark } from "./process.ts";

/** Somebody who lives held the lock all the time. */
export class LockBusy extends Error {
  override readonly name = "LockBusy";
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function holderOf(text: string): ProcessMark | null {
  try {
    const { pid, start, boot, space } = JSON.parse(text) as Partial<Record<keyof ProcessMark, unknown>>;
    const whole = typeof pid === "number" && typeof start === "string" && typeof boot === "string";
    return whole && typeof space === "string" ? { pid, start, boot, space } : null;
  } catch {
    return null;
  }
}

function tryUnlink(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Somebody else was faster: the aim is reached.
  }
}

/** How long the breaking of a dead holder's lock may take before the breaker counts as dead too, in milliseconds. */
const BREAKER_PATIENCE = 10_000;

/**
 * Takes a dead holder's lock away. Two who saw the same dead holder must not both do it, or the second would take the
 * first one's new lock: so only the owner of `<lock>.break` may, and it looks again before.
 */
function breakLock(path: string, seen: string): void {
  const breaker = `${path}.break`;
  if (!createExclusively(breaker, JSON.stringify(ownMark()))) {
    const age = Date.now() - (statSync(breaker, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > BREAKER_PATIENCE) tryUnlink(breaker);
    return;
  }
  if (readText(path) === seen) tryUnlink(path);
  tryUnlink(breaker);
}

/**
 * Runs `work` while holding the lock at `path`; its folder must exist. Waits up to `patience` milliseconds for others,
 * then throws `LockBusy`.
 */
export async function withLock<T>(path: string, patience: number, work: () => Promise<T> | T): Promise<T> {
  const mine = JSON.stringify(ownMark());
  const deadline = Date.now() + patience;
  for (let wait = 5; !createExclusively(path, mine); wait = Math.min(wait * 2, 100)) {
    const seen = readText(path);
    const holder = seen === null ? null : holderOf(seen);
    if (seen !== null && (holder === null || liveness(holder) === "dead")) breakLock(path, seen);
    if (Date.now() > deadline) throw new LockBusy(`another process (${holder?.pid ?? "?"}) holds ${path}`);
    await sleep(wait);
  }
  try {
    return await work();
  } finally {
    tryUnlink(path);
  }
}
