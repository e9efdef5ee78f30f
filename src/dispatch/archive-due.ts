/** Which finished tasks are old enough to leave the queue. */
import type { Queue, Task } from "../queue/schema.ts";
import { unlandedWork } from "./landing.ts";

const DAY_MS = 24 * 60 * 60_000;

/** The labels that tasks which are not finished depend on, and those that these depend on in turn. */
function neededLabels(queue: Queue): { readonly direct: Set<string>; readonly all: Set<string> } {
  const unfinished = queue.tasks.filter(({ status }) => status !== "done" && status !== "skipped");
  const direct = new Set(unfinished.flatMap((task) => task.depends_on ?? []));
  const all = new Set(direct);
  if (direct.size === 0) return { direct, all };
  const byLabel = new Map<string, Task>();
  for (const task of queue.tasks) for (const label of [task.id, ...(task.aliases ?? [])]) byLabel.set(label, task);
  // A set that grows while it is walked: every label is visited once.
  for (const label of all) for (const next of byLabel.get(label)?.depends_on ?? []) all.add(next);
  return { direct, all };
}

/**
 * The uids of done and skipped tasks that were finished more than `days` days ago. A blocked task stays until a person has
 * decided about it. A task stays while a notice about it is owed, while one that is not finished depends on it, and while
 * its work is on a branch that one of those behind it will need.
 */
export function dueForArchive(queue: Queue, days: number, now: string): Set<string> {
  const before = Date.parse(now) - days * DAY_MS;
  const old = queue.tasks.filter(
    ({ status, completed_at }) =>
      (status === "done" || status === "skipped") && completed_at !== null && Date.parse(completed_at) < before,
  );
  if (old.length === 0) return new Set();
  const owed = new Set((queue.outbox ?? []).map((notice) => notice.uid));
  const { direct, all } = neededLabels(queue);
  const stays = (task: Task) => {
    const labels = [task.id, ...(task.aliases ?? [])];
    const needed = unlandedWork(task) === null ? direct : all;
    return owed.has(task.uid) || labels.some((label) => needed.has(label));
  };
  return new Set(old.filter((task) => !stays(task)).map((task) => task.uid));
}
