/**
 * Two versions of a queue become one, task by task, by uid. `ours` is the state, `theirs` a file that a person edited or a
 * pull brought, `base` what the file was before. Execution is ours; words, order and wishes are theirs. Nothing vanishes:
 * a task that was deleted from the file is reported, and the caller archives it.
 */
import { control, type EndedSession, endedSession, type Operation } from "./control.ts";
import { dependencyCycle } from "./depend.ts";
import { compareLabels, formatLabel, parseLabel } from "./label.ts";
import { mergedRecord } from "./merge-github.ts";
import type { Queue, Task } from "./schema.ts";
import { KNOWN_FIELDS, orderedTask } from "./write.ts";

export type MergeNote =
  | { readonly kind: "added"; readonly id: string }
  | { readonly kind: "changed"; readonly id: string; readonly fields: readonly string[] }
  | { readonly kind: "removed"; readonly id: string }
  | { readonly kind: "relabelled"; readonly id: string; readonly was: string }
  /** An edit that cannot be taken: the state's value stays. */
  | { readonly kind: "refused"; readonly id: string; readonly field: string; readonly why: string };

export interface Merged {
  readonly queue: Queue;
  readonly notes: readonly MergeNote[];
  /** Tasks that the file no longer has; not in `queue`. */
  readonly removed: readonly Task[];
  /** Sessions that a wish in the file ended. */
  readonly ended: readonly EndedSession[];
}

/** Fields that a person may set in the file; all others follow the state machine. */
const WISHES = [
  "description",
  "details",
  "goal",
  "task_type",
  "priority",
  "not_before",
  "depends_on",
  "acceptance",
  "maxRetries",
  "source",
] as const satisfies readonly (keyof Task)[];

/** Fields by which a machine-written status change is told from a typed one. */
const TRACES = [
  "strategies_tried",
  "retries",
  "epoch",
  "decided_at",
  "session",
  "started_at",
  "lost_count",
] as const satisfies readonly (keyof Task)[];

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

function sameTask(a: Task, b: Task): boolean {
  return same(orderedTask(a), orderedTask(b));
}

/** Never started and not yet decided on: nobody else can have acted on its label. */
function isUntouched(task: Task): boolean {
  return task.status === "pending" && task.started_at === null && (task.epoch ?? 0) === 0 && !task.decided_at;
}

const OPERATION_TO: Readonly<Record<string, Operation>> = { pending: "retry", done: "done", skipped: "skip" };

interface Outcome {
  readonly task: Task;
  readonly notes: readonly MergeNote[];
  readonly ended: readonly EndedSession[];
}

/** Takes the person's words and wishes of one task; `base` null: nothing is known of before, so only the state counts. */
function mergeTask(base: Task | null, ours: Task, theirs: Task, now: string): Outcome {
  if (base === null || sameTask(base, theirs)) return { task: ours, notes: [], ended: [] };
  const machineWritten = TRACES.some((field) => !same(base[field], theirs[field]));
  if (machineWritten && sameTask(base, ours)) {
    return { task: theirs, notes: [{ kind: "changed", id: ours.id, fields: ["status"] }], ended: [] };
  }
  const fields: string[] = [];
  const wished: Record<string, unknown> = { ...ours };
  for (const field of [...WISHES, ...unknownFields(base, theirs)]) {
    if (same(base[field], theirs[field]) || same(ours[field], theirs[field])) continue;
    wished[field] = theirs[field];
    fields.push(field);
  }
  const task = wished as Task;
  const safe = task.maxRetries < task.retries ? { ...task, maxRetries: task.retries } : task;
  const moved = machineWritten ? null : statusWish(base, safe, theirs, now);
  if (moved?.fields.length) fields.push(...moved.fields);
  const notes: MergeNote[] = fields.length > 0 ? [{ kind: "changed", id: ours.id, fields }] : [];
  return { task: moved?.task ?? safe, notes: [...notes, ...(moved?.notes ?? [])], ended: moved?.ended ?? [] };
}

