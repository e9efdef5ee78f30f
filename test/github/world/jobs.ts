/** Workflows, their runs and artifacts. Nothing runs here: tests say how runs go. */
import { parse } from "yaml";
import type { RunState } from "../face.ts";
import type { Run, World } from "./world.ts";

const FOLDER = ".github/workflows/";

export interface WorkflowFile {
  readonly name: string;
  /** null: it cannot be dispatched. */
  readonly inputs: Readonly<Record<string, { readonly required: boolean }>> | null;
  readonly runName: string | null;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function inputsOf(on: unknown): WorkflowFile["inputs"] {
  if (on === "workflow_dispatch" || (Array.isArray(on) && on.includes("workflow_dispatch"))) return {};
  const events = record(on);
  if (!("workflow_dispatch" in events)) return null;
  const inputs = record(record(events.workflow_dispatch).inputs);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const { required, default: preset } = record(input);
      return [name, { required: required === true && preset === undefined }];
    }),
  );
}

/** The file of a workflow at a commit; null when there is none. */
export function workflowFile(world: World, path: string, commit: string): WorkflowFile | null {
  const entry = world.git.at(commit, path);
  const text = entry === null ? null : world.git.blob(entry.oid);
  if (text === null) return null;
  const file = record(parse(text.toString("utf8")));
  return {
    name: typeof file.name === "string" ? file.name : path,
    inputs: inputsOf(file.on),
    runName: typeof file["run-name"] === "string" ? file["run-name"] : null,
  };
}

/** Paths of all workflows: files on the default branch, and those a test named. */
export function workflowPaths(world: World): string[] {
  const head = world.git.resolve(world.defaultBranch);
  const files = head === null ? [] : [...world.git.files(head).keys()];
  const real = files.filter((path) => path.startsWith(FOLDER) && /\.ya?ml$/.test(path));
  return [...new Set([...real, ...world.workflowStates.keys()])].sort();
}

export function workflowId(world: World, path: string): number {
  const id = world.workflowIds.get(path) ?? world.nextId();
  world.workflowIds.set(path, id);
  return id;
}

/** A workflow by its number, its file's name or path; null when there is none. */
export function findWorkflow(world: World, given: string): string | null {
  const found = workflowPaths(world).find(
    (path) => path === given || path === `${FOLDER}${given}` || String(workflowId(world, path)) === given,
  );
  return found ?? null;
}

export function stateOf(world: World, path: string): string {
  return world.workflowStates.get(path) ?? "active";
}

/** Records a run. What is not given is as a scheduled run in progress would be. */
export function addRun(world: World, given: Partial<RunState> = {}): Run {
  const now = world.now();
  const workflow = given.workflow ?? `${FOLDER}ltpm.yml`;
  const branch = given.branch ?? world.defaultBranch;
  const run: Run = {
    id: given.id ?? world.nextId(),
    workflow,
    event: given.event ?? "schedule",
    status: given.status ?? "in_progress",
    conclusion: given.conclusion ?? null,
    attempt: given.attempt ?? 1,
    displayTitle: given.displayTitle ?? workflow,
    branch,
    actor: given.actor ?? "github-actions[bot]",
    inputs: given.inputs ?? {},
    createdAt: given.createdAt ?? now,
    updatedAt: now,
    number: [...world.runs.values()].filter((one) => one.workflow === workflow).length + 1,
    sha: world.git.resolve(branch),
  };
  world.runs.set(run.id, run);
  return run;
}

/** `run-name` with the inputs filled in; other expressions stay as they are. */
export function runTitle(file: WorkflowFile | null, inputs: Readonly<Record<string, unknown>>, path: string): string {
  const pattern = /\$\{\{ *(?:github\.event\.)?inputs\.([\w-]{1,100}) *\}\}/g;
  return (file?.runName ?? file?.name ?? path).replace(pattern, (_, name: string) => String(inputs[name] ?? ""));
}
