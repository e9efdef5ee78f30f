/**
 * Queue and archive of two sides become one, task by task, by uid. The order of the sides does not matter, and nothing that
 * either side added is lost.
 */
import { monthOfTask, type QueueAndArchive } from "./archive.ts";
import { compareLabels, formatLabel } from "./label.ts";
import { isTerminal } from "./machine.ts";
import {
  dependenciesByLabel,
  dependenciesByUid,
  highestOf,
  type Relabelled,
  settleLabels,
  withLabel,
  withoutCircles,
} from "./merge-labels.ts";
import { mergeRecords } from "./merge-records.ts";
import { isUntouchedSince, mergeTask } from "./merge-task.ts";
import { type Newer, newerOf, same } from "./merge-values.ts";
import type { ArchiveFile, Queue, Task } from "./schema.ts";

type Archive = QueueAndArchive["archive"];

/** A task and the month it is archived under; null: it is in the queue. */
interface Placed {
  readonly task: Task;
  readonly month: string | null;
}

type Side = ReadonlyMap<string, Placed>;

export interface StateVersions {
  /** Null: no common past is known; then nothing can have been taken away. */
  readonly base: QueueAndArchive | null;
  readonly ours: QueueAndArchive;
  readonly theirs: QueueAndArchive;
  /** Uids of tasks that others have seen (pushed): of two with one label these keep it. */
  readonly published?: ReadonlySet<string>;
}

/** How one task that both sides have is merged, and what becomes of one that a side no longer has. */
export interface MergeRule {
  merge(base: Task | null, ours: Task, theirs: Task, newer: Newer): Task;
  /** The task that goes, or null when it stays. */
  gone(base: Task, left: Task, missing: "ours" | "theirs"): Task | null;
}

/** Two sides that programs wrote: as far as each went. */
export const BY_PROGRESS: MergeRule = {
  merge: mergeTask,
  gone: (base, left) => (isUntouchedSince(base, left) ? left : null),
};

export interface MergedStates extends QueueAndArchive {
  readonly relabelled: readonly Relabelled[];
  /** Dependencies that close a circle, and were not taken. */
  readonly circles: readonly (readonly string[])[];
  /** Tasks that one side took away, and that are neither in the queue nor in the archive now. */
  readonly gone: readonly Task[];
}

/** A task that stands in queue and archive (files that were merged one by one): once, where the further version has it. */
export function withoutTwins(state: QueueAndArchive): QueueAndArchive {
  const queued = new Map(state.queue.tasks.map((task) => [task.uid, task]));
  const twins = [...state.archive.values()].flatMap(({ tasks }) => tasks.filter(({ uid }) => queued.has(uid)));
  if (twins.length === 0) return state;
  return fromSide(state, sideOf(state), new Map(), []);
}

function sideOf({ queue, archive }: QueueAndArchive): Side {
  const all = [...queue.tasks, ...[...archive.values()].flatMap(({ tasks }) => tasks)];
  const placed = new Map<string, Placed>();
  for (const task of dependenciesByUid(queue.tasks, all)) placed.set(task.uid, { task, month: null });
  for (const [month, file] of archive) {
    for (const task of dependenciesByUid(file.tasks, all)) {
      const twin = placed.get(task.uid);
      placed.set(
        task.uid,
        twin === undefined ? { task, month } : joined(null, twin, { task, month }, "ours", mergeTask),
      );
    }
  }
  return placed;
}

/** One task of two places. Who put it back made a new epoch of it; else what is finished and was archived once is archived. */
function joined(base: Placed | null, ours: Placed, theirs: Placed, newer: Newer, merge: MergeRule["merge"]): Placed {
  const task = merge(base?.task ?? null, ours.task, theirs.task, newer);
  if (ours.month === theirs.month) return { task, month: ours.month };
  if (ours.month !== null && theirs.month !== null) return { task, month: monthOfTask(task) };
  const [queued, archived] = ours.month === null ? [ours, theirs] : [theirs, ours];
  const isLeftAlone = base?.month === null && isUntouchedSince(base.task, queued.task);
  if (isLeftAlone) return { task, month: archived.month };
  const isPutBack = (queued.task.epoch ?? 0) > (archived.task.epoch ?? 0);
  return { task, month: isTerminal(task.status) && !isPutBack ? (archived.month ?? monthOfTask(task)) : null };
}

