/** Reading a task's attempts: which count in this epoch, and what the last one has to say. */
import type { Attempt, Task } from "../queue/schema.ts";

/** Attempts that cost a try since the last `retry`; lost and cancelled ones do not. */
export function countedAttempts(task: Task): Attempt[] {
  const epoch = task.epoch ?? 0;
  return task.strategies_tried.filter(
    (attempt) => (attempt.epoch ?? epoch) === epoch && attempt.outcome !== "lost" && attempt.outcome !== "cancelled",
  );
}

/** What an attempt failed with: the verifier's words, else how it ended. */
export function failureOf(attempt: Attempt): string {
  return attempt.verification_failure ?? attempt.result ?? "";
}

/** What the last failed attempt of this epoch is to be told about, "" when there was none. */
export function lastComplaint(task: Task): string {
  const last = countedAttempts(task).at(-1);
  return last === undefined || last.outcome === "done" ? "" : failureOf(last);
}
