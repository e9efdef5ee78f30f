/** Which type a task is that nobody has said it of: worked out when it is its turn, by the project's own words, then by ours. */
import { classifyTask } from "../intake/classify.ts";
import type { Task } from "../queue/schema.ts";
import { typeByMatch } from "./catalog.ts";
import type { TaskType } from "./strategy.ts";

/** The task with its type. One that was tried or typed already stays what it is; an ambiguous one stays `unknown`. */
export function classified(task: Task, types: readonly TaskType[]): Task {
  if (task.task_type !== "unknown" || task.strategies_tried.length > 0) return task;
  const text = `${task.description}\n${task.details ?? ""}`;
  const name = typeByMatch(types, text) ?? classifyTask(text);
  return name === "unknown" ? task : { ...task, task_type: name };
}
