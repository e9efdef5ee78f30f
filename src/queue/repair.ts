/** What can be put right in a broken queue file without a guess; everything else is left to a person. */
import { splitConflict } from "./conflict.ts";
import { QueueFault } from "./faults.ts";
import { compareLabels, formatLabel, parseLabel } from "./label.ts";
import { mergeQueueFiles } from "./merge-files.ts";
import type { Defaults } from "./normalise.ts";
import { conflictLine, parseQueue } from "./parse.ts";
import type { Queue } from "./schema.ts";

export interface Repair {
  /** The repaired file. */
  readonly text: string;
  /** One sentence a repair. */
  readonly done: readonly string[];
}

type Raw = Record<string, unknown>;

function isRecord(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tryParse(text: string, defaults: Defaults): Queue | null {
  try {
    return parseQueue(text, "", defaults);
  } catch (error) {
    if (error instanceof QueueFault) return null;
    throw error;
  }
}

/** Both sides of a conflict are whole files: merged task by task. */
function mergeConflict(text: string, base: string | null, defaults: Defaults): Repair | null {
  const sides = splitConflict(text);
  if (sides === null || tryParse(sides.ours, defaults) === null || tryParse(sides.theirs, defaults) === null)
    return null;
  const common = base === null || tryParse(base, defaults) === null ? null : base;
  const merged = mergeQueueFiles({ base: common, ...sides }, { file: "", defaults });
  return { text: merged, done: ["merged both sides of the conflict, task by task"] };
}

function labelsOf(tasks: readonly unknown[]): number[] {
  return tasks.map((task) => (isRecord(task) && typeof task.id === "string" ? (parseLabel(task.id) ?? 0) : 0));
}

/** A second task under a label that is taken: it gets the next free one, and keeps the old as alias. */
function relabelTwins(
  tasks: readonly unknown[],
  highest: number,
): { tasks: unknown[]; highest: number; done: string[] } {
  const seen = new Set<unknown>();
  const done: string[] = [];
  let next = highest;
  const relabelled = tasks.map((task) => {
    if (!isRecord(task) || typeof task.id !== "string" || !seen.has(task.id)) {
      if (isRecord(task)) seen.add(task.id);
      return task;
    }
    const id = formatLabel(++next);
    done.push(`the second ${task.id} became ${id}`);
    return {
      ...task,
      id,
      uid: `${String(task.uid ?? "task")}-${next}`,
      aliases: [...(Array.isArray(task.aliases) ? task.aliases : []), task.id],
    };
  });
  return { tasks: relabelled, highest: next, done };
}

/** An exact copy of a task is one task. */
function dropCopies(tasks: readonly unknown[]): { tasks: unknown[]; done: string[] } {
  const texts = tasks.map((task) => JSON.stringify(task));
  const kept = tasks.filter((_, index) => texts.indexOf(texts[index] ?? "") === index);
  return {
    tasks: kept,
    done: kept.length < tasks.length ? [`dropped ${tasks.length - kept.length} exact copies of tasks`] : [],
  };
}

function repairFields(raw: Raw, tasks: readonly unknown[]): Repair | null {
  const copies = dropCopies(tasks);
  const last = typeof raw.lastId === "string" ? (parseLabel(raw.lastId) ?? 0) : 0;
  const before = Math.max(last, ...labelsOf(copies.tasks));
  const twins = relabelTwins(copies.tasks, before);
  const done = [...copies.done, ...twins.done];
  if (before > last) done.push(`raised lastId to ${formatLabel(twins.highest)}`);
  if (done.length === 0) return null;
  const sorted = [...twins.tasks].sort((a, b) =>
    isRecord(a) && isRecord(b) ? compareLabels(String(a.id), String(b.id)) : 0,
  );
  return { text: `${JSON.stringify({ ...raw, lastId: formatLabel(twins.highest), tasks: sorted }, null, 2)}\n`, done };
}

/**
 * Repairs a queue file's text; null when nothing can be done without a guess. `base`: the common ancestor of a conflict,
 * where git still has it.
 */
export function repairQueue(text: string, defaults: Defaults, base: string | null = null): Repair | null {
  if (conflictLine(text) !== null) return mergeConflict(text, base, defaults);
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return null;
  }
  if (!isRecord(raw) || !Array.isArray(raw.tasks)) return null;
  const repair = repairFields(raw, raw.tasks);
  return repair !== null && tryParse(repair.text, defaults) !== null ? repair : null;
}
