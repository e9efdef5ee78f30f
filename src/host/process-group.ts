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

/** Kills what is left of an attempt at once: its group (when known) and all that carry its token. Safe to repeat. */
export function killRemains(pgid: number | null, variable: string, value: string): number {
  let killed = pgid !== null && signalGroup(pgid, "SIGKILL") ? 1 : 0;
  for (const pid of processesWith(variable, value)) if (signal(pid, "SIGKILL")) killed += 1;
  return killed;
}
