/** From what is known of an ended attempt to a verdict. `done` is what our checks say, never an exit code. */
import type { Task } from "../queue/schema.ts";
import type { AttemptRecord, CheckOutcome } from "./attempt-record.ts";
import { citesSource } from "./evidence.ts";
import { onOneLine, shortened } from "./plain-text.ts";
import { deliverablePath, durableReferences } from "./references.ts";
import { forbiddenAmong, isUnder, PROTECTED_PATHS } from "./repository-path.ts";
import { allWords, failureText, resultSentence, resultText } from "./result-text.ts";
import { failureSignature } from "./signature.ts";
import { looksTransient } from "./transient.ts";
import type { Blocked, Verdict, VerificationFailed } from "./verdict.ts";

/** What judging needs to know besides the record and the task. */
export interface JudgeRules {
  /** Protected paths that the configuration lifts. */
  readonly allow_paths: readonly string[];
  /** Where the queue's own files lie: an attempt in place is not blamed for what other commands write there. */
  readonly dir: string;
  /** Whether the attempt was the command that the task carries. */
  readonly inline: boolean;
}

/** What judging needs of a task type. */
export interface JudgedType {
  readonly name: string;
}

/** Judges an attempt that ended. The record's token is known to be the task's; a result file may still bear another. */
export function judge(record: AttemptRecord, task: Task, type: JudgedType, rules: JudgeRules): Verdict {
  const { exit, agent, result } = record;
  if (exit.cancelled) return { kind: "lost", why: "its session was cancelled from outside" };
  if (exit.fault) return blocked(exit.fault.code, exit.fault.reason, exit.fault.steps, task);
  if (agent?.permanent === true) {
    const reason = agent.error ?? "the agent cannot work as it is set up";
    return blocked(
      "agent_setup",
      reason,
      [`Mend what the agent complains about. To see all it printed: ltpm show ${task.id} --log`],
      task,
    );
  }
  const foreign = result?.token !== undefined && result.token !== record.token;
  if (result?.outcome === "blocked" && !foreign) return saidBlocked(record, task);
  if (exit.timed_out || exit.code !== 0 || agent?.ok === false || (result?.outcome === "failed" && !foreign)) {
    return failed(record);
  }
  if (foreign) return notVerified(record, "the result file bears the token of another attempt");
  const protectedPaths = forbiddenPaths(record, rules);
  if (protectedPaths.length > 0) return touchedProtected(protectedPaths, record, task);
  const complaint = complaintOf(record);
  if (complaint !== null) return notVerified(record, complaint);
  return done(record, type, rules);
}

function blocked(code: string, reason: string, steps: readonly string[], task: Task): Blocked {
  const given = steps.map((step) => shortened(onOneLine(step), 500)).filter((step) => step !== "");
  const fallback = `Look at what the attempt printed, and mend what it needs: ltpm show ${task.id} --log`;
  return {
    kind: "blocked",
    code,
    reason: shortened(reason) || "it cannot go on without you, but did not say why",
    steps: given.length > 0 ? given.slice(0, 20) : [fallback],
  };
}

function saidBlocked(record: AttemptRecord, task: Task): Blocked {
  const wanted = record.result?.user_action_required;
  const steps = Array.isArray(wanted) ? wanted : (wanted ?? "").split("\n");
  const reason = record.result?.blocked_reason ?? record.result?.summary ?? "";
  return blocked("needs_you", reason, steps, task);
}

function failed(record: AttemptRecord): Verdict {
  const result = failureText(record);
  const transient =
    record.agent === undefined ? !record.exit.timed_out && looksTransient(record.output) : record.agent.transient;
  return { kind: "failed", result, transient, signature: failureSignature(result, record.token) };
}

function notVerified(record: AttemptRecord, words: string): VerificationFailed {
  const kept = shortened(words);
  const result = resultSentence(record) || "it exited 0";
  return { kind: "verification_failed", result, words: kept, signature: failureSignature(kept, record.token) };
}

function forbiddenPaths(record: AttemptRecord, rules: JudgeRules): string[] {
  const isolated = record.commit !== undefined || record.branch !== undefined;
  const ours = [`${rules.dir}/task-queue.json`, `${rules.dir}/archive`];
  const changed = isolated ? record.changed : record.changed.filter((path) => !ours.some((own) => isUnder(path, own)));
  return forbiddenAmong(changed, [...PROTECTED_PATHS, rules.dir], rules.allow_paths);
}

function touchedProtected(paths: readonly string[], record: AttemptRecord, task: Task): Blocked {
  const named = paths.slice(0, 5).join(", ") + (paths.length > 5 ? ` and ${paths.length - 5} more` : "");
  const look = record.branch === undefined ? "git diff" : `git diff HEAD...${record.branch}`;
  return blocked(
    "protected_path",
    `the attempt changed protected files: ${named}`,
    [
      `Look at what it changed: ${look}`,
      `If the task needs it: add the path to "allow_paths" in .ltpm/config.json`,
      `If not: say in the task's text what to leave alone: ltpm edit ${task.id} --description "…"`,
    ],
    task,
  );
}

/** What our checks object to, in one text; null when all of them passed. */
function complaintOf(record: AttemptRecord): string | null {
  const problems: string[] = [];
  if (record.result_problem !== undefined) problems.push(`the result file cannot be used: ${record.result_problem}`);
  if (record.checks.length === 0) problems.push("no check was run, so nothing is verified");
  for (const outcome of record.checks) if (!outcome.ok || outcome.broken === true) problems.push(objection(outcome));
  return problems.length === 0 ? null : problems.join("\n");
}

function objection({ check, detail, broken }: CheckOutcome): string {
  const words = detail.trim() || "it gave no reason";
  return broken === true
    ? `the check ${check} could not be run: ${words}`
    : `the check ${check} did not pass: ${words}`;
}

/** What a task without a type did, by what it left; null when nothing shows it. */
function evidentType(record: AttemptRecord, rules: JudgeRules): string | null {
  if (rules.inline) return "code-execution";
  const path = deliverablePath(record);
  if (record.commit !== undefined || record.branch !== undefined || record.changed.length > 0) {
    const onlyFile = path !== null && record.changed.every((changed) => changed === path);
    return onlyFile ? "file-creation" : "code-change";
  }
  return citesSource(allWords(record)) ? "info-lookup" : null;
}

/** Which checks passed, and what a person should know besides (work that git cannot keep, a log that ends early). */
function verificationOf({ checks, notes }: AttemptRecord): string {
  const passed = `passed: ${checks.map((outcome) => outcome.check).join(", ")}`;
  return shortened(notes === undefined || notes.length === 0 ? passed : `${passed}. Note: ${notes.join("; ")}`);
}

function done(record: AttemptRecord, type: JudgedType, rules: JudgeRules): Verdict {
  const references = durableReferences(record);
  if (references.length === 0) {
    return notVerified(
      record,
      "it exited 0 but left nothing: no file was changed, nothing was printed, no result was given",
    );
  }
  const became = type.name === "unknown" ? evidentType(record, rules) : undefined;
  if (became === null) {
    const words =
      "nothing shows what was done: no changed file, no answer with its source; give a result that can be checked";
    return notVerified(record, words);
  }
  return {
    kind: "done",
    summary: resultSentence(record) || "finished and verified",
    deliverable: resultText(record) || resultSentence(record),
    deliverable_path: deliverablePath(record),
    references,
    verification: verificationOf(record),
    ...(became === undefined ? {} : { task_type: became }),
  };
}
