/** What a verdict makes of a task: done, pending again, or blocked with steps; and the notices that are owed for it. */
import { nextStatus, type TaskEvent } from "../queue/machine.ts";
import type { Attempt, Notice, Outcome, Session, Status, Task } from "../queue/schema.ts";
import { later } from "../state/clock.ts";
import { MAX_SENTENCE, onOneLine, shortened } from "../verify/plain-text.ts";
import { failureSignature } from "../verify/signature.ts";
import type { Done, Failed, Lost, Verdict, VerificationFailed } from "../verify/verdict.ts";
import { countedAttempts, failureOf } from "./attempts.ts";
import { backoffMs } from "./backoff.ts";
import { lostTooOften, maybeHappened, numberedSteps, sameFailure, triedOut } from "./block-words.ts";
import { unlandedWork } from "./landing.ts";
import type { PermanentFault } from "./permanent-faults.ts";

/** A task after its attempt was settled. */
export interface Settled {
  readonly task: Task;
  readonly notices: readonly Notice[];
  readonly token: string;
  readonly attempt: number;
  readonly strategy: string;
  readonly outcome: Outcome;
  /** Why, in one line: the summary, the failure or the verifier's words. */
  readonly words: string;
  /** Whether a fault of the moment made it fail. */
  readonly transient: boolean;
}

/** The attempt that ended, and what settling it depends on. */
export interface Ending {
  readonly task: Task;
  readonly session: Session;
  /** A failed try may have had its effect outside. */
  readonly neverRepeat: boolean;
  /** Whether verified work is to be landed. */
  readonly land: boolean;
  readonly now: string;
  readonly ended_at: string;
  /** In [0, 1). */
  readonly fraction: number;
}

/** The fourth loss blocks. */
const MOST_LOSSES = 3;
/** This many failures with the same words in a row block early. */
const SAME_FAILURES = 3;

/** Applies a verdict on the running attempt to its task. */
export function settledBy(verdict: Verdict, ending: Ending): Settled {
  switch (verdict.kind) {
    case "done":
      return asDone(verdict, ending);
    case "failed":
    case "verification_failed":
      return asFailed(verdict, ending);
    case "lost":
      return asLost(verdict, ending);
    case "blocked": {
      const attempt = attemptOf(ending, "blocked", { result: verdict.reason });
      return settledAs(ending, attempt, blockedTask(withAttempt(ending, attempt), verdict, ending.now));
    }
  }
}

interface Said {
  readonly result: string;
  readonly verification_failure?: string;
  readonly transient?: boolean;
}

function attemptOf({ task, session, ended_at }: Ending, outcome: Outcome, said: Said): Attempt {
  return {
    attempt: session.attempt,
    strategy: session.strategy,
    tool: session.tool ?? null,
    attempted_at: session.reserved_at,
    result: shortened(said.result),
    verification_failure: said.verification_failure === undefined ? null : shortened(said.verification_failure),
    epoch: task.epoch ?? 0,
    ended_at,
    outcome,
    ...(said.transient === true ? { transient: true } : {}),
    token: session.token,
  };
}

/** The task without its session, with the attempt in its record. */
function withAttempt({ task }: Ending, attempt: Attempt): Task {
  const { session: _session, not_before: _rest, ...free } = task;
  return { ...free, subagent_session: null, strategies_tried: [...task.strategies_tried, attempt] };
}

/** The status that the state machine gives; the event is known to be allowed where this is called. */
function statusAfter(task: Task, event: TaskEvent): Status {
  return nextStatus(task.status, event) ?? task.status;
}

function notice(kind: Notice["kind"], task: Task, key: string, now: string): Notice {
  return { id: `${kind}:${task.uid}:${key}`, kind, uid: task.uid, owed_at: now };
}

/** A task blocked by a fault; its steps become numbered text. The task has no session any more. */
export function blockedTask(task: Task, fault: PermanentFault, now: string): Task {
  return {
    ...task,
    status: statusAfter(task, "block"),
    completed_at: now,
    blocked_reason: shortened(fault.reason),
    blocked_code: fault.code,
    user_action_required: numberedSteps(fault.steps),
  };
}

