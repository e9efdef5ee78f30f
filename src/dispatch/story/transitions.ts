/** What happened to tasks since the documents told of them last. */
import type { StoryWords } from "../../messages/story.ts";
import type { Queue, Status, Task } from "../../queue/schema.ts";
import type { Happening } from "./entry.ts";
import { type Sheet, tellingOf, toldIn } from "./owed.ts";

export type TransitionKind = "done" | "blocked" | "back" | "skipped";

export interface Transition {
  readonly task: Task;
  /** What the log says of it; null: only the lists change (a new task, the issue of a blocked one). */
  readonly kind: TransitionKind | null;
  /** Whether it is or was told as blocked. */
  readonly blocking: boolean;
}

/** More at once become one line. */
const MOST_LINES = 20;

function withoutIssue(telling: string): string {
  const at = telling.indexOf("#");
  return at < 0 ? telling : telling.slice(0, at);
}

function kindOf(task: Task, told: string): TransitionKind | null {
  if (withoutIssue(told) === withoutIssue(tellingOf(task))) return null;
  switch (task.status) {
    case "done":
    case "blocked":
    case "skipped":
      return task.status;
    case "pending":
    case "running":
      return told === "" ? null : "back";
  }
}

/** The tasks that are not what this document tells of them. */
export function transitionsOf(queue: Queue, document: Sheet): Transition[] {
  return queue.tasks.flatMap((task) => {
    const told = toldIn(task, document);
    if (told === tellingOf(task)) return [];
    return [{ task, kind: kindOf(task, told), blocking: task.status === "blocked" || told.includes(":blocked") }];
  });
}

/** The id of what is written about a task in the state that it is in now. */
export function entryId(what: "task" | "milestone", task: Task): string {
  return idIn(what, task, task.status === "running" ? "pending" : task.status);
}

/** The id of the line that says a task is done, whether it is or not. */
export function doneId(task: Task): string {
  return idIn("task", task, "done");
}

function idIn(what: string, task: Task, status: Status): string {
  return `${what}-${task.uid}-${task.epoch ?? 0}-${status}`;
}

function momentOf({ task, kind }: Transition, now: string): string {
  return (kind === "back" ? task.decided_at : task.completed_at) ?? now;
}

function sentence(words: StoryWords, kind: TransitionKind, task: Task): string {
  const about = kind === "blocked" ? (task.blocked_reason ?? task.description) : task.description;
  return words[kind](task.id, about);
}

/** What the log is to say, in the order in which it happened: a line each, or one for all when there are many. */
export function happenings(transitions: readonly Transition[], now: string): Happening[] {
  const telling = transitions.flatMap((transition) => {
    const { kind, task } = transition;
    return kind === null ? [] : [{ kind, task, moment: momentOf(transition, now) }];
  });
  const [first] = telling;
  if (first === undefined) return [];
  if (telling.length > MOST_LINES) {
    const labels = (wanted: TransitionKind) => telling.filter(({ kind }) => kind === wanted).map(({ task }) => task.id);
    const all = { done: labels("done"), blocked: labels("blocked"), back: labels("back"), skipped: labels("skipped") };
    // The same tasks told again after a crash have the same id.
    const id = `${entryId("task", first.task)}-and-${telling.length - 1}`;
    return [{ id, moment: now, text: (words) => words.many(all) }];
  }
  return telling
    .sort((a, b) => Date.parse(a.moment) - Date.parse(b.moment))
    .map(({ kind, task, moment }) => ({
      id: entryId("task", task),
      moment,
      text: (words) => sentence(words, kind, task),
    }));
}

/** Done tasks for the list of completed milestones. */
export interface Achievements {
  readonly tasks: readonly Task[];
  /** They are so many that they become one entry. */
  readonly asOne: boolean;
}

export function achievementsIn(transitions: readonly Transition[]): Achievements {
  const tasks = transitions.filter(({ kind }) => kind === "done").map(({ task }) => task);
  return { tasks, asOne: tasks.length > MOST_LINES };
}
