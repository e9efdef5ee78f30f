/** The highest label this clone ever gave, kept apart from the state: labels are not used again when the state is lost. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../git/repository.ts";
import { parseLabel } from "../queue/label.ts";
import type { Queue } from "../queue/schema.ts";

function fileOf(repository: Repository): string {
  return join(repository.commonDir, "ltpm", "last-label");
}

function readMark(repository: Repository): string | null {
  try {
    const label = readFileSync(fileOf(repository), "utf8").trim();
    return parseLabel(label) === null ? null : label;
  } catch {
    return null;
  }
}

function isAbove(label: string | null, other: string | null): label is string {
  return label !== null && (other === null || (parseLabel(label) ?? 0) > (parseLabel(other) ?? 0));
}

/** The queue with `lastId` at least at the mark. */
export function raiseToMark(repository: Repository, queue: Queue): Queue {
  const mark = readMark(repository);
  return isAbove(mark, queue.lastId) ? { ...queue, lastId: mark } : queue;
}

/** Keeps the queue's last label as the mark. A mark that cannot be written is written with the next label. */
export function keepMark(repository: Repository, queue: Queue): void {
  if (!isAbove(queue.lastId, readMark(repository))) return;
  try {
    // A higher label is never shorter, so it is written over the old one: no moment without a mark, and no second file.
    const path = fileOf(repository);
    writeFileSync(path, `${queue.lastId}\n`, { flag: existsSync(path) ? "r+" : "w" });
  } catch {
    // The state itself has the label; the mark only matters should the state be lost.
  }
}
