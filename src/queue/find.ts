/** Finding and replacing tasks. A label is how people name a task; an alias is a label it once had; the uid is its identity. */
import type { Queue, Task } from "./schema.ts";
import { orderedTask } from "./write.ts";

/** The task with this label; else the one that once had it (a canonical label beats an alias). */
export function taskByLabel(queue: Pick<Queue, "tasks">, label: string): Task | undefined {
  return queue.tasks.find((task) => task.id === label) ?? queue.tasks.find((task) => task.aliases?.includes(label));
}

export function taskByUid(queue: Pick<Queue, "tasks">, uid: string): Task | undefined {
  return queue.tasks.find((task) => task.uid === uid);
}

/** The queue with the tasks of the same uids replaced; the others and their order stay. */
export function replaceTasks(queue: Queue, changed: readonly Task[]): Queue {
  if (changed.length === 0) return queue;
  const byUid = new Map(changed.map((task) => [task.uid, orderedTask(task)]));
  return { ...queue, tasks: queue.tasks.map((task) => byUid.get(task.uid) ?? task) };
}

/** All labels in use: ids and aliases. */
export function labelsInUse(tasks: readonly Task[]): Set<string> {
  const labels = new Set<string>();
  for (const task of tasks) {
    labels.add(task.id);
    for (const alias of task.aliases ?? []) labels.add(alias);
  }
  return labels;
}
