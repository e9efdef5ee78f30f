/** When an auto-sync is due: the source's numbers (LTPM 3.1), pure. */

export type Complexity = "simple" | "medium" | "complex" | "very_complex";
export type Activity = "high" | "normal" | "low";

export interface SyncThresholds {
  /** Base threshold in minutes. */
  readonly thresholds: Readonly<Record<Complexity, number>>;
  readonly activity_multipliers: Readonly<Record<Activity, number>>;
  /** The source's third factor; 1 unless somebody sets it. */
  readonly complexity_factor: number;
}

export const DEFAULT_THRESHOLDS: SyncThresholds = {
  thresholds: { simple: 15, medium: 10, complex: 5, very_complex: 3 },
  activity_multipliers: { high: 0.5, normal: 1, low: 2 },
  complexity_factor: 1,
};

/** Below this a threshold would write more than it tells. */
const LEAST_MINUTES = 3;
const MINUTE = 60_000;
/** The overall percentage and MEMORY.md follow after this, whatever the project. */
export const HOURLY_MINUTES = 60;

/** By the number of tracked files: 10 and 50 are medium, 200 is complex. */
export function complexityOf(files: number): Complexity {
  if (files < 10) return "simple";
  if (files <= 50) return "medium";
  return files <= 200 ? "complex" : "very_complex";
}

/** By the number of files changed in the last 30 minutes. */
export function activityOf(changed: number): Activity {
  if (changed >= 10) return "high";
  return changed > 0 ? "normal" : "low";
}

/** The effective threshold in whole minutes, never under 3. */
export function effectiveMinutes(files: number, changed: number, settings = DEFAULT_THRESHOLDS): number {
  const base = settings.thresholds[complexityOf(files)];
  const factor = settings.activity_multipliers[activityOf(changed)] * settings.complexity_factor;
  return Math.max(LEAST_MINUTES, Math.floor(base * factor));
}

/**
 * The moment from which an auto-sync is due (ISO 8601): the threshold after the newest of these moments: PROGRESS.md changed, the last
 * sync. Null when none of them ever was: due now.
 */
export function dueAt(minutes: number, ...moments: readonly (string | null)[]): string | null {
  const times = moments.flatMap((moment) => (moment === null ? [] : [Date.parse(moment)])).filter(Number.isFinite);
  return times.length === 0 ? null : new Date(Math.max(...times) + minutes * MINUTE).toISOString();
}

/** True when that moment has come. */
export function isDue(due: string | null, now: string): boolean {
  return due === null || Date.parse(due) <= Date.parse(now);
}

/** The 60-minute rule. `last` null: never yet. */
export function isHourlyDue(last: string | null, now: string): boolean {
  return isDue(dueAt(HOURLY_MINUTES, last), now);
}
