/** The changes that people ask for, as intents: add, control, edit. All draws come in with the arguments. */
import { type AddProblem, addTasks, type Draft } from "../queue/add.ts";
import { archivedByLabel, takeFromArchive } from "../queue/archive.ts";
import { type Controlled, control, type EndedSession, type Operation } from "../queue/control.ts";
import { dependencyCycle } from "../queue/depend.ts";
import { replaceTasks, taskByLabel } from "../queue/find.ts";
import type { Queue, Task } from "../queue/schema.ts";
import type { State } from "./state.ts";
import type { Applied, Intent } from "./store.ts";

export type AddResult =
  | { readonly ok: true; readonly tasks: readonly Task[] }
  | { readonly ok: false; readonly problem: AddProblem };

/** Adds tasks at the end of the queue; labels are given by the try that lands. */
export function addIntent(drafts: readonly Draft[], maxRetries: number, op: string): Intent<AddResult> {
  return {
    op,
    subject: (result) => `ltpm: add ${result.ok ? result.tasks.map((task) => task.id).join(", ") : "nothing"}`,
    apply(state, now) {
      const added = addTasks(state.queue, drafts, now, maxRetries);
      if (!added.ok) return { result: added };
      if (added.tasks.length === 0) return { result: { ok: true, tasks: [] } };
      return { state: { ...state, queue: added.queue }, result: { ok: true, tasks: added.tasks } };
    },
  };
}

/** What came of one person's word on one label. */
export type Word =
  | {
      readonly kind: "changed";
      readonly id: string;
      readonly task: Task;
      readonly before: Task;
      readonly ended: EndedSession | null;
    }
  | { readonly kind: "unchanged"; readonly id: string; readonly task: Task }
  | { readonly kind: "refused"; readonly id: string; readonly task: Task }
  | { readonly kind: "unknown"; readonly id: string };

export interface Wish {
  readonly operation: Operation;
  readonly id: string;
}

/** A retry of a task that was archived brings it back first. */
function controlOne(state: State, wish: Wish, now: string): { state: State; word: Word } {
  const apply = (from: State): { state: State; controlled: Controlled } => {
    const controlled = control(from.queue, wish.operation, wish.id, now);
    return { controlled, state: controlled.kind === "changed" ? { ...from, queue: controlled.queue } : from };
  };
  let { state: next, controlled } = apply(state);
  if (controlled.kind === "unknown") {
    const archived = archivedByLabel(state.archive, wish.id);
    if (archived !== undefined && wish.operation !== "retry") {
      return { state, word: { kind: "unchanged", id: archived.task.id, task: archived.task } };
    }
    const restored = archived === undefined ? null : takeFromArchive(state, wish.id);
    if (restored === null) return { state, word: { kind: "unknown", id: wish.id } };
    ({ state: next, controlled } = apply(restored));
  }
  if (controlled.kind === "unknown") return { state, word: { kind: "unknown", id: wish.id } };
  if (controlled.kind !== "changed")
    return { state, word: { kind: controlled.kind, id: controlled.task.id, task: controlled.task } };
  const { task, before, ended } = controlled;
  return { state: next, word: { kind: "changed", id: task.id, task, before, ended } };
}

/**
 * Applies people's words in order. One that cannot be applied is reported and stops nothing else.
 * `archive`: also look among archived tasks, which costs reading them; wanted only for labels the queue does not know.
 */
export function controlIntent(wishes: readonly Wish[], op: string, archive = false): Intent<readonly Word[]> {
  return {
    op,
    archive,
    subject: `ltpm: ${wishes.map((wish) => `${wish.operation} ${wish.id}`).join(", ")}`,
    apply(state, now) {
      let current = state;
      const words = wishes.map((wish) => {
        const { state: next, word } = controlOne(current, wish, now);
        current = next;
        return word;
      });
      return current === state ? { result: words } : { state: current, result: words };
    },
  };
}

/** What a person may change of a task by hand; absent: stays. */
export interface Edit {
  readonly description?: string;
  readonly goal?: string;
  readonly task_type?: string;
  readonly priority?: number;
  readonly acceptance?: readonly string[];
  readonly after?: readonly string[];
  readonly not_before?: string | null;
}

export type EditResult =
  | { readonly kind: "changed"; readonly task: Task }
  | { readonly kind: "unknown" }
  | { readonly kind: "running"; readonly task: Task }
  | { readonly kind: "wrong"; readonly problem: AddProblem };

function edited(task: Task, edit: Edit, after: readonly string[] | undefined): Task {
  return {
    ...task,
    ...(edit.description === undefined ? {} : { description: edit.description }),
    ...(edit.goal === undefined ? {} : { goal: edit.goal }),
    ...(edit.task_type === undefined ? {} : { task_type: edit.task_type }),
    ...(edit.priority === undefined ? {} : { priority: edit.priority }),
    ...(edit.acceptance === undefined ? {} : { acceptance: [...edit.acceptance] }),
    ...(edit.not_before === undefined ? {} : { not_before: edit.not_before }),
    ...(after === undefined ? {} : { depends_on: [...after] }),
  };
}

function applyEdit(queue: Queue, id: string, edit: Edit): EditResult & { queue?: Queue } {
  const task = taskByLabel(queue, id);
  if (task === undefined) return { kind: "unknown" };
  // The attempt under way was started with the old words: its result could not be judged by the new ones.
  if (task.status === "running") return { kind: "running", task };
  const after: string[] = [];
  for (const label of edit.after ?? []) {
    const needed = taskByLabel(queue, label);
    if (needed === undefined) return { kind: "wrong", problem: { kind: "unknown_dependency", label } };
    after.push(needed.id);
  }
  const next = replaceTasks(queue, [edited(task, edit, edit.after && after)]);
  const cycle = dependencyCycle(next.tasks);
  if (cycle !== null) return { kind: "wrong", problem: { kind: "dependency_cycle", labels: cycle } };
  return { kind: "changed", task: taskByLabel(next, task.id) ?? task, queue: next };
}

/** Changes a task's words, order or checks. */
export function editIntent(id: string, edit: Edit, op: string): Intent<EditResult> {
  return {
    op,
    subject: `ltpm: edit ${id}`,
    apply(state): Applied<EditResult> {
      const { queue, ...result } = applyEdit(state.queue, id, edit);
      return queue === undefined ? { result } : { state: { ...state, queue }, result };
    },
  };
}
