/** Tasks and actions as `next` and `resume` show them, and as their `--json` gives them. */
import type { ShownAction, ShownQueue, ShownTask } from "../../messages/documents-handoff.ts";
import type { Queue, Task } from "../../queue/schema.ts";
import { type NextAction, type NextAnswer, taskWords } from "./next-action.ts";

export function shownAction(action: NextAction, path: string): ShownAction {
  return { text: action.text, task: action.task, place: action.line === null ? null : `${path}:${action.line}` };
}

function shownTask(task: Task): ShownTask {
  return { id: task.id, text: taskWords(task) };
}

function shownBlocked(task: Task): ShownTask {
  const reason = (task.blocked_reason ?? "").trim();
  return { id: task.id, text: reason === "" ? taskWords(task) : reason, issue: task.blocked_issue ?? null };
}

export function shownQueue(queue: Queue, { running, blocked, waiting }: NextAnswer): ShownQueue {
  const count = (status: Task["status"]) => queue.tasks.filter((task) => task.status === status).length;
  return {
    pending: count("pending"),
    done: count("done"),
    running: running.map(shownTask),
    blocked: blocked.map(shownBlocked),
    waiting: waiting.map(({ task, reason }) => ({ id: task.id, reason, until: task.not_before ?? null })),
  };
}

export function actionAnswer(action: NextAction | null, path: string): object | null {
  if (action === null) return null;
  const { text, task, line } = action;
  return { text, task, from: line === null ? "queue" : "document", path: line === null ? null : path, line };
}

export function runningAnswers(tasks: readonly Task[]): object[] {
  return tasks.map((task) => ({ id: task.id, goal: taskWords(task) }));
}

export function blockedAnswers(tasks: readonly Task[]): object[] {
  return tasks.map(({ id, blocked_reason, blocked_issue }) => ({
    id,
    reason: blocked_reason,
    issue: blocked_issue ?? null,
  }));
}
