/** `ltpm archive`: finished tasks that are old enough leave the queue, as every cycle does by itself. */
import { dueForArchive } from "../../dispatch/archive-due.ts";
import { monthOfTask, moveToArchive } from "../../queue/archive.ts";
import type { Task } from "../../queue/schema.ts";
import { answer, type Call, flag } from "../call.ts";
import { openProject } from "../project.ts";

export async function run(call: Call): Promise<number> {
  const project = await openProject(call);
  const { result } = await project.store.transact({
    op: project.dice.name(16),
    archive: true,
    subject: (tasks: readonly Task[]) => `ltpm: archive ${tasks.map((task) => task.id).join(", ")}`,
    apply(state, now) {
      const uids = dueForArchive(state.queue, project.settings.archive_days, now);
      const tasks = state.queue.tasks.filter((task) => uids.has(task.uid));
      return tasks.length === 0 ? { result: tasks } : { state: moveToArchive(state, uids), result: tasks };
    },
  });
  const months = [...new Set(result.map(monthOfTask))];
  if (flag(call, "json")) answer(call, { archived: result.map((task) => task.id) });
  else call.terminal.out(`${project.messages.command.archived(result.length, months)}\n`);
  return 0;
}
