/** The verification guide: what each named check of a task type means for a task. Task types name these; so may users' own. */
import type { Task } from "../queue/schema.ts";
import type { Check } from "./check.ts";
import { topicsOf } from "./evidence.ts";
import { PROTECTED_PATHS, pathsNamed } from "./repository-path.ts";

/** The settings that checks depend on. */
export interface CheckSettings {
  /** The project's own check, e.g. ["npm","test"]. */
  readonly check: readonly string[] | null;
  readonly allow_paths: readonly string[];
}

type Rule = (task: Task, settings: CheckSettings) => readonly Check[];

const wordsOf = (task: Task) => `${task.description}\n${task.details ?? ""}`;

/** By name; the simplest check that would notice a failure (companions.md, Verification). */
export const GUIDE: Readonly<Record<string, Rule>> = {
  /** The process exited 0. */
  exit: () => [{ kind: "exit" }],
  /** It left something: output or a changed file. */
  trace: () => [{ kind: "trace" }],
  /** Files were changed, and only such as may be. */
  diff: (_task, settings) => [{ kind: "diff", forbidden: PROTECTED_PATHS, allowed: settings.allow_paths }],
  /** The file asked for is there and not empty. */
  deliverable: (task) => [{ kind: "deliverable", mentioned: pathsNamed(wordsOf(task)) }],
  /** A result in words that is not empty. */
  result: () => [{ kind: "answer", about: [], source: false }],
  /** An answer that names what was asked. */
  answer: (task) => [{ kind: "answer", about: topicsOf(wordsOf(task)), source: false }],
  /** An answer that also says where it comes from. */
  "cited-answer": (task) => [{ kind: "answer", about: topicsOf(wordsOf(task)), source: true }],
  reminder: () => [{ kind: "reminder" }],
  receipt: () => [{ kind: "receipt" }],
  /** The project's own check, where one is set. */
  "project-check": (_task, { check }) =>
    check === null || check.length === 0 ? [] : [{ kind: "command", argv: check }],
  /** The same, but only after files were changed. */
  "project-check-if-changed": (_task, { check }) =>
    check === null || check.length === 0 ? [] : [{ kind: "command", argv: check, only_if_changed: true }],
};

/** The checks that a name of the guide stands for; null when the guide has no such name. */
export function guideChecks(name: string, task: Task, settings: CheckSettings): readonly Check[] | null {
  return Object.hasOwn(GUIDE, name) ? (GUIDE[name]?.(task, settings) ?? null) : null;
}
