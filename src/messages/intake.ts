/** The confirmation that tasks were taken in. */
import type { Task } from "../queue/schema.ts";
import type { Messages } from "./catalog.ts";
import { oneLine, say } from "./terminal-text.ts";
import { shorten } from "./width.ts";

/** What happens next: the dispatcher starts them now, or they wait among `pending` tasks. */
export type AfterIntake = { readonly starts: true } | { readonly starts: false; readonly pending: number };

/** A description is there to recognise the task by; `ltpm show` has all of it. */
const DESCRIPTION_COLUMNS = 200;

/** One sentence for one task, a list for several. With no task at all: that nothing was found. */
export function addedMessage(
  messages: Messages,
  tasks: readonly Pick<Task, "id" | "description">[],
  after: AfterIntake,
): string {
  const words = messages.intake;
  const last = after.starts ? words.startingNow : words.queueHas(after.pending);
  const [first, ...more] = tasks.map(({ id, description }) => ({
    id,
    description: shorten(oneLine(description), DESCRIPTION_COLUMNS),
  }));
  if (first === undefined) return words.nothingFound;
  if (more.length === 0) return words.added(first.id, first.description, last);
  const lines = [first, ...more].map(({ id, description }) => say`• ${id}: ${description}`);
  return [words.addedMany(tasks.length), ...lines, last].join("\n");
}
