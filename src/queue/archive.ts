/** Old finished tasks leave the queue for `archive/YYYY-MM.json`; a retry brings one back. Counted, never lost. */
import { compareLabels } from "./label.ts";
import type { ArchiveFile, Queue, Task } from "./schema.ts";

type Months = ReadonlyMap<string, ArchiveFile>;

export interface QueueAndArchive {
  readonly queue: Queue;
  readonly archive: Months;
}

/** The month, UTC, under which a task is archived: when it was finished. */
export function monthOfTask(task: Task): string {
  return new Date(task.completed_at ?? task.added_at).toISOString().slice(0, 7);
}

/** Moves the tasks with these uids into the archive. A task that is there already (a write that was cut short) is not doubled. */
export function moveToArchive(state: QueueAndArchive, uids: ReadonlySet<string>): QueueAndArchive {
  const leaving = state.queue.tasks.filter((task) => uids.has(task.uid));
  if (leaving.length === 0) return state;
  const archive = new Map(state.archive);
  for (const task of leaving) {
    const month = monthOfTask(task);
    const others = (archive.get(month)?.tasks ?? []).filter((other) => other.uid !== task.uid);
    const tasks = [...others, task].sort((a, b) => compareLabels(a.id, b.id));
    archive.set(month, { ...archive.get(month), tasks });
  }
  const queue: Queue = {
    ...state.queue,
    tasks: state.queue.tasks.filter((task) => !uids.has(task.uid)),
    archivedCount: state.queue.archivedCount + leaving.length,
  };
  return { queue, archive };
}

/** The archived task that has or had this label, with its month; the newest month first. */
export function archivedByLabel(
  archive: Months,
  label: string,
): { readonly task: Task; readonly month: string } | undefined {
  const months = [...archive].sort(([a], [b]) => (a < b ? 1 : -1));
  for (const has of [(task: Task) => task.id === label, (task: Task) => task.aliases?.includes(label) === true]) {
    for (const [month, file] of months) {
      const task = file.tasks.find(has);
      if (task !== undefined) return { task, month };
    }
  }
  return undefined;
}

/** Brings an archived task back into the queue, at the place of its label. */
export function takeFromArchive(state: QueueAndArchive, label: string): QueueAndArchive | null {
  const found = archivedByLabel(state.archive, label);
  if (found === undefined) return null;
  const archive = new Map(state.archive);
  const rest = (archive.get(found.month)?.tasks ?? []).filter((task) => task.uid !== found.task.uid);
  archive.set(found.month, { ...archive.get(found.month), tasks: rest });
  const tasks = [...state.queue.tasks, found.task].sort((a, b) => compareLabels(a.id, b.id));
  return { queue: { ...state.queue, tasks, archivedCount: Math.max(0, state.queue.archivedCount - 1) }, archive };
}
