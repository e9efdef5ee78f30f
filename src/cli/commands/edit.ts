/** `ltpm edit T-NN`: other words, another order, other checks. */

import { goalOf } from "../../queue/goal.ts";
import { type Edit, editIntent } from "../../state/intents.ts";
import { answer, type Call, flag, text, usageError } from "../call.ts";
import { Problem } from "../failure.ts";
import { oneLabel } from "../labels.ts";
import { openProject } from "../project.ts";
import { problemWithDraft } from "../refusals.ts";
import { taskOptions } from "../task-options.ts";

export async function run(call: Call): Promise<number> {
  const label = oneLabel(call, call.words);
  const project = await openProject(call);
  const description = text(call, "description");
  const goal = text(call, "goal") ?? (description === undefined ? undefined : goalOf(description));
  if (description?.trim() === "") throw usageError(call, "a task needs a description");
  const edit: Edit = {
    ...(description === undefined ? {} : { description }),
    ...(goal === undefined ? {} : { goal }),
    ...(await taskOptions(call, project)),
  };
  if (Object.keys(edit).length === 0) throw usageError(call, "what is to change?");
  const { result } = await project.store.transact(editIntent(label, edit, project.dice.name(16)));
  if (result.kind === "unknown") throw new Problem(project.messages.command.unknown([label]));
  if (result.kind === "running") throw new Problem(project.messages.command.notEditedRunning(result.task.id));
  if (result.kind === "wrong") throw new Problem(problemWithDraft(project.messages, result.problem));
  if (flag(call, "json")) answer(call, { task: result.task });
  else call.terminal.out(`${project.messages.command.edited(result.task.id, Object.keys(edit))}\n`);
  return 0;
}
