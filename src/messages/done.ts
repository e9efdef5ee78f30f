/** The notice that a task is done: what was accomplished, and where the result is. */
import type { Task } from "../queue/schema.ts";
import type { Messages } from "./catalog.ts";
import { type Deliverable, deliverablePlace, firstLine } from "./summary.ts";

/** `✅ T-NN done — [summary]`, and the deliverable's place on a second line when there is one. */
export function doneMessage(messages: Messages, task: Pick<Task, "id"> & Deliverable): string {
  const summary = firstLine(task.deliverable) || messages.outcome.noSummary;
  const place = deliverablePlace(task);
  const first = messages.outcome.done(task.id, summary);
  return place === null ? first : `${first}\n${messages.outcome.deliverable(place)}`;
}
