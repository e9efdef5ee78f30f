/** Why a change could not be made, in the person's language. */
import type { Messages } from "../messages/catalog.ts";
import type { AddProblem } from "../queue/add.ts";

export function problemWithDraft(messages: Messages, problem: AddProblem): string {
  return problem.kind === "unknown_dependency"
    ? messages.command.unknownDependency(problem.label)
    : messages.command.dependencyCircle(problem.labels);
}
