/** Is that process still the one we knew? A number alone does not say: numbers come round again, machines restart. */
import { bootId } from "./boot.ts";
import { type Machine, thisMachine } from "./machine.ts";

/** A process as it can be recognised later. */
export interface ProcessMark {
  readonly pid: number;
  /** When it started, in the system's own words: clock ticks since the boot on Linux, a date elsewhere. */
  readonly start: string;
  readonly boot: string;
  /** The process namespace it counts in: inside another container the same number is another process. */
  readonly space: string;
}

/** `unknown`: it runs, or ran, in a container of this machine into which we cannot see. */
export type Liveness = "alive" | "dead" | "unknown";

/** When a process started, or null when there is none or only its remains (a zombie). */
export function startOf(pid: number, machine: Machine = thisMachine): string | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  if (machine.platform === "linux") {
    const stat = machine.read(`/proc/${pid}/stat`);
    if (stat === null) return null;
    // The program's name stands in parentheses and may hold anything, so count from the last one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, start] = [fields[0], fields[19]];
    return start === undefined || state === "Z" || state === "X" ? null : start;
  }
  const told = machine.ask("ps", ["-o", "stat=", "-o", "lstart=", "-p", String(pid)])?.trim() ?? "";
  const [state = "", ...date] = told.split(/\s+/);
  return state === "" || state.startsWith("Z") ? null : date.join(" ");
}

/** The process namespace of this process, "" where there are none. */
export function ownSpace(machine: Machine = thisMachine): string {
  return machine.link("/proc/self/ns/pid") ?? "";
}

/** The mark of a running process, or null when there is none with that number. */
export function markOf(pid: number, machine: Machine = thisMachine): ProcessMark | null {
  const start = startOf(pid, machine);
  return start === null ? null : { pid, start, boot: bootId(machine), space: ownSpace(machine) };
}

/** The mark of this process. */
export function ownMark(machine: Machine = thisMachine): ProcessMark {
  return (
    markOf(process.pid, machine) ?? { pid: process.pid, start: "", boot: bootId(machine), space: ownSpace(machine) }
  );
}

/** Whether the marked process still runs; only to be asked on the machine where it was marked. */
export function liveness(mark: ProcessMark, machine: Machine = thisMachine): Liveness {
  if (mark.boot !== bootId(machine)) return "dead";
  if (mark.space !== ownSpace(machine)) return "unknown";
  return startOf(mark.pid, machine) === mark.start ? "alive" : "dead";
}

export function isAlive(mark: ProcessMark, machine: Machine = thisMachine): boolean {
  return liveness(mark, machine) === "alive";
}
