/** The workflow templates, filled in for one repository. */
import { createHash } from "node:crypto";
import { template } from "../templates.ts";

/** The file that does the work, and the one with the hourly schedule that an idle queue switches off. */
export const WORKFLOWS = ["ltpm.yml", "ltpm-schedule.yml"] as const;
export type WorkflowName = (typeof WORKFLOWS)[number];

export const WORKFLOW_FOLDER = ".github/workflows";

/** The Action as a workflow names it. */
export interface ActionPin {
  /** `owner/name`. */
  readonly repository: string;
  /** The release's commit, 40 hexadecimal digits. */
  readonly sha: string;
  /** For people, behind the commit: `v0.1.0`. */
  readonly version: string;
}

/**
 * Minutes and hour of the schedules. They differ from repository to repository, so that not all wake GitHub at once, and are
 * always the same for one, so that an update changes nothing. Never a full hour: then schedules come late, or not at all.
 */
function cronsOf(seed: string): { readonly daily: string; readonly hourly: string } {
  const digest = createHash("sha256").update(seed).digest();
  const odd = (at: number) => 3 + 2 * ((digest[at] ?? 0) % 27);
  return { daily: `${odd(0)} ${(digest[1] ?? 0) % 24} * * *`, hourly: `${odd(2)} * * * *` };
}

/** The text of a workflow for the repository that `seed` names (`owner/name`, or its path where it has none). */
export function renderWorkflow(name: WorkflowName, pin: ActionPin, seed: string): string {
  const { daily, hourly } = cronsOf(seed);
  const values: Readonly<Record<string, string>> = {
    ACTION: `${pin.repository}@${pin.sha} # ${pin.version}`,
    DAILY: daily,
    HOURLY: hourly,
  };
  return template(`workflows/${name}`).replace(/\$\{([A-Z]+)\}/g, (found, key: string) => values[key] ?? found);
}
