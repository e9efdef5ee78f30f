/** Ends processes: a whole group, and whatever an attempt left outside it. */
import { readdirSync, readFileSync } from "node:fs";

/** Sends a signal to a process; false when there is none (or it is not ours). */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Sends a signal to a process group; false when nobody is left in it. */
export function signalGroup(pgid: number, name: NodeJS.Signals): boolean {
  return pgid > 1 && signal(-pgid, name);
}

/**
 * The processes that carry `variable=value` in the environment they were started with: an attempt's, also when they
 * made themselves a group and a session of their own. Empty where the system does not show environments.
 */
export function processesWith(variable: string, value: string): number[] {
  const wanted = Buffer.from(`${variable}=${value}`);
  return processIds().filter((pid) => pid !== process.pid && environmentHolds(pid, wanted));
}

function processIds(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isSafeInteger);
  } catch {
    return [];
  }
}

function environmentHolds(pid: number, wanted: Buffer): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`);
    for (let at = environment.indexOf(wanted); at >= 0; at = environment.indexOf(wanted, at + 1)) {
      const starts = at === 0 || environment[at - 1] === 0;
      const end = at + wanted.length;
      if (starts && (end === environment.length || environment[end] === 0)) return true;
    }
    return false;
  } catch {
    return false;
  }
}

/** How often the processes of an attempt are looked for: one that is forking or executing can hide from a look. */
const MOST_LOOKS = 20;
const CLEAN_LOOKS = 2;
/** Milliseconds between two looks. */
const PAUSE = 3;

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}

/**
 * Kills what is left of an attempt: its group (when known) and all that carry its token, until two looks in a row find
 * nobody. Safe to repeat.
 */
export function killRemains(pgid: number | null, variable: string, value: string): void {
  if (pgid !== null) signalGroup(pgid, "SIGKILL");
  for (let looks = 0, clean = 0; looks < MOST_LOOKS && clean < CLEAN_LOOKS; looks++) {
    const found = processesWith(variable, value);
    clean = found.length === 0 ? clean + 1 : 0;
    for (const pid of found) signal(pid, "SIGKILL");
    if (clean < CLEAN_LOOKS) pause();
  }
}