/** Fields that no version of ours writes: people's own, and those of newer programs. */
function unknownFields(base: Task, theirs: Task): string[] {
  return [...new Set([...Object.keys(base), ...Object.keys(theirs)])].filter((key) => !KNOWN_FIELDS.has(key));
}

interface StatusWish {
  readonly task: Task;
  readonly fields: readonly string[];
  readonly notes: readonly MergeNote[];
  readonly ended: readonly EndedSession[];
}

/** A status typed into the file is a person's word: retry, skip or mark done. */
function statusWish(base: Task, ours: Task, theirs: Task, now: string): StatusWish | null {
  if (theirs.status === base.status || theirs.status === ours.status) return null;
  const operation = OPERATION_TO[theirs.status];
  const refuse = (why: string): StatusWish => {
    return { task: ours, fields: [], notes: [{ kind: "refused", id: ours.id, field: "status", why }], ended: [] };
  };
  if (theirs.status === "blocked" && (ours.status === "pending" || ours.status === "running")) {
    const reason = theirs.blocked_reason ?? "blocked by hand";
    const { session: _session, ...rest } = ours;
    const task: Task = {
      ...rest,
      status: "blocked",
      subagent_session: null,
      completed_at: now,
      blocked_reason: reason,
      blocked_code: "by_hand",
      decided_at: now,
    };
    const ended = endedSession(ours);
    return { task, fields: ["status"], notes: [], ended: ended ? [ended] : [] };
  }
  if (operation === undefined) return refuse(`${ours.status} cannot become ${theirs.status} by hand`);
  const controlled = control({ lastId: null, archivedCount: 0, tasks: [ours] }, operation, ours.id, now);
  if (controlled.kind === "refused") return refuse(`${ours.status} cannot become ${theirs.status}`);
  if (controlled.kind !== "changed") return null;
  return { task: controlled.task, fields: ["status"], notes: [], ended: controlled.ended ? [controlled.ended] : [] };
}

/** Gives the tasks of `theirs` that are new here a label of their own where theirs is taken. */
function relabel(
  ours: readonly Task[],
  fresh: readonly Task[],
  highest: number,
): { ours: Task[]; fresh: Task[]; highest: number; notes: MergeNote[] } {
  let next = highest;
  const notes: MergeNote[] = [];
  const renamedOurs = new Map<string, string>();
  const renamedFresh = new Map<string, string>();
  const give = (task: Task): Task => {
    const id = formatLabel(++next);
    notes.push({ kind: "relabelled", id, was: task.id });
    return { ...task, id, aliases: [...new Set([...(task.aliases ?? []), task.id])] };
  };
  const mine = new Map(ours.map((task, index) => [task.id, index]));
  const oursNow = [...ours];
  const freshNow = fresh.map((task) => {
    const index = mine.get(task.id);
    const holder = index === undefined ? undefined : oursNow[index];
    if (index === undefined || holder === undefined) return task;
    // What comes in a file was pushed or typed, so others may know its label: ours moves as long as nobody acted on it.
    if (isUntouched(holder)) {
      const moved = give(holder);
      renamedOurs.set(holder.id, moved.id);
      oursNow[index] = moved;
      mine.delete(task.id);
      return task;
    }
    const moved = give(task);
    renamedFresh.set(task.id, moved.id);
    return moved;
  });
  const follow = (tasks: readonly Task[], renamed: ReadonlyMap<string, string>) =>
    tasks.map((task) => {
      if (!task.depends_on?.some((label) => renamed.has(label))) return task;
      return { ...task, depends_on: task.depends_on.map((label) => renamed.get(label) ?? label) };
    });
  return { ours: follow(oursNow, renamedOurs), fresh: follow(freshNow, renamedFresh), highest: next, notes };
}

