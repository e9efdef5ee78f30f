/** The tasks of the queue in NEXT_STEPS.md: each stands there once, as a box that the queue ticks. */
import { type Edit, removeLines, withoutNested } from "../document/edit.ts";
import type { TriadDocument } from "../document/open.ts";
import type { Item } from "../document/outline.ts";
import { taskOf } from "../read/task-of.ts";
import { idOnLine, isWritten, marker } from "./marker.ts";
import { addItems } from "./own-section.ts";
import { plainInline } from "./safe-text.ts";

export { taskOf } from "../read/task-of.ts";

export interface NextStep {
  /** The task's label, `T-02`. */
  readonly task: string;
  readonly description: string;
  /**
   * `open`: it is to stand there, a tick of a person's included; `done`: its box is ticked; `reopened`: unticked;
   * `gone`: our line is taken out.
   */
  readonly state: "open" | "done" | "reopened" | "gone";
}

/** The first item of each task; quotations are somebody else's list. */
export function taskItems(document: TriadDocument): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  for (const item of document.outline().items) {
    const task = item.quoted ? null : taskOf(document, item);
    if (task !== null && !found.has(task)) found.set(task, item);
  }
  return found;
}

function tick(item: Item, mark: " " | "x"): Edit[] {
  const wanted = mark === "x" ? "done" : "open";
  if (item.box === null || item.box.state === wanted) return [];
  return [{ start: item.box.at, end: item.box.at + item.box.mark.length, text: mark }];
}

function change(document: TriadDocument, item: Item, step: NextStep): Edit[] {
  switch (step.state) {
    case "open":
      return [];
    case "done":
      return tick(item, "x");
    case "reopened":
      return tick(item, " ");
    case "gone": {
      const isOurs = idOnLine(document.lines.text(item.line)) === step.task;
      return isOurs ? [removeLines(document, item.line, item.lastLine)] : [];
    }
  }
}

/**
 * Adds the tasks that are missing behind the list of the next steps, in this order, and sets the boxes of the others. The
 * words and the order of lines that are there stay a person's.
 */
export function setNextSteps(document: TriadDocument, steps: readonly NextStep[]): Edit[] {
  const items = taskItems(document);
  const edits: Edit[] = [];
  const added = new Map<string, string>();
  for (const step of steps) {
    const item = items.get(step.task);
    if (item !== undefined) edits.push(...change(document, item, step));
    else if (step.state !== "gone" && !isWritten(document.text, step.task) && !added.has(step.task)) {
      const box = step.state === "done" ? "[x]" : "[ ]";
      added.set(step.task, `${box} ${step.task}: ${plainInline(step.description)} ${marker(step.task)}`);
    }
  }
  return [
    ...withoutNested(edits),
    ...addItems(
      document,
      "next",
      [...added.values()].map((text) => ({ text })),
      true,
    ),
  ];
}
