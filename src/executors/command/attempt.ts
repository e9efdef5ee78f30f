/** One attempt from its place to its record: make the place, run, keep the work, read the answers, check. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { childEnvironment } from "../../host/environment.ts";
import { redact } from "../../host/redact.ts";
import type { AgentReport, AttemptRecord, TaskResult } from "../../verify/attempt-record.ts";
import { firstSentence } from "../../verify/plain-text.ts";
import { type Invocation, invocationOf } from "../agents/invocation.ts";
import { readAgentOutput } from "../agents/read-output.ts";
import { listedChanges, MOST_LISTED } from "../checks/listed-changes.ts";
import { runChecks } from "../checks/run-checks.ts";
import { notChecked, whyUnchecked } from "../checks/unchecked.ts";
import { unfinishedMerge } from "../checks/unfinished-merge.ts";
import { type AttemptFiles, type Room, readText } from "./attempt-folder.ts";
import type { AttemptLog } from "./attempt-log.ts";
import { agentFault, type Fault, startFault } from "./fault.ts";
import type { Job } from "./job.ts";
import { readResultFile } from "./result-file.ts";
import { attemptEnvironment, type Ran, runAttempt } from "./run-attempt.ts";
import { type Kept, openWorkplace, type Workplace } from "./workplace.ts";

/** What an attempt works with. */
export interface Attempting {
  readonly job: Job;
  readonly files: AttemptFiles;
  readonly room: Room;
  readonly log: AttemptLog;
  /** Values that no kept text may show. */
  readonly secrets: readonly string[];
  /** Aborts when somebody cancels. */
  readonly stop: AbortSignal;
}

/** A record, and what is still to be cleared away before it is written. */
export interface Attempted {
  readonly record: AttemptRecord;
  leave(): Promise<void>;
}

const LONGEST_OUTPUT = 8_000;

type Exit = AttemptRecord["exit"];

function endedBefore(fault: Fault | null, stop: AbortSignal): Exit {
  const exit = { code: null, signal: null, timed_out: false, cancelled: stop.aborted };
  return fault === null
    ? exit
    : { ...exit, fault: { code: fault.code, reason: fault.reason, steps: [...fault.steps] } };
}

/** A record of an attempt that never got to run. */
export function unstarted(attempting: Attempting, fault: Fault | null): AttemptRecord {
  const { job, log, stop } = attempting;
  return {
    token: job.order.token,
    ended_at: new Date().toISOString(),
    exit: endedBefore(fault, stop),
    output: log.end().slice(-LONGEST_OUTPUT),
    changed: [],
    checks: notChecked(job.order.checks, "the attempt never ran"),
  };
}

function prepareRoom({ job, room }: Attempting): void {
  mkdirSync(room.room, { recursive: true, mode: 0o700 });
  rmSync(room.result, { force: true, recursive: true });
  writeFileSync(room.task, job.order.instruction, { mode: 0o600 });
}

/** Carries an attempt through. Throws only for faults of ours; the caller makes a record of those too. */
export async function attempt(attempting: Attempting): Promise<Attempted> {
  const { job, files, room, log, secrets, stop } = attempting;
  const nothing = async () => {};
  prepareRoom(attempting);
  const call = invocationOf(job.order.run, job.order.instruction, room);
  if ("problem" in call) {
    const fault = { code: "agent_setup", reason: call.problem, steps: [...call.steps] };
    return { record: unstarted(attempting, fault), leave: nothing };
  }
  const place = await openWorkplace(job, files, room);
  if ("kind" in place) {
    const { code, reason, steps } = place;
    return { record: unstarted(attempting, { code, reason, steps: [...steps] }), leave: nothing };
  }
  if (stop.aborted) return { record: unstarted(attempting, null), leave: () => place.leave() };
  // When this throws, the tree stays: what the attempt did in it may be kept nowhere else.
  const ran = await runAttempt(job, files, room, place.root, call, log, secrets, stop);
  return { record: await judge(attempting, call, place, ran), leave: () => place.leave() };
}