/** Where the other side gave a known task a new label, it has it here too, so that clones agree in the end. */
function withTheirLabels(
  ours: readonly Task[],
  before: ReadonlyMap<string, Task>,
  file: ReadonlyMap<string, Task>,
): Task[] {
  const taken = new Set(ours.map((task) => task.id));
  return ours.map((task) => {
    const theirs = file.get(task.uid);
    const moved = theirs !== undefined && theirs.id !== task.id && before.get(task.uid)?.id === task.id;
    if (!moved || taken.has(theirs.id)) return task;
    taken.add(theirs.id);
    return {
      ...task,
      id: theirs.id,
      aliases: [...new Set([...(task.aliases ?? []), ...(theirs.aliases ?? []), task.id])],
    };
  });
}

/** Merges `theirs` into `ours`. `base` null: no common past is known; then tasks of both keep the state's version. */
export function mergeQueues(base: Queue | null, ours: Queue, theirs: Queue, now: string): Merged {
  const before = new Map((base?.tasks ?? []).map((task) => [task.uid, task]));
  const file = new Map(theirs.tasks.map((task) => [task.uid, task]));
  const mine = new Map(ours.tasks.map((task) => [task.uid, task]));
  const notes: MergeNote[] = [];
  const ended: EndedSession[] = [];
  const removed: Task[] = [];
  const kept: Task[] = [];
  for (const task of ours.tasks) {
    const theirsTask = file.get(task.uid);
    if (theirsTask === undefined && before.has(task.uid)) {
      removed.push(task);
      notes.push({ kind: "removed", id: task.id });
      const session = endedSession(task);
      if (session) ended.push(session);
      continue;
    }
    const outcome = theirsTask === undefined ? null : mergeTask(before.get(task.uid) ?? null, task, theirsTask, now);
    kept.push(outcome?.task ?? task);
    notes.push(...(outcome?.notes ?? []));
    ended.push(...(outcome?.ended ?? []));
  }
  // Known before, gone from the state, still in the file: archived meanwhile; the archive has it.
  const fresh = theirs.tasks.filter((task) => !mine.has(task.uid) && !before.has(task.uid));
  const highest = Math.max(...[ours.lastId, theirs.lastId].map((id) => (id === null ? 0 : (parseLabel(id) ?? 0))));
  const labelled = relabel(withTheirLabels(kept, before, file), fresh, highest);
  notes.push(...labelled.fresh.map((task): MergeNote => ({ kind: "added", id: task.id })), ...labelled.notes);
  const tasks = [...labelled.ours, ...labelled.fresh].map(orderedTask).sort(byAge);
  const queue = withoutCycles(
    { ...theirsUnknown(ours, theirs), tasks, lastId: labelled.highest > 0 ? formatLabel(labelled.highest) : null },
    ours,
    notes,
  );
  return { queue, notes, removed, ended };
}

function byAge(a: Task, b: Task): number {
  return compareLabels(a.id, b.id);
}

/** The state's own top level plus people's fields of the file. */
function theirsUnknown(ours: Queue, theirs: Queue): Queue {
  const github = mergedRecord(ours.github, theirs.github);
  return { ...theirs, ...ours, ...(github === undefined ? {} : { github }) };
}

/** An edit that closes a circle of dependencies is not taken: those dependencies stay as they were. */
function withoutCycles(merged: Queue, ours: Queue, notes: MergeNote[]): Queue {
  const cycle = dependencyCycle(merged.tasks);
  if (cycle === null) return merged;
  const before = new Map(ours.tasks.map((task) => [task.uid, task]));
  notes.push({
    kind: "refused",
    id: cycle[0] ?? "",
    field: "depends_on",
    why: `tasks would wait for each other: ${cycle.join(" → ")}`,
  });
  const tasks = merged.tasks.map((task) =>
    orderedTask({ ...task, depends_on: before.get(task.uid)?.depends_on ?? [] }),
  );
  return { ...merged, tasks };
}
