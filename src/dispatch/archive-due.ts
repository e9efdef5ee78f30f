/** Which finished tasks are old enough to leave the queue. */
import type { Queue } from "../queue/schema.ts";

const DAY_MS = 24 * 60 * 60_000;

/**
 * The uids of done and skipped tasks that were finished more than `days` days ago. A blocked task stays until a person has
 * decided about it; a task stays while a notice about it is owed, or another one that is not finished depends on it.
 */
export function dueForArchive(queue: Queue, days: number, now: string): Set<string> {
  const before = Date.parse(now) - days * DAY_MS;
  const old = queue.tasks.filter(
    ({ status, completed_at }) =>
      (status === "done" || status === "skipped") && completed_at !== null && Date.parse(completed_at) < before,
  );
  if (old.length === 0) return new Set();
  const owed = new Set((queue.outbox ?? []).map((notice) => notice.uid));
  const needed = new Set<string>();
  for (const task of queue.tasks) {
    if (task.status === "done" || task.status === "skipped") continue;
    for (const label of task.depends_on ?? []) needed.add(label);
  }
  const isNeeded = (labels: readonly string[]) => labels.some((label) => needed.has(label));
  const leaving = old.filter((task) => !owed.has(task.uid) && !isNeeded([task.id, ...(task.aliases ?? [])]));
  return new Set(leaving.map((task) => task.uid));
}
