/**
 * The workflow files in a repository: written, brought up to date and taken away. What we wrote last is remembered in
 * `.ltpm/templates/`, in the repository and so in every clone, because only that tells our lines from a person's.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeAtomically } from "../../host/atomic-file.ts";
import { mergeTexts, planUpdate } from "./workflow-merge.ts";
import { type ActionPin, renderWorkflow, WORKFLOW_FOLDER, WORKFLOWS, type WorkflowName } from "./workflow-template.ts";

const REMEMBERED = ".ltpm/templates";

/** What became of a file. `conflict` and `foreign`: it was left as it is. */
export interface WorkflowChange {
  readonly path: string;
  readonly change: "written" | "updated" | "merged" | "unchanged" | "conflict" | "foreign";
  /** Where the new version lies when it could not be put in place. */
  readonly proposal?: string;
}

function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (textOf(path) !== text) writeAtomically(path, text);
}

/** A place of this clone for what cannot be put where it belongs. */
function propose(commonDir: string, name: WorkflowName, text: string): string {
  const path = join(commonDir, "ltpm", "templates", name);
  put(path, text);
  return path;
}

export interface WorkflowPlace {
  /** The work tree's root. */
  readonly root: string;
  readonly commonDir: string;
  readonly pin: ActionPin;
  /** `owner/name`: what the minutes of the schedules are drawn from. */
  readonly seed: string;
}

function installOne(place: WorkflowPlace, name: WorkflowName): WorkflowChange {
  const path = `${WORKFLOW_FOLDER}/${name}`;
  const file = join(place.root, path);
  const memory = join(place.root, REMEMBERED, name);
  const next = renderWorkflow(name, place.pin, place.seed);
  const plan = planUpdate({ here: textOf(file), base: textOf(memory), next });
  if (plan.kind === "foreign") return { path, change: "foreign", proposal: propose(place.commonDir, name, next) };
  const merged = plan.kind === "merge" ? mergeTexts(plan.here, plan.base, next) : next;
  // The memory stays: the next try needs to know what the person's changes were made to.
  if (merged === null) return { path, change: "conflict", proposal: propose(place.commonDir, name, next) };
  if (plan.kind !== "unchanged") put(file, merged);
  put(memory, next);
  return { path, change: CHANGES[plan.kind] };
}

const CHANGES = { write: "written", replace: "updated", merge: "merged", unchanged: "unchanged" } as const;

/** Writes the workflows, or brings them up to date. */
export function installWorkflows(place: WorkflowPlace): readonly WorkflowChange[] {
  return WORKFLOWS.map((name) => installOne(place, name));
}

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

/** Takes the workflows away that we wrote, changed or not, and what was remembered of them; gives their paths. */
export function removeWorkflows(root: string): readonly string[] {
  const ours = WORKFLOWS.filter((name) => existsSync(join(root, REMEMBERED, name)));
  const removed = ours.map((name) => `${WORKFLOW_FOLDER}/${name}`).filter((path) => existsSync(join(root, path)));
  for (const path of removed) rmSync(join(root, path));
  for (const name of ours) rmSync(join(root, REMEMBERED, name));
  for (const folder of [REMEMBERED, ".ltpm", WORKFLOW_FOLDER, ".github"]) removeIfEmpty(join(root, folder));
  return removed;
}
