/** What a blocked task tells: why, in plain words, and numbered steps that unblock it. */
import type { Attempt, Task } from "../queue/schema.ts";
import { ending, onOneLine, shortened } from "../verify/plain-text.ts";
import { failureOf } from "./attempts.ts";
import type { PermanentFault } from "./permanent-faults.ts";

/** `["a", "b"]` → `1. a` and `2. b`, each on its own line; numbers that the steps bring along are dropped. */
export function numberedSteps(steps: readonly string[]): string {
  const plain = steps
    .map((step) => onOneLine(step).replace(/^(?:\d{1,2}[.)]|[-*•])\s+/, ""))
    .filter((step) => step !== "");
  return shortened(plain.map((step, at) => `${at + 1}. ${shortened(step, 500)}`).join("\n"), 4_000);
}

/** How an attempt failed, in one clause. */
function clause(attempt: Attempt): string {
  return ending(onOneLine(failureOf(attempt)), 600) || "it gave no reason";
}

function lookSteps(task: Task, last: Attempt): string[] {
  const check = last.verification_failure !== null;
  const mend = check
    ? `Mend what the check names, or, if it is the wrong check, say what you expect: ltpm edit ${task.id} --accept "command:npm test" (or file:PATH, contains:PATH:/PATTERN/, json:PATH#SCHEMA)`
    : `Mend what made it fail, or say more clearly what is wanted: ltpm edit ${task.id} --description "…"`;
  return [
    `See what the last attempt printed: ltpm show ${task.id} --log`,
    mend,
    `Then put it back: ltpm retry ${task.id} (or, if you have done it yourself: ltpm mark ${task.id} done)`,
  ];
}

/** All tries are used up. `attempts` are those that count, the last one included. */
export function triedOut(task: Task, attempts: readonly Attempt[], last: Attempt): PermanentFault {
  const how = attempts.length === 1 ? "its only attempt failed" : `all ${attempts.length} attempts failed`;
  return {
    code: "tried_out",
    reason: `${how}; the last one (${last.strategy}) because ${clause(last)}`,
    steps: lookSteps(task, last),
  };
}

/** Three tries in a row failed with the same words: more of them would not help. */
export function sameFailure(task: Task, attempts: readonly Attempt[], last: Attempt): PermanentFault {
  return {
    code: "same_failure",
    reason: `${attempts.length} attempts in a row failed in the same way: ${clause(last)}`,
    steps: lookSteps(task, last),
  };
}

/** Its session got lost too often. */
export function lostTooOften(task: Task, times: number, why: string): PermanentFault {
  return {
    code: "lost",
    reason: `its session was lost ${times} times; the last time: ${onOneLine(why) || "no reason is known"}`,
    steps: [
      "Find out what ends the sessions: the machine restarting or sleeping, memory running out, somebody stopping processes",
      `See what the last attempt printed: ltpm show ${task.id} --log`,
      `Then put it back: ltpm retry ${task.id}`,
    ],
  };
}

/** A try that may have had its effect outside is never repeated by itself. */
export function maybeHappened(task: Task, why: string): PermanentFault {
  return {
    code: "maybe_sent",
    reason: `it may have been sent although the attempt failed (${ending(onOneLine(why), 600) || "no reason is known"}), and it is not sent twice without you`,
    steps: [
      "Look where the message was to go: was it sent?",
      `If it was: ltpm mark ${task.id} done`,
      `If it was not: ltpm retry ${task.id} (what the attempt printed: ltpm show ${task.id} --log)`,
    ],
  };
}
