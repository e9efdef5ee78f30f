/** The workflows as `init --github` writes them, and our own, as text and as YAML. */
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { renderWorkflow, WORKFLOWS, type WorkflowName } from "../../src/cli/github/workflow-template.ts";

/** A commit that no repository has. */
export const PIN = { repository: "octo/ltpm", sha: "0123456789abcdef0123456789abcdef01234567", version: "v0.1.0" };

export function installed(name: WorkflowName): string {
  return renderWorkflow(name, PIN, "octo/project");
}

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>> | string;
  readonly "timeout-minutes"?: number | string;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A file, where it stands for people, and its text. */
export interface Sample {
  readonly name: string;
  readonly text: string;
}

const root = new URL("../../", import.meta.url);

/** What users get. */
export const TEMPLATES: readonly Sample[] = WORKFLOWS.map((name) => ({
  name: `templates/workflows/${name}`,
  text: installed(name),
}));

/** What runs in our own repository. */
export const OWN: readonly Sample[] = readdirSync(new URL(".github/workflows/", root)).map((name) => ({
  name: `.github/workflows/${name}`,
  text: readFileSync(new URL(`.github/workflows/${name}`, root), "utf8"),
}));

export const ALL = [...TEMPLATES, ...OWN];

export function read(sample: Pick<Sample, "text">): Workflow {
  return parse(sample.text) as Workflow;
}

/** Every step of every job. */
export function steps(workflow: Workflow): readonly Step[] {
  return Object.values(workflow.jobs).flatMap((job) => job.steps);
}

/** The job of that name in the dispatcher. Throws when there is none. */
export function dispatcherJob(name: string): Job {
  const job = read({ text: installed("ltpm.yml") }).jobs[name];
  if (job === undefined) throw new Error(`ltpm.yml has no job ${name}`);
  return job;
}
