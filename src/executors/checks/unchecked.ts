/** Outcomes of checks that say nothing, because the attempt itself did not end well. */
import type { AttemptRecord, CheckOutcome, TaskResult } from "../../verify/attempt-record.ts";
import type { Check } from "../../verify/check.ts";
import { checkName } from "../../verify/check-words.ts";

/** Why checks would say nothing, or null when they are to run. */
export function whyUnchecked(exit: AttemptRecord["exit"], result: TaskResult | undefined): string | null {
  if (exit.cancelled) return "the attempt was cancelled";
  if (exit.timed_out) return "the attempt ran out of time";
  if (exit.fault !== undefined) return "the attempt could not run";
  if (result !== undefined && result.outcome !== "done") return `the attempt itself says ${result.outcome}`;
  return null;
}

/** An outcome for each check that says why it was not carried out. */
export function notChecked(checks: readonly Check[], why: string): CheckOutcome[] {
  return checks.map((check) => ({ check: checkName(check), ok: false, detail: `not checked: ${why}` }));
}
