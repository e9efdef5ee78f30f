/** The line that stands for milestones that were moved to LEARNINGS.md. It counts as many as it names. */
import { idOnLine } from "../commands/marker.ts";

const ID = /^consolidated-(\d{1,6})$/;

/** The id of that line. */
export function consolidatedId(count: number): string {
  return `consolidated-${count}`;
}

/** How many milestones this line stands for; null for every other line. */
export function consolidatedOn(line: string): number | null {
  const count = ID.exec(idOnLine(line) ?? "")?.[1];
  return count === undefined ? null : Number(count);
}
