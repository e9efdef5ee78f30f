/** How busy this machine is. */
import { cpus, freemem, loadavg, totalmem } from "node:os";
import { cpuShare, type Load, type ProcessorTimes } from "./decide.ts";

/** Asks again and again; each answer is about the time since the one before, the first about the last minute. */
export function machineLoad(): () => Load {
  let before: ProcessorTimes[] | null = null;
  return () => {
    const now = processorTimes();
    const cpu = before === null ? lastMinute(now.length) : cpuShare(before, now);
    before = now;
    return { cpu, memory: 1 - freemem() / totalmem() };
  };
}

function processorTimes(): ProcessorTimes[] {
  return cpus().map(({ times }) => ({ busy: times.user + times.nice + times.sys + times.irq, idle: times.idle }));
}

/** Windows keeps no such average and says 0: there a watcher starts, and the next look decides. */
function lastMinute(processors: number): number {
  return Math.min(1, (loadavg()[0] ?? 0) / Math.max(1, processors));
}
