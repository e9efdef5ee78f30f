/** Lines of ours that stand for more tasks than one, and how many tasks of the queue a document lists as open. */
import { idOnLine } from "../commands/marker.ts";
import { taskItems } from "../commands/next-steps.ts";
import type { TriadDocument } from "../document/open.ts";
import type { Item } from "../document/outline.ts";

const REST = /^rest:(\d{1,9})$/;
const MANY = /^milestones-(\d{1,9})-/;

function countOn(line: string, pattern: RegExp): number | null {
  const count = pattern.exec(idOnLine(line) ?? "")?.[1];
  return count === undefined ? null : Number(count);
}

/** The id of the line in NEXT_STEPS.md that counts the tasks which are not listed. */
export function restId(count: number): string {
  return `rest:${count}`;
}

/** How many tasks this line counts; null for every other line. */
export function restOn(line: string): number | null {
  return countOn(line, REST);
}

/** The line that counts, and the number it has. */
export function restItems(document: TriadDocument): readonly { readonly item: Item; readonly count: number }[] {
  if (!document.text.includes("<!-- ltpm:rest:")) return [];
  return document.outline().items.flatMap((item) => {
    const count = item.quoted ? null : restOn(document.lines.text(item.line));
    return count === null ? [] : [{ item, count }];
  });
}

/** The id of a completed milestone that stands for many tasks. */
export function manyId(count: number, first: string): string {
  return `milestones-${count}-${first}`;
}

/** How many tasks this milestone stands for; null for every other line. */
export function manyOn(line: string): number | null {
  return countOn(line, MANY);
}

/** Tasks of the queue that NEXT_STEPS.md has as open, those included that it only counts. */
export function openTasks(next: TriadDocument): number {
  const rest = restItems(next).reduce((sum, { count }) => sum + count, 0);
  return [...taskItems(next).values()].filter(({ box }) => box?.state === "open").length + rest;
}
