/** `ltpm status` (also `auto_sync_status`): whether everything is safely recorded. Exit 0: it is; 1: not yet. Changes nothing. */
import { statusLines } from "../../messages/status.ts";
import { countTasks } from "../../messages/status-table.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import { lookAtSafety } from "../documents/safety.ts";
import { readToShow } from "../offline.ts";
import { openProject } from "../project.ts";
import { promptIfDue } from "../prompts/if-due.ts";

export async function run(call: Call): Promise<number> {
  if (call.words.length > 0) throw usageError(call, `${call.name} takes no words`);
  const project = await openProject(call);
  const { queue } = (await readToShow(project, call)).state;
  const counts = countTasks(queue.tasks);
  const safety = lookAtSafety(project);
  const { safe, progress, waiting, sync, overdue, recordedAt, last, unsaved, hooks, watch, checkpointDue } = safety;
  if (flag(call, "json")) {
    answer(call, {
      safe,
      progress,
      recorded_at: recordedAt,
      waiting,
      waiting_since: sync.waitingSince,
      last_record_at: sync.lastRecordAt,
      last_folded_at: sync.lastFoldedAt,
      threshold_minutes: sync.minutes,
      due_at: sync.dueAt,
      overdue,
      last_entry: last,
      unsaved,
      auto_sync: project.settings.auto_sync,
      hooks,
      watch,
      hook_failures: sync.hookFailures,
      checkpoint_due: checkpointDue,
      counts,
    });
    return safe ? 0 : 1;
  }
  const facts = {
    now: project.clock.now(),
    safe,
    progress,
    waiting,
    waitingSince: sync.waitingSince,
    overdue,
    minutes: sync.minutes,
    recordedAt,
    lastEntry: last,
    unsaved,
    hooks,
    watch,
    passive: project.settings.auto_sync !== "off",
    failures: sync.hookFailures.length,
    counts,
    checkpointDue,
  };
  call.terminal.out(`${statusLines(project.messages, facts).join("\n")}\n`);
  await promptIfDue(project, call);
  return safe ? 0 : 1;
}
