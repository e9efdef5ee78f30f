/** `ltpm tasks`: the queue as a table, or as JSON. */
import { countTasks, statusTable } from "../../messages/status-table.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import { readToShow } from "../offline.ts";
import { openProject, tableLook } from "../project.ts";
import { promptIfDue } from "../prompts/if-due.ts";

export async function run(call: Call): Promise<number> {
  if (call.words.length > 0) throw usageError(call, `"${call.words.join(" ").slice(0, 40)}" is too much here`);
  const project = await openProject(call);
  const { queue } = (await readToShow(project, call)).state;
  if (flag(call, "json")) {
    const { lastId, archivedCount, tasks, outbox = [] } = queue;
    answer(call, { lastId, archivedCount, counts: countTasks(tasks), tasks, outbox });
    return 0;
  }
  call.terminal.out(`${statusTable(project.messages, queue.tasks, tableLook(project, call))}\n`);
  await promptIfDue(project, call);
  return 0;
}