/** Merges two states. `relabel` false: tasks with one label keep it both, as in a file that is only a part of the state. */
export function mergeStates(versions: StateVersions, rule: MergeRule = BY_PROGRESS, relabel = true): MergedStates {
  const { base, ours, theirs, published = new Set<string>() } = versions;
  const newer = newerOf(ours.queue.updated_at, theirs.queue.updated_at);
  const sides = { base: base === null ? null : sideOf(base), ours: sideOf(ours), theirs: sideOf(theirs) };
  const merged = new Map<string, Placed>();
  const gone: Task[] = [];
  for (const uid of new Set([...sides.ours.keys(), ...sides.theirs.keys()])) {
    const [before, a, b] = [sides.base?.get(uid), sides.ours.get(uid), sides.theirs.get(uid)];
    const left = a ?? b;
    if (left === undefined) continue;
    if (a !== undefined && b !== undefined) merged.set(uid, joined(before ?? null, a, b, newer, rule.merge));
    else {
      const goes = before === undefined ? null : rule.gone(before.task, left.task, a === undefined ? "ours" : "theirs");
      if (goes === null) merged.set(uid, left);
      else gone.push(goes);
    }
  }
  const tasks = [...merged.values()].map(({ task }) => task);
  const highest = highestOf(ours.queue, theirs.queue, { ...ours.queue, lastId: null, tasks });
  const relabelled = relabel ? settleLabels(tasks, highest, published) : [];
  const labels = labelsOf(merged, relabelled);
  for (const { task } of [...(sides.base?.values() ?? [])]) if (!labels.has(task.uid)) labels.set(task.uid, task.id);
  for (const task of gone) labels.set(task.uid, task.id);
  const renamed = (side: QueueAndArchive) => renaming(side, labels);
  const records = mergeRecords(
    {
      ...{ base: base?.queue ?? null, ours: ours.queue, theirs: theirs.queue, newer },
      ...{ renamedOurs: renamed(ours), renamedTheirs: renamed(theirs) },
    },
    tasks,
  );
  const state = fromSide(
    {
      queue: { ...records, archivedCount: records.archivedCount, tasks: [], lastId: null },
      archive: mergeFiles(versions, newer),
    },
    merged,
    labels,
    relabelled,
  );
  const before = new Map((base?.queue.tasks ?? []).map((task) => [task.uid, task]));
  const { tasks: queued, circles } = withoutCircles(state.queue.tasks, before);
  const last = highest + relabelled.length;
  const isCounted = [ours, theirs].every((side) => side.queue.archivedCount === sizeOf(side.archive));
  const archivedCount = isCounted ? sizeOf(state.archive) : state.queue.archivedCount;
  const lastId = last > 0 ? formatLabel(last) : null;
  const queue: Queue = { ...state.queue, tasks: queued, lastId, archivedCount };
  return { queue, archive: keptFiles(state.archive, ours.archive), relabelled, circles, gone };
}

function sizeOf(archive: Archive): number {
  return [...archive.values()].reduce((count, { tasks }) => count + tasks.length, 0);
}

/** Every uid's label in the result. */
function labelsOf(merged: Side, relabelled: readonly Relabelled[]): Map<string, string> {
  const labels = new Map([...merged].map(([uid, { task }]) => [uid, task.id]));
  for (const { uid, id } of relabelled) labels.set(uid, id);
  return labels;
}

/** What a label of this side is called in the result. */
function renaming({ queue, archive }: QueueAndArchive, labels: ReadonlyMap<string, string>): (label: string) => string {
  const uids = new Map<string, string>();
  for (const task of [...queue.tasks, ...[...archive.values()].flatMap(({ tasks }) => tasks)])
    uids.set(task.id, task.uid);
  return (label) => labels.get(uids.get(label) ?? "") ?? label;
}

/** The tasks back in their places. `state`: what else queue and months hold. */
function fromSide(
  state: QueueAndArchive,
  side: Side,
  labels: ReadonlyMap<string, string>,
  relabelled: readonly Relabelled[],
): QueueAndArchive {
  const moved = new Map(relabelled.map((one) => [one.uid, one]));
  const all = labels.size > 0 ? labels : labelsOf(side, []);
  const finished = [...side.values()].map(({ task, month }) => {
    return { task: dependenciesByLabel(withLabel(task, moved.get(task.uid)), all), month };
  });
  const inOrder = (month: string | null) =>
    finished
      .filter((placed) => placed.month === month)
      .map(({ task }) => task)
      .sort((a, b) => compareLabels(a.id, b.id) || (a.uid < b.uid ? -1 : 1));
  const months = new Set([...state.archive.keys(), ...finished.flatMap(({ month }) => month ?? [])]);
  const archive = new Map<string, ArchiveFile>();
  for (const month of [...months].sort()) archive.set(month, { ...state.archive.get(month), tasks: inOrder(month) });
  return { queue: { ...state.queue, tasks: inOrder(null) }, archive };
}

/** What the months hold besides tasks. */
function mergeFiles({ ours, theirs }: StateVersions, newer: Newer): Archive {
  const months = new Set([...ours.archive.keys(), ...theirs.archive.keys()]);
  const [first, second] = newer === "theirs" ? [ours, theirs] : [theirs, ours];
  return new Map(
    [...months].map((month) => [month, { ...first.archive.get(month), ...second.archive.get(month), tasks: [] }]),
  );
}

/** Months that are as they were are the same objects as before: nobody has to write them. */
function keptFiles(archive: Archive, before: Archive): Archive {
  return new Map(
    [...archive].map(([month, file]) => {
      const old = before.get(month);
      return [month, old !== undefined && same(old, file) ? old : file];
    }),
  );
}
