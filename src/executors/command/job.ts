/** All that a supervisor needs, written down by the dispatcher before it starts one. */
import { readFileSync } from "node:fs";
import type { AttemptOrder } from "../../dispatch/executor.ts";

/** Times in milliseconds. */
export interface Limits {
  /** Between asking processes to end and ending them. */
  readonly grace_ms: number;
  /** For a check's command. */
  readonly check_ms: number;
  /** For a check's pattern or schema. */
  readonly pattern_ms: number;
  /** Between two signs of life. */
  readonly pulse_ms: number;
}

export const USUAL_LIMITS: Limits = { grace_ms: 5_000, check_ms: 600_000, pattern_ms: 2_000, pulse_ms: 15_000 };

export interface Job {
  readonly order: AttemptOrder;
  readonly common_dir: string;
  /** The user's work tree: the place of attempts that work in place, the starting point of the others. */
  readonly work_tree: string;
  /** The folder of all rooms. */
  readonly rooms: string;
  /** Path prefixes in the work tree that are ours and change while attempts run. */
  readonly ours: readonly string[];
  readonly limits: Limits;
}

/** Reads a job. Throws when the file is not one: it is ours, so that is a fault of ours. */
export function readJob(path: string): Job {
  const job = JSON.parse(readFileSync(path, "utf8")) as Job;
  if (typeof job.order?.token !== "string" || typeof job.common_dir !== "string") throw new Error(`${path} is no job`);
  return job;
}
