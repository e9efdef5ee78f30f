/** The end of a cycle on GitHub: notices, the dashboard, the hourly schedule. */

import { type DeliveryReceipts, withDeliveries } from "../dispatch/claims.ts";
import { keepDashboard } from "../github/deliver/dashboard.ts";
import { type Delivered, deliverNotices } from "../github/deliver/deliver.ts";
import { GitHubError } from "../github/error.ts";
import { disableWorkflow, enableWorkflow } from "../github/runs.ts";
import { systemClock } from "../host/system-clock.ts";
import type { Queue } from "../queue/schema.ts";
import type { ActionContext } from "./context.ts";
import type { Sent } from "./github-cycle.ts";
import type { Inputs } from "./inputs.ts";
import type { ActionProject } from "./project.ts";

export interface Telling {
  readonly project: ActionProject;
  readonly inputs: Inputs;
  /** `<run id>.<attempt>`. */
  readonly run: string;
  /** File names of the workflows that start runs. */
  readonly workflows: readonly string[];
  /** The dashboard's body in which this run has looked at ticks. */
  readonly seen: string | null;
  /** Hears what could not be done, in sentences. */
  readonly troubles: string[];
  /** Hears what a permission or a setting would mend: the run ends red with the first. */
  readonly denied: string[];
  /** Hears texts that only the job summary can show. */
  readonly said: string[];
}

/** The workflows that start runs, by their files' names. */
export function workflowsOf({ workflow }: ActionContext, { schedule }: Inputs): string[] {
  return [...new Set([workflow, schedule])].filter((name) => name !== null);
}

/** Tells everything that `run` has claimed in `queue`, and gives what came of it. */
export async function tell(telling: Telling, queue: Queue): Promise<Sent> {
  const { project, inputs, run, workflows, seen, troubles, denied, said } = telling;
  const { client, repo, voice } = project;
  const isFirst = queue.outbox?.some(({ kind }) => kind === "first_run") === true;
  const setup = isFirst ? { setup: await (await import("./first-set-up.ts")).firstSetUp(project, workflows) } : {};
  const delivered = await deliverNotices({ client, repo, voice, queue, by: run, now: Date.now, ...setup });
  troubles.push(...delivered.troubles);
  if (delivered.denied !== null) denied.push(delivered.denied);
  if (delivered.capped) troubles.push(`${delivered.left} notices wait for the next run: max-writes was reached.`);
  said.push(...delivered.said);
  const receipts: DeliveryReceipts = { ...pick(delivered) };
  if (!inputs.dashboard || queue.github === undefined) {
    const off: DeliveryReceipts = inputs.dashboard ? receipts : { ...receipts, dashboard: "off" };
    return { receipts: off, schedule: await keepSchedule(telling, queue) };
  }
  // With the numbers of issues that were opened a moment ago; our claim to open the dashboard is still needed.
  const { tasks } = withDeliveries(queue, run, receipts, systemClock.now());
  const kept = await keepDashboard({
    client,
    repo,
    voice,
    queue: { ...queue, tasks },
    by: run,
    seen,
  });
  if (kept.trouble !== null) troubles.push(kept.trouble);
  if (kept.denied !== null) denied.push(kept.denied);
  return { receipts: { ...receipts, dashboard: kept.receipt }, schedule: await keepSchedule(telling, queue) };
}

function pick({ delivered, unsure, issues }: Delivered): DeliveryReceipts {
  return { delivered, unsure, issues };
}

/** An idle queue needs no hourly run; the daily one finds whatever the events miss. */
async function keepSchedule({ project, inputs, troubles, denied }: Telling, queue: Queue): Promise<Sent["schedule"]> {
  const wanted = queue.tasks.some(({ status }) => status === "pending" || status === "running") ? "on" : "off";
  const { schedule } = inputs;
  if (schedule === null || queue.github === undefined || queue.github.schedule === wanted) return null;
  const { client, repo } = project;
  try {
    await (wanted === "on" ? enableWorkflow : disableWorkflow)(client, repo, schedule);
    return wanted;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    // A repository without that file has decided so; there is nothing to switch.
    if (error.code === "not_found") return wanted;
    if (error.code === "forbidden" || error.code === "unauthorised") denied.push(error.message);
    else troubles.push(`The hourly schedule was not switched ${wanted}: ${error.message}`);
    return null;
  }
}
