/** Which lines of NEXT_STEPS.md speak of which tasks of the queue. */
import { readLabelLeniently } from "../../queue/label.ts";
import type { DocumentRecord, Queue, Task } from "../../queue/schema.ts";
import { taskItems } from "../../triad/commands/next-steps.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import type { Item } from "../../triad/document/outline.ts";

export type Boxes = NonNullable<DocumentRecord["boxes"]>;
type KnownBox = Boxes[string];

/** The line of a task. */
export interface TaskLine {
  readonly task: Task;
  /** The label as the document has it; it may be an alias. */
  readonly label: string;
  readonly item: Item;
}

/** The task that has this label, or once had it. */
export function byLabel({ tasks }: Queue): (label: string) => Task | undefined {
  const index = new Map<string, Task>();
  for (const task of tasks) for (const alias of task.aliases ?? []) if (!index.has(alias)) index.set(alias, task);
  for (const task of tasks) index.set(task.id, task);
  return (label) => index.get(readLabelLeniently(label) ?? label);
}

/** The first line of each task, by its uid. */
export function taskLines(document: TriadDocument, queue: Queue): ReadonlyMap<string, TaskLine> {
  const taskWith = byLabel(queue);
  const lines = new Map<string, TaskLine>();
  for (const [label, item] of taskItems(document)) {
    const task = taskWith(label);
    if (task !== undefined && !lines.has(task.uid)) lines.set(task.uid, { task, label, item });
  }
  return lines;
}

/** What the record says of a task's box, by its label of today or an earlier one. */
export function boxOf(boxes: Boxes | undefined, task: Task): KnownBox | undefined {
  if (boxes === undefined) return undefined;
  const label = [task.id, ...(task.aliases ?? [])].find((one) => Object.hasOwn(boxes, one));
  return label === undefined ? undefined : boxes[label];
}

/**
 * The boxes as they stand now. A line that was there and is not any more has been taken out by a person, unless it is among
 * those that we took out.
 */
export function boxesNow(
  lines: ReadonlyMap<string, TaskLine>,
  before: Boxes | undefined,
  queue: Queue,
  takenOut: ReadonlySet<string>,
): Boxes {
  const boxes: Boxes = {};
  for (const task of queue.tasks) {
    const line = lines.get(task.uid);
    if (line !== undefined) boxes[task.id] = line.item.box?.state === "done" ? "done" : "open";
    else if (boxOf(before, task) !== undefined && !takenOut.has(task.uid)) boxes[task.id] = "gone";
  }
  return boxes;
}
