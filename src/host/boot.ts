/** Which start of the machine this is: a process of an earlier one is gone, whatever its number says. */
import { type Machine, thisMachine } from "./machine.ts";

/** An id that changes when the machine starts anew, "" when it cannot be told. */
export function bootId(machine: Machine = thisMachine): string {
  const linux = machine.read("/proc/sys/kernel/random/boot_id");
  if (linux !== null) return linux.trim();
  // kern.boottime moves when the clock is set, so the session's own id comes first.
  const session = machine.ask("sysctl", ["-n", "kern.bootsessionuuid"])?.trim();
  if (session !== undefined && session !== "") return session;
  const since = machine.ask("sysctl", ["-n", "kern.boottime"]) ?? "";
  return /sec = (\d+)/.exec(since)?.[1] ?? "";
}
