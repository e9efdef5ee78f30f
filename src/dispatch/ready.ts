/** Which pending tasks may start now, and what the others wait for. */
import type { Queue, Status, Task } from "../queue/schema.ts";
import { owedLandings } from "./landing.ts";

/** Finds tasks by label, archived ones by their status only. Built once a cycle. */
export interface Neighbours {
  readonly byLabel: ReadonlyMap<string, Task>;
  /** Tasks whose work is still to be landed, by uid. */
  readonly landing: ReadonlySet<string>;
  /** The status of a task that is in the archive; undefined when it is not there either. */
  readonly archived: (label: string) => Status | undefined;
}

export function neighboursIn(queue: Queue, archived: Neighbours["archived"]): Neighbours {
  const byLabel = new Map<string, Task>();
  for (const task of queue.tasks) for (const alias of task.aliases ?? []) byLabel.set(alias, task);
  for (const task of queue.tasks) byLabel.set(task.id, task);
  return { byLabel, landing: owedLandings(queue), archived };
}

function waitFor(label: string, near: Neighbours): string | null {
  const needed = near.byLabel.get(label);
  const status = needed?.status ?? near.archived(label);
  if (status === undefined) return `depends on ${label} which is not in the queue`;
  if (status !== "done") return `depends on ${needed?.id ?? label} which is ${status}`;
  if (needed !== undefined && near.landing.has(needed.uid)) {
    return `depends on ${needed.id} which is done but not landed yet`;
  }
  return null;
}

/** Why a pending task cannot start, in the source's words; null when nothing it depends on is in the way. */
export function waitReason(task: Task, near: Neighbours): string | null {
  const reasons = (task.depends_on ?? []).map((label) => waitFor(label, near)).filter((reason) => reason !== null);
  return reasons.length === 0 ? null : reasons.join("; ");
}

/** Whether the moment before which a task must not start is over. */
export function isDue(task: Task, now: string): boolean {
  return !task.not_before || Date.parse(task.not_before) <= Date.parse(now);
}
