/** A task whose texts hold no secrets and nothing unseen: before other functions shorten them. */
import type { Attempt, Task } from "../../queue/schema.ts";
import { shown } from "./sanitise.ts";
import type { Voice } from "./voice.ts";

/** The parts of a task that texts for GitHub are made of. */
export type ToldTask = Pick<
  Task,
  | "id"
  | "uid"
  | "description"
  | "status"
  | "epoch"
  | "deliverable"
  | "deliverable_path"
  | "references"
  | "blocked_reason"
  | "blocked_issue"
  | "user_action_required"
  | "strategies_tried"
  | "started_at"
  | "completed_at"
  | "not_before"
  | "session"
>;

/** The task with its texts as people see them, without secrets. They are not safe for Markdown yet. */
export function withoutSecrets<T extends ToldTask>(voice: Voice, task: T): T {
  const say = (text: string) => shown(text, voice.hide);
  const maybe = (text: string | null) => (text === null ? null : say(text));
  const attempt = (one: Attempt): Attempt => ({
    ...one,
    strategy: say(one.strategy),
    result: maybe(one.result),
    verification_failure: maybe(one.verification_failure),
  });
  return {
    ...task,
    description: say(task.description),
    deliverable: maybe(task.deliverable),
    deliverable_path: maybe(task.deliverable_path),
    ...(task.references === undefined
      ? {}
      : { references: task.references.map((reference) => ({ ...reference, value: say(reference.value) })) }),
    blocked_reason: maybe(task.blocked_reason),
    user_action_required: maybe(task.user_action_required),
    strategies_tried: task.strategies_tried.map(attempt),
  };
}
