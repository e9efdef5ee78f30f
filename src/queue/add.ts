/** New tasks: labels continue from the highest ever used, identities are drawn outside. */
import { dependencyCycle } from "./depend.ts";
import { taskByLabel } from "./find.ts";
import { formatLabel, parseLabel } from "./label.ts";
import type { Queue, Task, TaskSource } from "./schema.ts";
import { orderedTask } from "./write.ts";

/** A task as somebody asks for it. `after` holds labels, or `#2` for the second draft of the same call. */
export interface Draft {
  readonly uid: string;
  readonly description: string;
  readonly details?: string;
  readonly goal?: string | null;
  readonly task_type: string;
  readonly after?: readonly string[];
  readonly priority?: number;
  readonly acceptance?: readonly string[];
  readonly not_before?: string | null;
  readonly source?: TaskSource;
  /** An event that must not add twice (a comment's id, a message's hash). */
  readonly dedupe_key?: string;
}

export type AddProblem =
  | { readonly kind: "unknown_dependency"; readonly label: string }
  | { readonly kind: "dependency_cycle"; readonly labels: readonly string[] };

export type Added =
  | { readonly ok: true; readonly queue: Queue; readonly tasks: readonly Task[] }
  | { readonly ok: false; readonly problem: AddProblem };

/** The highest label number ever given out, as far as this queue knows. */
export function highestNumber(queue: Queue): number {
  let highest = queue.lastId === null ? 0 : (parseLabel(queue.lastId) ?? 0);
  for (const task of queue.tasks) {
    highest = Math.max(highest, parseLabel(task.id) ?? 0);
    for (const alias of task.aliases ?? []) highest = Math.max(highest, parseLabel(alias) ?? 0);
  }
  return highest;
}

function newTask(draft: Draft, id: string, dependsOn: readonly string[], now: string, maxRetries: number): Task {
  return orderedTask({
    id,
    uid: draft.uid,
    description: draft.description,
    ...(draft.details ? { details: draft.details } : {}),
    goal: draft.goal ?? null,
    status: "pending",
    added_at: now,
    task_type: draft.task_type,
    ...(draft.priority ? { priority: draft.priority } : {}),
    ...(draft.not_before ? { not_before: draft.not_before } : {}),
    depends_on: [...new Set(dependsOn)],
    acceptance: [...(draft.acceptance ?? [])],
    retries: 0,
    maxRetries,
    subagent_session: null,
    started_at: null,
    completed_at: null,
    deliverable: null,
    deliverable_path: null,
    strategies_tried: [],
    blocked_reason: null,
    user_action_required: null,
    ...(draft.source ? { source: draft.source } : {}),
    ...(draft.dedupe_key ? { dedupe_key: draft.dedupe_key } : {}),
  });
}

/** The drafts that the queue does not have yet, by their identity or by their event. */
function unknownAmong(drafts: readonly Draft[], { tasks }: Queue): Draft[] {
  const uids = new Set(drafts.map(({ uid }) => uid));
  const keys = new Set(drafts.map(({ dedupe_key }) => dedupe_key));
  for (const { uid, dedupe_key } of tasks) {
    uids.delete(uid);
    if (dedupe_key !== undefined) keys.delete(dedupe_key);
  }
  return drafts.filter(({ uid, dedupe_key }) => uids.has(uid) && keys.has(dedupe_key));
}

/** Appends the drafts in order. All or none: a wrong dependency adds nothing. A draft whose event is known already is left out. */
export function addTasks(queue: Queue, drafts: readonly Draft[], now: string, maxRetries: number): Added {
  const fresh = unknownAmong(drafts, queue);
  if (fresh.length === 0) return { ok: true, queue, tasks: [] };
  const start = highestNumber(queue);
  const labelAt = (index: number) => formatLabel(start + index + 1);
  const tasks: Task[] = [];
  for (const [index, draft] of fresh.entries()) {
    const needs: string[] = [];
    for (const reference of draft.after ?? []) {
      const number = reference.startsWith("#") ? Number(reference.slice(1)) : 0;
      const target = drafts[number - 1];
      const place = target === undefined ? -1 : fresh.indexOf(target);
      const label = place >= 0 ? labelAt(place) : taskByLabel(queue, reference)?.id;
      if (label === undefined) return { ok: false, problem: { kind: "unknown_dependency", label: reference } };
      needs.push(label);
    }
    tasks.push(newTask(draft, labelAt(index), needs, now, maxRetries));
  }
  const next: Queue = { ...queue, lastId: labelAt(fresh.length - 1), tasks: [...queue.tasks, ...tasks] };
  const cycle = dependencyCycle(next.tasks);
  if (cycle !== null) return { ok: false, problem: { kind: "dependency_cycle", labels: cycle } };
  return { ok: true, queue: next, tasks };
}
