/** Labels of tasks that came together: one task a label, and dependencies that follow their tasks. */
import { highestNumber } from "./add.ts";
import { dependencyCycle } from "./depend.ts";
import { formatLabel, parseLabel } from "./label.ts";
import type { Queue, Task } from "./schema.ts";
import { orderedTask } from "./write.ts";

/** Somebody has acted on the task, or was told its label: it was started, decided on, asked for or told in public. */
export function isMentioned(task: Task): boolean {
  const isActedOn = task.status !== "pending" || task.started_at !== null || (task.epoch ?? 0) > 0 || !!task.decided_at;
  return isActedOn || !!task.told || !!task.reported || !!task.blocked_issue || task.source?.issue !== undefined;
}

export interface Relabelled {
  readonly uid: string;
  readonly id: string;
  readonly was: string;
}

/**
 * New labels for tasks whose label another one keeps. It stays with the task that was acted on or told; else with the one that
 * was published (`published`: their uids); else with the older one.
 */
export function settleLabels(
  tasks: readonly Task[],
  highest: number,
  published: ReadonlySet<string>,
): readonly Relabelled[] {
  const holders = new Map<string, Task[]>();
  for (const task of tasks) {
    const there = holders.get(task.id);
    if (there === undefined) holders.set(task.id, [task]);
    else there.push(task);
  }
  const order = (a: Task, b: Task) =>
    Number(isMentioned(b)) - Number(isMentioned(a)) ||
    Number(published.has(b.uid)) - Number(published.has(a.uid)) ||
    byAge(a, b);
  const moving = [...holders.values()].flatMap((twins) => (twins.length < 2 ? [] : [...twins].sort(order).slice(1)));
  let next = highest;
  return moving
    .sort((a, b) => numberOf(a.id) - numberOf(b.id) || byAge(a, b))
    .map(({ uid, id }) => ({ uid, id: formatLabel(++next), was: id }));
}

function byAge(a: Task, b: Task): number {
  return Date.parse(a.added_at) - Date.parse(b.added_at) || (a.uid < b.uid ? -1 : 1);
}

function numberOf(label: string): number {
  return parseLabel(label) ?? 0;
}

export function withLabel(task: Task, moved: Relabelled | undefined): Task {
  if (moved === undefined) return task;
  const aliases = [...new Set([...(task.aliases ?? []), moved.was])].sort((a, b) => numberOf(a) - numberOf(b));
  return orderedTask({ ...task, id: moved.id, aliases });
}

/** The highest label number that any of these knows. */
export function highestOf(...queues: readonly Queue[]): number {
  return queues.reduce((highest, queue) => Math.max(highest, highestNumber(queue)), 0);
}

/** Stands for a label while tasks are merged: the same label may mean different tasks on two sides. */
const BY_UID = "\0";

/** The tasks with their dependencies named by uid, as far as `all` has the task. */
export function dependenciesByUid(tasks: readonly Task[], all: readonly Task[]): Task[] {
  if (!tasks.some((task) => task.depends_on?.length)) return [...tasks];
  const uids = new Map<string, string>();
  for (const task of all) for (const alias of task.aliases ?? []) uids.set(alias, task.uid);
  for (const task of all) uids.set(task.id, task.uid);
  return tasks.map((task) => {
    if (!task.depends_on?.length) return task;
    const named = (label: string) => (uids.has(label) ? `${BY_UID}${uids.get(label)}` : label);
    return { ...task, depends_on: task.depends_on.map(named) };
  });
}

/** The way back. `labels`: every uid's label, those that are gone included. */
export function dependenciesByLabel(task: Task, labels: ReadonlyMap<string, string>): Task {
  if (!task.depends_on?.length) return task;
  const named = (name: string) => (name.startsWith(BY_UID) ? (labels.get(name.slice(1)) ?? []) : name);
  const needs = new Set(task.depends_on.flatMap(named));
  needs.delete(task.id);
  return orderedTask({ ...task, depends_on: [...needs] });
}

/** Two dependencies that are each right may close a circle together: those that `base` does not have go. Gives the circles. */
export function withoutCircles(
  tasks: readonly Task[],
  base: ReadonlyMap<string, Task>,
): { tasks: Task[]; circles: string[][] } {
  const circles: string[][] = [];
  let current = [...tasks];
  for (let cycle = dependencyCycle(current); cycle !== null; cycle = dependencyCycle(current)) {
    circles.push(cycle);
    const on = new Set(cycle);
    const isNew = (task: Task, label: string) => on.has(label) && !base.get(task.uid)?.depends_on?.includes(label);
    const isAnyNew = current.some((task) => on.has(task.id) && task.depends_on?.some((label) => isNew(task, label)));
    const goes = (task: Task, label: string) => (isAnyNew ? isNew(task, label) : on.has(label));
    current = current.map((task) => {
      if (!on.has(task.id)) return task;
      const kept = (task.depends_on ?? []).filter((label) => !goes(task, canonical(current, label)));
      return orderedTask({ ...task, depends_on: kept });
    });
  }
  return { tasks: current, circles };
}

function canonical(tasks: readonly Task[], label: string): string {
  if (tasks.some(({ id }) => id === label)) return label;
  return tasks.find(({ aliases }) => aliases?.includes(label))?.id ?? label;
}
