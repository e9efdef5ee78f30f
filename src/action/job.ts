/** What a job of the Action is given and what it answers. The jobs themselves are in `plan-job.ts` and its neighbours. */
import type { ActionContext } from "./context.ts";
import type { Inputs, JobName } from "./inputs.ts";
import type { Log } from "./log.ts";

/** A remark that GitHub shows above the run and, with a file, beside the line. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly text: string;
  readonly title?: string;
  /** Relative to the repository's root. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
}

/** The outputs of action.yml, by their names there. Lists are written as JSON. */
export interface Outputs {
  readonly heartbeat?: "HEARTBEAT_OK" | "ACTIVE";
  readonly attempts?: readonly object[];
  readonly verify?: readonly object[];
  readonly "max-parallel"?: number;
  readonly base?: string;
  readonly artifact?: string;
  readonly total?: number;
  readonly pending?: number;
  readonly running?: number;
  readonly done?: number;
  readonly blocked?: number;
  readonly skipped?: number;
  readonly changed?: readonly string[];
  readonly "blocked-ids"?: readonly string[];
}

export interface JobReport {
  readonly outputs: Outputs;
  /** Markdown for the job summary; null: none. Texts of people must be made safe by who wrote it. */
  readonly summary: string | null;
  readonly annotations: readonly Annotation[];
  /** One sentence: the run ends red with it. */
  readonly failed?: string;
}

/** Does a job. What it throws ends the run red, with one sentence. */
export type RunJob = (context: ActionContext, inputs: Inputs, log: Log) => Promise<JobReport>;

/** Every job, loaded when it is asked for. */
export type Jobs = Readonly<Record<JobName, () => Promise<{ readonly runJob: RunJob }>>>;
