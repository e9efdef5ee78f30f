/** Short forms of what a task made: one sentence, and one place where it can be found. */
import type { Reference, Task } from "../queue/schema.ts";
import { oneLine, safeLines } from "./terminal-text.ts";
import { shorten } from "./width.ts";

/** What these functions look at of a task. */
export type Deliverable = Pick<Task, "deliverable" | "deliverable_path"> & {
  readonly references?: readonly Reference[] | undefined;
};

const SUMMARY_COLUMNS = 200;

/** The first line that says something, without the marks of a heading or a list. "" when there is none. */
export function firstLine(text: string | null): string {
  const lines = safeLines(text ?? "").split("\n");
  const found = lines.map((line) => line.replace(/^[\s#>*-]+/, "").trim()).find((line) => line !== "");
  return shorten(found ?? "", SUMMARY_COLUMNS);
}

/** Where the result can be found: its file, else the first durable reference that is a place. Null when there is none. */
export function deliverablePlace(task: Deliverable): string | null {
  if (task.deliverable_path !== null && oneLine(task.deliverable_path) !== "") return oneLine(task.deliverable_path);
  const reference = task.references?.find(({ kind }) => kind !== "text");
  if (reference === undefined) return null;
  const isAddress = /^https?:\/\//.test(reference.value) || reference.kind === "file";
  return oneLine(isAddress ? reference.value : `${reference.kind.replace("_", " ")} ${reference.value}`);
}

/** One short line on the result for a table: what it says, else where it is. */
export function deliverableSummary(task: Deliverable): string | null {
  return firstLine(task.deliverable) || deliverablePlace(task);
}
