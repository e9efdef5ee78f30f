/** `ltpm add "…"`: one task, which starts at once. */
import { addedMessage } from "../../messages/intake.ts";
import { addIntent } from "../../state/intents.ts";
import { answer, type Call, flag, text, usageError } from "../call.ts";
import { draftOf } from "../drafts.ts";
import { Problem } from "../failure.ts";
import { orKeep } from "../offline.ts";
import { openProject } from "../project.ts";
import { promptIfDue } from "../prompts/if-due.ts";
import { problemWithDraft } from "../refusals.ts";
import { setUpIfNew } from "../set-up.ts";
import { taskOptions } from "../task-options.ts";

export async function run(call: Call): Promise<number> {
  const description = call.words.join(" ").trim();
  if (description === "") throw usageError(call, "what is to be done?");
  const project = await openProject(call);
  const options = await taskOptions(call, project);
  const draft = draftOf({ description, goal: text(call, "goal"), ...options }, project.dice, { kind: "cli" });
  const op = project.dice.name(16);
  const maxRetries = project.settings.max_retries;
  const added = await orKeep(project, call, { kind: "add", op, drafts: [draft], maxRetries }, async () => {
    await setUpIfNew(project, call);
    return project.store.transact(addIntent([draft], maxRetries, op));
  });
  if (added === null) return 0;
  if (!added.result.ok) throw new Problem(problemWithDraft(project.messages, added.result.problem));
  const { tasks } = added.result;
  const starts = !flag(call, "no-dispatch") && project.startsTasks;
  if (!flag(call, "json")) {
    const pending = added.state.queue.tasks.filter((task) => task.status === "pending").length;
    call.terminal.out(`${addedMessage(project.messages, tasks, starts ? { starts } : { starts, pending })}\n`);
    if (!project.startsTasks) call.terminal.out(`${project.messages.cycle.onGitHub}\n`);
  }
  const dispatched = starts ? await (await import("../cycles.ts")).dispatchOnce(project, call) : null;
  if (flag(call, "json")) answer(call, { tasks, dispatched });
  await promptIfDue(project, call);
  return 0;
}