function reportOf(call: Invocation, ran: Ran, secrets: readonly string[]): AgentReport | undefined {
  if (call.preset === undefined || ran.fault !== undefined) return undefined;
  const last = call.lastMessage === undefined ? null : readText(call.lastMessage);
  const output = { stdout: ran.stdout, stderr: ran.stderr, code: ran.code };
  return readAgentOutput(call.preset, last === null ? output : { ...output, lastMessage: redact(last, secrets) });
}

/** Takes secrets out of the texts of a result. */
function redacted(result: TaskResult, secrets: readonly string[]): TaskResult {
  const clean = (value: unknown): unknown => {
    if (typeof value === "string") return redact(value, secrets);
    return Array.isArray(value) ? value.map(clean) : value;
  };
  const entries = Object.entries(result).map(([key, value]) => [key, key === "outcome" ? value : clean(value)]);
  return Object.fromEntries(entries) as TaskResult;
}

function exitOf(ran: Ran, fault: Fault | null): Exit {
  const exit = { code: ran.code, signal: ran.signal, timed_out: ran.timedOut, cancelled: ran.stopped };
  return fault === null ? exit : { ...exit, fault };
}

async function judge(attempting: Attempting, call: Invocation, place: Workplace, ran: Ran): Promise<AttemptRecord> {
  const { job, room, log, secrets, stop } = attempting;
  const { order } = job;
  const read = readResultFile(room.result, order.token);
  const result = read.result === undefined ? undefined : redacted(read.result, secrets);
  const agent = reportOf(call, ran, secrets);
  const subject = firstSentence(result?.summary ?? "", 72) || `attempt ${order.attempt} (${order.strategy})`;
  const kept = await place.keep(subject, result?.deliverable_path ?? null);
  const exit = exitOf(ran, startFault(order, call, ran) ?? agentFault(order, call, agent));
  const why = whyUnchecked(exit, result);
  const output = ran.stdout.trim() === "" ? ran.stderr : ran.stdout;
  const env = childEnvironment(process.env, order.env, attemptEnvironment(job, room));
  const context = {
    ...{ root: place.root, isolated: place.isolated, startedAt: ran.startedAt, exit, output, result, agent },
    ...{
      instruction: order.instruction,
      changed: kept.changed,
      unmerged: kept.unmerged,
      token: order.token,
      env,
      stop,
    },
    kept: (path: string) => place.kept(path),
    limits: { command_ms: job.limits.check_ms, pattern_ms: job.limits.pattern_ms, grace_ms: job.limits.grace_ms },
    redact: (text: string) => redact(text, secrets),
  };
  const checks = why === null ? await runChecks(order.checks, context) : notChecked(order.checks, why);
  const notes = notesOf(attempting, kept, ran);
  return {
    token: order.token,
    ended_at: new Date().toISOString(),
    exit: { ...exit, cancelled: stop.aborted },
    ...(agent === undefined ? {} : { agent }),
    ...(result === undefined ? {} : { result }),
    ...(read.problem === undefined ? {} : { result_problem: redact(read.problem, secrets) }),
    output: log.end().slice(-LONGEST_OUTPUT),
    changed: listedChanges(kept.changed),
    ...kept.work,
    ...(notes.length > 0 ? { notes } : {}),
    checks,
  };
}

function notesOf({ log }: Attempting, kept: Kept, ran: Ran): string[] {
  const notes = [...kept.notes];
  const problem = log.problem();
  if (problem !== null) notes.push(problem);
  if (ran.fault !== undefined) notes.push(`The program could not be started: ${ran.fault.message}`);
  if (kept.unmerged.length > 0) notes.push(unfinishedMerge(kept.unmerged));
  if (kept.changed.length > MOST_LISTED) notes.push(`${kept.changed.length} paths changed; ${MOST_LISTED} are listed`);
  return notes;
}
