/** Which strategies a task has at hand: its type's, as far as the project is set up for them; or why it has none. */
import { type CommandIn, commandIn } from "../intake/command-line.ts";
import type { Task } from "../queue/schema.ts";
import { checkProblems } from "../verify/plan.ts";
import { checksWrong, commandRefused, inlineNotAllowed, noAgent, type PermanentFault } from "./permanent-faults.ts";
import type { Settings } from "./settings.ts";
import type { Strategy, TaskType } from "./strategy.ts";
import { TYPES_OF_THE_SOURCE } from "./types/of-the-source.ts";

export type Ways =
  | { readonly kind: "ways"; readonly strategies: readonly Strategy[] }
  | { readonly kind: "fault"; readonly fault: PermanentFault };

/** How any task runs the command that it carries. */
const INLINE_WAYS: readonly Strategy[] = TYPES_OF_THE_SOURCE.flatMap((type) =>
  type.strategies.filter((strategy) => strategy.means === "inline"),
);

/** The command that a task's text carries, if any. */
export function commandOf(task: Task): CommandIn {
  return commandIn(task.details ? `${task.description}\n${task.details}` : task.description);
}

/** Whether the configuration lets a task from this source run the command in its text. A committed queue file is an edit. */
export function mayRunInline(task: Task, policy: Settings["inline_commands"]): boolean {
  const kind = task.source?.kind ?? "edit";
  if (policy === "never") return false;
  if (kind === "cli" || kind === "edit") return true;
  return policy === "writers" && (kind === "issue_comment" || kind === "issue");
}

/** The strategy of this name, for a running attempt: the type's own, or the way any task runs its command. */
export function strategyNamed(type: TaskType, name: string): Strategy | undefined {
  return [...type.strategies, ...INLINE_WAYS].find((strategy) => strategy.name === name);
}

function hasAgentFor(strategy: Strategy, settings: Settings): boolean {
  if (strategy.means === "agent") return settings.agents.length > 0;
  return strategy.means === "second_agent" && settings.agents.length > 1;
}

/** The strategies that can be used now, in the order in which they are tried, or the fault that only a person mends. */
export function waysFor(task: Task, type: TaskType, settings: Settings): Ways {
  const fault = (found: PermanentFault): Ways => ({ kind: "fault", fault: found });
  const problems = checkProblems(task, type, settings);
  if (problems.length > 0) return fault(checksWrong(task.id, problems));
  const byHand = type.strategies.filter((strategy) => strategy.means === "person");
  if (byHand.length > 0 && byHand.length === type.strategies.length) return { kind: "ways", strategies: byHand };
  const command = commandOf(task);
  if (command.kind !== "none" && !mayRunInline(task, settings.inline_commands)) {
    return fault(inlineNotAllowed(task.id, settings.inline_commands));
  }
  const own = type.strategies.filter((strategy) => strategy.means === "inline");
  const inline = command.kind !== "argv" ? [] : own.length > 0 ? own : INLINE_WAYS;
  const others = type.strategies.filter((strategy) => strategy.means === "person" || hasAgentFor(strategy, settings));
  const strategies = [...inline, ...others];
  if (strategies.length > 0) return { kind: "ways", strategies };
  return fault(command.kind === "refused" ? commandRefused(task.id, command.reason) : noAgent(task.id));
}
