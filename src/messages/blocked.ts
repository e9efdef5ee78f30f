/** The notice that a task is blocked: what was tried, why it stands, and what a person can do. */
import type { Attempt, Task } from "../queue/schema.ts";
import type { Messages } from "./catalog.ts";
import { oneLine, safeLines, say } from "./terminal-text.ts";
import { shorten } from "./width.ts";

export type BlockedTask = Pick<Task, "id" | "strategies_tried" | "blocked_reason" | "user_action_required">;

const RESULT_COLUMNS = 300;
/** A step may come numbered or as a bullet; it is numbered anew. */
const STEP_MARK = /^(?:[-*•]\s+|\d{1,3}[.)]\s+|\d{1,3}[、\uff09\uff0e]\s*)/;

/** The steps in `user_action_required`, one a line there, without their numbers. */
export function unblockSteps(userAction: string | null): readonly string[] {
  return safeLines(userAction ?? "")
    .split("\n")
    .map((line) => line.trim().replace(STEP_MARK, "").trim())
    .filter((line) => line !== "");
}

/** Tries that count: one whose session was lost or that a person stopped says nothing about the task. */
export function triesThatCount(attempts: readonly Attempt[]): readonly Attempt[] {
  return attempts.filter(({ outcome }) => outcome !== "lost" && outcome !== "cancelled");
}

/** What became of one try, in one line: the verifier's words weigh more than the attempt's own. */
export function tryResult(messages: Messages, attempt: Attempt): string {
  const words = oneLine(attempt.verification_failure ?? "") || oneLine(attempt.result ?? "");
  return shorten(words, RESULT_COLUMNS) || messages.outcome.noResult;
}

/** The whole notice of the source's section A5, from the headline to `Reply "retry T-NN" once ready.` */
export function blockedMessage(messages: Messages, task: BlockedTask): string {
  const words = messages.outcome;
  const counted = triesThatCount(task.strategies_tried);
  // A task blocked by lost sessions alone was tried all the same: then those are what there is to tell.
  const tries = counted.length > 0 ? counted : task.strategies_tried;
  const steps = unblockSteps(task.user_action_required);
  return [
    words.blocked(task.id, tries.length),
    "",
    words.whatWasTried,
    ...tries.map((attempt) => words.tried(attempt.strategy, tryResult(messages, attempt))),
    ...(tries.length === 0 ? [words.nothingTried] : []),
    "",
    words.whyBlocked(oneLine(task.blocked_reason ?? "") || words.noReason),
    "",
    words.toUnblock,
    ...(steps.length > 0 ? steps : [words.lookAtLog(task.id)]).map((step, index) => say`${index + 1}. ${step}`),
    "",
    words.replyRetry(task.id),
  ].join("\n");
}
