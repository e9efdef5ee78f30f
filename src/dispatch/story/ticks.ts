/** New ticks: requests to mark a task done. What the first sight of a document finds says nothing. */
import type { DocumentRecord, Queue, Task } from "../../queue/schema.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { boxOf, type TaskLine, taskLines } from "./task-lines.ts";

/**
 * A label that the record does not know is news only when its task was there at the last look: before that, the same label
 * may have stood there for something else.
 */
function isNewTick(task: Task, record: DocumentRecord): boolean {
  const before = boxOf(record.boxes, task);
  return before === undefined ? Boolean(task.told) : before !== "done";
}

/** The lines of tasks that are not done, ticked since the document was seen last. */
export function newTicks(document: TriadDocument, queue: Queue, record: DocumentRecord | null): readonly TaskLine[] {
  if (record === null) return [];
  return [...taskLines(document, queue).values()].filter(
    ({ task, item }) => item.box?.state === "done" && task.status !== "done" && isNewTick(task, record),
  );
}
