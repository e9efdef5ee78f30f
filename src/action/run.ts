/** One run of the Action: read where and why, decide, do the job, report. What goes wrong is said once. */
import { type ActionContext, type Environment, readContext } from "./context.ts";
import { explainFailure } from "./failure.ts";
import { type Inputs, readInputs, withMessage } from "./inputs.ts";
import type { JobReport, Jobs } from "./job.ts";
import { type Log, openLog } from "./log.ts";

/** What a plan with nothing to do answers: no job of the workflow follows it. */
const QUIET: JobReport = {
  outputs: { heartbeat: "HEARTBEAT_OK", attempts: [], verify: [], changed: [] },
  summary: null,
  annotations: [],
};

export interface ActionPorts {
  readonly env: Environment;
  readonly jobs: Jobs;
  /** Standard output. */
  out(text: string): void;
}

/** Runs the Action and gives the exit code: 0, or 1 after one sentence that says what to change. */
export async function runAction({ env, jobs, out }: ActionPorts): Promise<0 | 1> {
  const log = openLog(out);
  try {
    const context = readContext(env);
    const inputs = withMessage(readInputs(env), context.event);
    log.secret(inputs.token);
    const report = await reportOf(context, inputs, jobs, log);
    return await tell(report, inputs, log);
  } catch (error) {
    const { annotation, stack } = explainFailure(error);
    log.annotate(annotation);
    if (stack !== null) log.debug(stack);
    return 1;
  }
}

async function reportOf(context: ActionContext, inputs: Inputs, jobs: Jobs, log: Log): Promise<JobReport> {
  const quiet = inputs.job === "plan" ? await quietly(context, inputs) : null;
  if (quiet === null) return (await jobs[inputs.job]()).runJob(context, inputs, log);
  log.info(quiet);
  return QUIET;
}

/** Why there is nothing to do; null when the job has to look, as whenever the clock or a person asked for it. */
async function quietly({ event }: ActionContext, inputs: Inputs): Promise<string | null> {
  if (event.kind !== "issue_comment" && event.kind !== "issues" && event.kind !== "push") return null;
  return (await import("./wanted.ts")).nothingToDo(event, inputs);
}

/** Outputs first: they are what other jobs wait for. */
async function tell(report: JobReport, inputs: Inputs, log: Log): Promise<0 | 1> {
  const { writeOutputs, writeSummary } = await import("./report.ts");
  writeOutputs(report.outputs);
  try {
    if (report.summary !== null) writeSummary(log.clean(report.summary));
  } catch {
    // A pity, and no reason to call the work undone.
    const text = "The job summary could not be written to the file of GITHUB_STEP_SUMMARY.";
    log.annotate({ level: "warning", text });
  }
  for (const annotation of report.annotations) log.annotate(annotation);
  const failed = report.failed ?? blockedIsRed(report, inputs);
  if (failed === null) return 0;
  log.annotate({ level: "error", text: failed });
  return 1;
}

function blockedIsRed({ outputs: { blocked = 0 } }: JobReport, inputs: Inputs): string | null {
  if (!inputs.fail_on_blocked || blocked === 0) return null;
  const tasks = blocked === 1 ? "One task needs" : `${blocked} tasks need`;
  return `${tasks} a person, and the input fail-on-blocked asks for a red run. The blocked issues say what to do.`;
}
