/** The order in which ready tasks start. */
import { compareLabels } from "../queue/label.ts";
import type { Task } from "../queue/schema.ts";

/**
 * The higher priority number first (none given: 0), then the earlier `added_at`, then the lower id. A steady flow of
 * higher priorities can keep a lower one waiting for as long as it lasts.
 */
export function inOrder(tasks: readonly Task[]): Task[] {
  return tasks
    .map((task) => ({ task, priority: task.priority ?? 0, added: Date.parse(task.added_at) }))
    .sort((a, b) => b.priority - a.priority || a.added - b.added || compareLabels(a.task.id, b.task.id))
    .map(({ task }) => task);
}
