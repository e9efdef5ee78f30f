/** Which checks a task's result must pass: its own, else its type's. */
import type { Task } from "../queue/schema.ts";
import { parseAccept } from "./accept.ts";
import type { Check } from "./check.ts";
import { type CheckSettings, guideChecks } from "./guide.ts";

/** What planning needs of a task type. */
export interface CheckedType {
  readonly name: string;
  /** Names of the guide, or checks in the form of `--accept`. */
  readonly checks: readonly string[];
  readonly strategies: readonly { readonly name: string; readonly means: string }[];
}

/** The least that is asked of any attempt, and all that is asked of a command whose type is not made for commands. */
const LEAST_CHECKS: readonly Check[] = [{ kind: "exit" }, { kind: "trace" }];

function checksNamed(name: string, task: Task, settings: CheckSettings): readonly Check[] {
  const known = guideChecks(name, task, settings);
  if (known !== null) return known;
  const accepted = parseAccept(name);
  return accepted.kind === "check" ? [accepted.check] : [];
}

/**
 * The checks of one attempt. `means` is the strategy's: a command that the task itself carries is checked as a command,
 * whatever its type, unless the type has ways of its own to run it. Checks given with the task win over all others.
 */
export function planChecks(task: Task, type: CheckedType, settings: CheckSettings, means = "agent"): Check[] {
  const own = (task.acceptance ?? []).flatMap((spec) => {
    const accepted = parseAccept(spec);
    return accepted.kind === "check" ? [accepted.check] : [];
  });
  if (own.length > 0) return own;
  const madeForCommands = type.strategies.some((strategy) => strategy.means === "inline");
  if (means === "inline" && !madeForCommands) return [...LEAST_CHECKS];
  const checks = type.checks.flatMap((name) => checksNamed(name, task, settings));
  return checks.length > 0 ? checks : [...LEAST_CHECKS];
}

/** What is wrong with the checks that were given with the task or its type, in sentences; no attempt can mend it. */
export function checkProblems(task: Task, type: CheckedType, settings: CheckSettings): string[] {
  const problem = (spec: string): string[] => {
    const accepted = parseAccept(spec);
    return accepted.kind === "wrong" ? [accepted.problem] : [];
  };
  const own = (task.acceptance ?? []).flatMap(problem);
  if ((task.acceptance ?? []).length > 0) return own;
  return type.checks.flatMap((name) => (guideChecks(name, task, settings) === null ? problem(name) : []));
}