/** What is owed when a task has blocked: one notice for each epoch and attempt. */
export function blockedNotice(task: Task, token: string, now: string): Notice {
  return notice("blocked", task, token, now);
}

function settledAs(ending: Ending, attempt: Attempt, task: Task, notices: readonly Notice[] = []): Settled {
  const { session, now } = ending;
  return {
    task,
    notices: task.status === "blocked" ? [...notices, blockedNotice(task, session.token, now)] : notices,
    token: session.token,
    attempt: attempt.attempt,
    strategy: attempt.strategy,
    outcome: attempt.outcome ?? "failed",
    words: shortened(onOneLine(attempt.verification_failure ?? attempt.result ?? ""), MAX_SENTENCE),
    transient: attempt.transient === true,
  };
}

function asDone(verdict: Done, ending: Ending): Settled {
  const attempt = attemptOf(ending, "done", { result: verdict.summary });
  const done: Task = {
    ...withAttempt(ending, attempt),
    status: statusAfter(ending.task, "finish"),
    completed_at: ending.now,
    deliverable: verdict.deliverable,
    deliverable_path: verdict.deliverable_path,
    references: [...verdict.references],
    verification: verdict.verification,
    blocked_reason: null,
    user_action_required: null,
    ...(verdict.task_type === undefined ? {} : { task_type: verdict.task_type }),
  };
  const owed = (kind: Notice["kind"]) => notice(kind, done, ending.session.token, ending.now);
  const lands = ending.land && unlandedWork(done) !== null;
  return settledAs(ending, attempt, done, lands ? [owed("land"), owed("done")] : [owed("done")]);
}

/** The last failures of this epoch, when there are enough of them and all failed with the same words; else none. */
function sameInARow(task: Task): Attempt[] {
  const last = countedAttempts(task).slice(-SAME_FAILURES);
  const signatures = new Set(last.map((attempt) => failureSignature(failureOf(attempt), attempt.token)));
  return last.length === SAME_FAILURES && signatures.size === 1 ? last : [];
}

/** Why a task that failed once more is not tried again; null when it is. */
function givesUp(ending: Ending, tried: Task, last: Attempt): PermanentFault | null {
  if (ending.neverRepeat) return maybeHappened(tried, failureOf(last));
  const same = sameInARow(tried);
  if (same.length > 0) return sameFailure(tried, same, last);
  return tried.retries >= tried.maxRetries ? triedOut(tried, countedAttempts(tried), last) : null;
}

function asFailed(verdict: Failed | VerificationFailed, ending: Ending): Settled {
  const transient = verdict.kind === "failed" && verdict.transient;
  const attempt =
    verdict.kind === "failed"
      ? attemptOf(ending, "failed", { result: verdict.result, transient })
      : attemptOf(ending, "verification_failed", { result: verdict.result, verification_failure: verdict.words });
  const tried = withAttempt(ending, attempt);
  const fault = givesUp(ending, tried, attempt);
  if (fault !== null) return settledAs(ending, attempt, blockedTask(tried, fault, ending.now));
  const faults = countedAttempts(tried).filter((other) => other.transient === true).length;
  const rest = transient ? { not_before: later(ending.now, backoffMs(faults - 1, ending.fraction)) } : {};
  return settledAs(ending, attempt, {
    ...tried,
    ...rest,
    status: statusAfter(ending.task, "fail"),
    retries: tried.retries + 1,
  });
}

function asLost(verdict: Lost, ending: Ending): Settled {
  const attempt = attemptOf(ending, "lost", { result: verdict.why });
  const times = (ending.task.lost_count ?? 0) + 1;
  const tried: Task = { ...withAttempt(ending, attempt), lost_count: times };
  if (ending.neverRepeat) {
    return settledAs(
      ending,
      attempt,
      blockedTask(tried, maybeHappened(tried, `its session was lost: ${verdict.why}`), ending.now),
    );
  }
  if (times > MOST_LOSSES) {
    return settledAs(ending, attempt, blockedTask(tried, lostTooOften(tried, times, verdict.why), ending.now));
  }
  return settledAs(ending, attempt, { ...tried, status: statusAfter(ending.task, "lose") });
}
