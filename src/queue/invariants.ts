/** What always holds of a queue (companions.md, Invariants); tests and `doctor` ask here. */
import { dependencyCycle } from "./depend.ts";
import { parseLabel } from "./label.ts";
import { isTerminal } from "./machine.ts";
import type { ArchiveFile, Queue, Task } from "./schema.ts";

function brokenInTask(task: Task): string[] {
  const broken: string[] = [];
  const running = task.status === "running";
  if (running !== (task.session !== undefined && task.session !== null))
    broken.push(`${task.id}: running must mean a session`);
  if (running && task.subagent_session === null) broken.push(`${task.id}: a running task names its session`);
  if (isTerminal(task.status) !== (task.completed_at !== null))
    broken.push(`${task.id}: completed_at must mean finished`);
  if (task.status === "done" && !task.verification) broken.push(`${task.id}: done without verification`);
  if (task.retries > task.maxRetries) broken.push(`${task.id}: more retries than allowed`);
  return broken;
}

/** Every invariant that does not hold, in words; empty when all do. */
export function brokenInvariants(
  queue: Queue,
  archive: ReadonlyMap<string, ArchiveFile>,
  maxConcurrent: number,
): string[] {
  const archived = [...archive.values()].flatMap((file) => file.tasks);
  const all = [...queue.tasks, ...archived];
  const broken = queue.tasks.flatMap(brokenInTask);
  const last = queue.lastId === null ? 0 : (parseLabel(queue.lastId) ?? 0);
  for (const task of all) if ((parseLabel(task.id) ?? 0) > last) broken.push(`${task.id}: above lastId`);
  if (new Set(all.map((task) => task.id)).size !== all.length) broken.push("an id stands twice");
  if (new Set(all.map((task) => task.uid)).size !== all.length) broken.push("a uid stands twice");
  const running = queue.tasks.filter((task) => task.status === "running").length;
  if (running > maxConcurrent) broken.push(`${running} tasks run, at most ${maxConcurrent} may`);
  const cycle = dependencyCycle(queue.tasks);
  if (cycle !== null) broken.push(`a circle of dependencies: ${cycle.join(" → ")}`);
  return broken;
}
