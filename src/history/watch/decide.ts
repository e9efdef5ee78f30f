/** Files watched, or looked at now and then: the source's rule (LTPM 3.2), pure. */

export type TriggerMode = "file_watcher" | "heartbeat";

/** Shares of this machine in use, from 0 to 1. */
export interface Load {
  readonly cpu: number;
  readonly memory: number;
}

/** Below both of these there is room for a watcher. */
const CPU_ROOM = 0.2;
const MEMORY_ROOM = 0.5;

export interface TriggerSettings {
  readonly trigger_mode: "auto" | TriggerMode;
  readonly file_watcher: { readonly enabled: boolean };
}

/** What the settings or the load say. `room`: false where the system has no more watches to give. */
export function decideTrigger(settings: TriggerSettings, load: Load, room = true): TriggerMode {
  if (!room) return "heartbeat";
  if (settings.trigger_mode !== "auto") return settings.trigger_mode;
  if (!settings.file_watcher.enabled) return "heartbeat";
  return load.cpu < CPU_ROOM && load.memory < MEMORY_ROOM ? "file_watcher" : "heartbeat";
}

/** Whether the load has a say at all. */
export function dependsOnLoad(settings: TriggerSettings): boolean {
  return settings.trigger_mode === "auto" && settings.file_watcher.enabled;
}

/** Time that one processor spent, in milliseconds since the machine started. */
export interface ProcessorTimes {
  readonly busy: number;
  readonly idle: number;
}

/** The share of the processors' time that was busy between two looks; 0 where no time went by. */
export function cpuShare(before: readonly ProcessorTimes[], after: readonly ProcessorTimes[]): number {
  const sum = (times: readonly ProcessorTimes[], part: keyof ProcessorTimes) =>
    times.reduce((total, one) => total + one[part], 0);
  const busy = sum(after, "busy") - sum(before, "busy");
  const idle = sum(after, "idle") - sum(before, "idle");
  // A processor that was taken away in between makes the sums meaningless.
  if (before.length !== after.length || busy < 0 || idle < 0 || busy + idle <= 0) return 0;
  return busy / (busy + idle);
}
