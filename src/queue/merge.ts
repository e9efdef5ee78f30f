/**
 * A file that a person edited, or that a pull brought, becomes part of the state. `ours` is the state, `theirs` the file,
 * `base` what the file was before. What programs wrote counts as far as it went; a status that somebody typed is a person's
 * word. Nothing vanishes: a task that was deleted from the file is reported, and the caller archives it.
 */
import type { QueueAndArchive } from "./archive.ts";
import { control, type EndedSession, endedSession, type Operation } from "./control.ts";
import { isTerminal } from "./machine.ts";
import { BY_PROGRESS, type MergedStates, type MergeRule, mergeStates } from "./merge-states.ts";
import { mergeTask, PROGRESS, sameProgress, strangeFields, WISHES } from "./merge-task.ts";
import { type Newer, same } from "./merge-values.ts";
import type { Queue, Task } from "./schema.ts";
import { orderedTask } from "./write.ts";

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
  /** Sessions that no longer count. */
  readonly ended: readonly EndedSession[];
}

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

const OPERATION_TO: Readonly<Record<string, Operation>> = { pending: "retry", done: "done", skipped: "skip" };

type Refusal = MergeNote & { readonly kind: "refused" };

/** A status typed into the file is a person's word: retry, skip or mark done. */
function typedStatus(ours: Task, theirs: Task, now: string): Task | Refusal {
  const refuse = (why: string): Refusal => ({ kind: "refused", id: ours.id, field: "status", why });
  if (theirs.status === "blocked" && (ours.status === "pending" || ours.status === "running")) {
    const { session: _session, ...rest } = ours;
    return {
      ...rest,
      status: "blocked",
      subagent_session: null,
      completed_at: now,
      blocked_reason: theirs.blocked_reason ?? "blocked by hand",
      blocked_code: "by_hand",
      decided_at: now,
    };
  }
  const operation = OPERATION_TO[theirs.status];
  if (operation === undefined) return refuse(`${ours.status} cannot become ${theirs.status} by hand`);
  const controlled = control({ lastId: null, archivedCount: 0, tasks: [ours] }, operation, ours.id, now);
  if (controlled.kind === "refused") return refuse(`${ours.status} cannot become ${theirs.status}`);
  return controlled.kind === "changed" ? controlled.task : ours;
}

/** What the file says of a task, with typed statuses carried out. */
function editRule(now: string, refusals: Refusal[]): MergeRule {
  return {
    merge(base, ours, theirs, newer) {
      // An edit is made later than what it was made from, whatever the dates say.
      const side: Newer = base === null ? (newer === "unknown" ? "ours" : newer) : "theirs";
      const isTyped =
        base !== null && base.status !== theirs.status && TRACES.every((key) => same(base[key], theirs[key]));
      if (!isTyped) return sound(mergeTask(base, ours, theirs, side), now);
      const progress = Object.fromEntries(PROGRESS.map((field) => [field, base[field]]));
      const { completed_at: _at, ...words } = theirs;
      const merged = mergeTask(base, ours, orderedTask({ ...words, ...progress } as Task), side);
      if (theirs.status === merged.status) return merged;
      const said = typedStatus(merged, theirs, now);
      if (!("kind" in said && said.kind === "refused")) return orderedTask(said as Task);
      refusals.push(said as Refusal);
      return merged;
    },
    gone: (base, left, missing) => (missing === "theirs" ? left : BY_PROGRESS.gone(base, left, missing)),
  };
}

/** A person may type half of a change: what belongs to a status follows it. */
function sound(task: Task, now: string): Task {
  if (task.status !== "running" && task.session) {
    const { session: _session, ...rest } = task;
    return sound({ ...rest, subagent_session: null }, now);
  }
  const completed = isTerminal(task.status) ? (task.completed_at ?? now) : null;
  return completed === task.completed_at ? task : { ...task, completed_at: completed };
}

function changedFields(before: Task, after: Task): string[] {
  const words = [...WISHES, ...strangeFields(before, after)].filter((field) => !same(before[field], after[field]));
  return sameProgress(before, after) ? words : [...words.filter((field) => field !== "not_before"), "status"];
}

function notesOf(ours: QueueAndArchive, merged: MergedStates, refusals: readonly Refusal[]): MergeNote[] {
  const before = new Map(tasksOf(ours).map((task) => [task.uid, task]));
  const moved = new Set(merged.relabelled.map(({ uid }) => uid));
  const notes: MergeNote[] = merged.gone.map(({ id }) => ({ kind: "removed", id }));
  for (const task of tasksOf(merged)) {
    const old = before.get(task.uid);
    if (old === undefined) notes.push({ kind: "added", id: task.id });
    else {
      const fields = changedFields(old, task);
      if (fields.length > 0) notes.push({ kind: "changed", id: task.id, fields });
      if (old.id !== task.id && !moved.has(task.uid)) notes.push({ kind: "relabelled", id: task.id, was: old.id });
    }
  }
  notes.push(...merged.relabelled.map(({ id, was }): MergeNote => ({ kind: "relabelled", id, was })));
  for (const circle of merged.circles) {
    const why = `tasks would wait for each other: ${circle.join(" → ")}`;
    notes.push({ kind: "refused", id: circle[0] ?? "", field: "depends_on", why });
  }
  return [...notes, ...refusals];
}

function tasksOf({ queue, archive }: QueueAndArchive): Task[] {
  return [...queue.tasks, ...[...archive.values()].flatMap(({ tasks }) => tasks)];
}

/** Sessions of ours whose attempts no longer count. */
function endedIn(ours: Queue, merged: QueueAndArchive): EndedSession[] {
  const after = new Map(tasksOf(merged).map((task) => [task.uid, task]));
  return ours.tasks.flatMap((task) => {
    const isOver = after.get(task.uid)?.session?.token !== task.session?.token;
    return isOver ? (endedSession(task) ?? []) : [];
  });
}

/** `mergeQueues` for queue and archive together. */
export function mergeEdit(
  base: QueueAndArchive | null,
  ours: QueueAndArchive,
  theirs: QueueAndArchive,
  now: string,
): Merged & QueueAndArchive {
  const refusals: Refusal[] = [];
  // What comes in a file was pushed or typed, so others may know its labels.
  const published = new Set(tasksOf(theirs).map(({ uid }) => uid));
  const merged = mergeStates({ base, ours, theirs, published }, editRule(now, refusals));
  const notes = notesOf(ours, merged, refusals);
  const { queue, archive, gone } = merged;
  return { queue, archive, notes, removed: gone, ended: endedIn(ours.queue, merged) };
}

/** Merges `theirs` into `ours`. `base` null: no common past is known; then the further progress and the newer words count. */
export function mergeQueues(base: Queue | null, ours: Queue, theirs: Queue, now: string): Merged {
  const alone = (queue: Queue): QueueAndArchive => ({ queue, archive: new Map() });
  return mergeEdit(base === null ? null : alone(base), alone(ours), alone(theirs), now);
}
