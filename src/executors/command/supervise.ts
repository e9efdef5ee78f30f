/** The supervisor's life: claim the attempt, carry it through, and leave a record whatever happens. */
import { closeSync, existsSync, openSync, rmSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { FileNotWritten, writeAtomically } from "../../host/atomic-file.ts";
import { secretValues } from "../../host/environment.ts";
import { killRemains } from "../../host/process-group.ts";
import type { AttemptRecord } from "../../verify/attempt-record.ts";
import { type Attempted, type Attempting, attempt, unstarted } from "./attempt.ts";
import { type AttemptFiles, attemptFiles, roomOf } from "./attempt-folder.ts";
import { dropSegments, openLog } from "./attempt-log.ts";
import { claimAsSupervisor } from "./claim.ts";
import { ownFault } from "./fault.ts";
import { type Job, readJob } from "./job.ts";

const BALLAST = 65_536;

/**
 * Supervises the attempt whose job lies at `path`. `told` gives values that no kept text may show, besides those in
 * this process's environment. Returns when the record is written; throws when not even that is possible.
 */
export async function supervise(path: string, told: () => Promise<readonly string[]>): Promise<void> {
  const stop = new AbortController();
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, () => stop.abort());
  const job = readJob(path);
  const files = attemptFiles(job.common_dir, job.order.token);
  if (!claimAsSupervisor(files)) return;
  if (existsSync(files.cancel)) stop.abort();
  const pulse = beat(files, job.limits.pulse_ms);
  setAside(files);
  const secrets = [...new Set([...secretValues(process.env), ...(await told())])].sort((a, b) => b.length - a.length);
  const log = openLog(files.folder, job.order.output_limit_bytes);
  const room = roomOf(job.rooms, job.order.token);
  const attempting: Attempting = { job, files, room, log, secrets, stop: stop.signal };
  // A fault in a callback is ours too: the attempt ends, with a record.
  process.on("uncaughtException", (error) => {
    killRemains(null, "LTPM_TOKEN", job.order.token);
    void writeRecord(files, unstarted(attempting, ownFault(job.order, error, files.folder))).finally(() =>
      process.exit(1),
    );
  });
  const done = await carryThrough(attempting);
  log.close();
  // The tree goes first: whoever sees the record finds nothing of the attempt at work any more.
  await clearUp(job, done);
  await writeRecord(files, done.record);
  clearInterval(pulse);
}

async function carryThrough(attempting: Attempting): Promise<Attempted> {
  const { job, files } = attempting;
  try {
    return await attempt(attempting);
  } catch (error) {
    complain(error);
    killRemains(null, "LTPM_TOKEN", job.order.token);
    const fault = ownFault(job.order, error, files.folder);
    return {
      record: unstarted(attempting, fault),
      leave: () => Promise.reject(new Error("the tree is left as it is")),
    };
  }
}

/** Says it on standard error, which is a file in the attempt's folder. */
function complain(error: unknown): void {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    writeSync(2, `${words}\n`);
  } catch {
    // The disk is full: the record says it too.
  }
}

/** Shows those who cannot see this process (from another container) that it lives. */
function beat(files: AttemptFiles, every: number): NodeJS.Timeout {
  const touch = () => {
    try {
      const now = new Date();
      if (existsSync(files.pulse)) utimesSync(files.pulse, now, now);
      else closeSync(openSync(files.pulse, "w", 0o600));
    } catch {
      // Only a sign of life: nothing hangs on a single one.
    }
  };
  touch();
  return setInterval(touch, every).unref();
}

/** Takes a little of the disk now, to be given back when the record is written and the disk is full by then. */
function setAside(files: AttemptFiles): void {
  try {
    writeFileSync(files.ballast, Buffer.alloc(BALLAST, 1), { mode: 0o600 });
  } catch {
    rmSync(files.ballast, { force: true });
  }
}

/** Writes the record; makes room for it, first by the ballast, then by the log's end, then without the long texts. */
async function writeRecord(files: AttemptFiles, record: AttemptRecord): Promise<void> {
  rmSync(files.ballast, { force: true });
  const short = { ...record, output: record.output.slice(-500), changed: record.changed.slice(0, 20) };
  const tries = [
    () => writeAtomically(files.record, `${JSON.stringify(record)}\n`, { fsync: true, mode: 0o600 }),
    () => {
      dropSegments(files.folder);
      writeAtomically(files.record, `${JSON.stringify(record)}\n`, { mode: 0o600 });
    },
    () => writeAtomically(files.record, `${JSON.stringify(short)}\n`, { mode: 0o600 }),
  ];
  for (const [i, write] of tries.entries()) {
    try {
      write();
      return;
    } catch (error) {
      if (!(error instanceof FileNotWritten) || i === tries.length - 1) throw error;
      await sleep(1_000);
    }
  }
}

async function clearUp(job: Job, done: Attempted): Promise<void> {
  try {
    await done.leave();
    const { room, tree } = roomOf(job.rooms, job.order.token);
    if (!existsSync(tree)) rmSync(room, { recursive: true, force: true });
  } catch (error) {
    complain(error);
  }
}
