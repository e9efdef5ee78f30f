/**
 * Ticks that came with work of ours which was merged without anybody looking at it: they are no person's word. While a landing is
 * owed, and in the transaction that writes it down, its work is asked which boxes it ticked.
 */
import type { Queue } from "../../queue/schema.ts";
import type { BlockParser } from "../../triad/document/remark.ts";
import { owedLandings, unlandedWork } from "../landing.ts";
import { openKnown } from "./remembering.ts";
import { taskLines } from "./task-lines.ts";

export interface WorkToLand {
  /** The label of the task whose work it is. */
  readonly id: string;
  readonly commit: string;
}

/** The works that a cycle merges, as long as that is not written down. */
export function worksToLand(queue: Queue): WorkToLand[] {
  const owed = owedLandings(queue);
  if (owed.size === 0) return [];
  return queue.tasks.flatMap((task) => {
    const commit = owed.has(task.uid) && task.status === "done" ? unlandedWork(task)?.commit : null;
    return commit == null ? [] : [{ id: task.id, commit }];
  });
}

/** The labels of tasks whose boxes are ticked in NEXT_STEPS.md as a work has it. */
export function tickedIn(text: string, queue: Queue, parse: BlockParser): string[] {
  const lines = taskLines(openKnown(text, parse), queue).values();
  return [...lines].flatMap(({ task, item }) => (item.box?.state === "done" ? [task.id] : []));
}
