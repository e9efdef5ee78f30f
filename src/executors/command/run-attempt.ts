/** Runs the attempt's program under its limits: output to the log, redacted, and enough of it held to be judged. */
import { writeFileSync } from "node:fs";
import { childEnvironment } from "../../host/environment.ts";
import { markOf } from "../../host/process.ts";
import { redactedStream } from "../../host/redact-stream.ts";
import { type ProgramEnd, runProgram } from "../../host/run-program.ts";
import type { Invocation } from "../agents/invocation.ts";
import type { AttemptFiles, Room } from "./attempt-folder.ts";
import type { AttemptLog } from "./attempt-log.ts";
import { capture } from "./captured.ts";
import type { Job } from "./job.ts";

export interface Ran extends ProgramEnd {
  readonly startedAt: number;
  /** Redacted. Long output: beginning and end. */
  readonly stdout: string;
  readonly stderr: string;
}

const FIRST = 65_536;
const LAST_OUT = 8_388_608;
const LAST_ERR = 65_536;
/** An environment holds at most 128 KiB in one variable on Linux; a complaint needs far less. */
const LONGEST_COMPLAINT = 8_000;

/** What every attempt finds in its environment. */
export function attemptEnvironment({ order }: Pick<Job, "order">, room: Room): Record<string, string> {
  return {
    LTPM_TASK_FILE: room.task,
    LTPM_RESULT_FILE: room.result,
    LTPM_TASK_ID: order.id,
    LTPM_TOKEN: order.token,
    LTPM_ATTEMPT: String(order.attempt),
    LTPM_STRATEGY: order.strategy,
    LTPM_COMPLAINT: order.complaint.slice(0, LONGEST_COMPLAINT).replaceAll("\0", ""),
  };
}

export async function runAttempt(
  job: Job,
  files: AttemptFiles,
  room: Room,
  root: string,
  call: Invocation,
  log: AttemptLog,
  secrets: readonly string[],
  stop: AbortSignal,
): Promise<Ran> {
  const { order, limits } = job;
  const named = [...call.keys, ...order.env];
  const env = childEnvironment(process.env, named, { ...call.env, ...attemptEnvironment(job, room) });
  const streams = { out: redactedStream(secrets), err: redactedStream(secrets) };
  const held = { out: capture(FIRST, LAST_OUT), err: capture(FIRST, LAST_ERR) };
  const keep = (stream: "out" | "err", text: string) => {
    log.write(text);
    held[stream].push(text);
  };
  const startedAt = Date.now();
  const end = await runProgram({
    argv: call.argv,
    cwd: root,
    env,
    stdin: call.stdin,
    timeLimit: order.time_limit_ms,
    grace: limits.grace_ms,
    stop,
    mark: { variable: "LTPM_TOKEN", value: order.token },
    onText: (stream, text) => keep(stream, streams[stream].push(text)),
    onStart: (pid) => noteChild(files, pid),
  });
  keep("out", streams.out.end());
  keep("err", streams.err.end());
  return { ...end, startedAt, stdout: held.out.text(), stderr: held.err.text() };
}

/** So that an observer can end the child when this supervisor is killed. A full disk must not stop the attempt. */
function noteChild(files: AttemptFiles, pid: number): void {
  try {
    writeFileSync(files.child, `${JSON.stringify({ ...markOf(pid), pgid: pid })}\n`, { mode: 0o600 });
  } catch {
    // The attempt's token in the child's environment finds it too.
  }
}
