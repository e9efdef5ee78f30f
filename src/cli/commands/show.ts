/** `ltpm show T-NN`: everything about one task; `--log`: what its last attempt printed. */
import { taskDetails } from "../../messages/task-details.ts";
import { safeLines } from "../../messages/terminal-text.ts";
import { archivedByLabel } from "../../queue/archive.ts";
import { taskByLabel } from "../../queue/find.ts";
import type { Task } from "../../queue/schema.ts";
import type { Snapshot } from "../../state/state.ts";
import { answer, type Call, flag } from "../call.ts";
import { Problem } from "../failure.ts";
import { oneLabel } from "../labels.ts";
import { readToShow } from "../offline.ts";
import { openProject, type Project } from "../project.ts";

interface Found {
  readonly task: Task;
  readonly archived: boolean;
}

function find(snapshot: Snapshot, label: string): Found | null {
  const task = taskByLabel(snapshot.state.queue, label);
  if (task !== undefined) return { task, archived: false };
  const archived = archivedByLabel(snapshot.state.archive, label);
  return archived === undefined ? null : { task: archived.task, archived: true };
}

/** The log of the running attempt, else of the last one that left a log here. */
async function lastLog(project: Project, task: Task): Promise<string | null> {
  const { attemptLog } = await import("../executors.ts");
  const tokens = [...(task.earlier_attempts ?? []), ...task.strategies_tried].map((attempt) => attempt.token);
  for (const token of [task.session?.token, ...tokens.reverse()]) {
    const log = typeof token === "string" ? await attemptLog(project, token) : null;
    if (log !== null) return log;
  }
  return null;
}

export async function run(call: Call): Promise<number> {
  const [first, ...rest] = call.words;
  if (first?.toLowerCase() === "tasks" && rest.length === 0)
    return (await import("./tasks.ts")).run({ ...call, words: [] });
  const label = oneLabel(call, call.words);
  const project = await openProject(call);
  const found =
    find(await readToShow(project, call), label) ?? find(await readToShow(project, call, { archive: true }), label);
  if (found === null) throw new Problem(project.messages.command.unknown([label]));
  const log = flag(call, "log") ? await lastLog(project, found.task) : undefined;
  if (flag(call, "json")) answer(call, { ...found, ...(log === undefined ? {} : { log }) });
  else if (log === null) call.terminal.out(`${project.messages.detail.noLog(found.task.id)}\n`);
  else if (log !== undefined) call.terminal.out(`${safeLines(log).trimEnd()}\n`);
  else call.terminal.out(`${taskDetails(project.messages, found.task, project.clock.now())}\n`);
  return 0;
}
