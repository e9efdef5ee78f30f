/** The job `attempt`: carries one order out in a fresh checkout, as this machine's supervisor would, and packs what is left. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptOrder, Executor } from "../../dispatch/executor.ts";
import { commitOf, ours, saidBy } from "../../git/own-git.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import { hostName } from "../../host/host-name.ts";
import { systemClock } from "../../host/system-clock.ts";
import type { AttemptRecord } from "../../verify/attempt-record.ts";
import { attemptFiles } from "../command/attempt-folder.ts";
import { logSince } from "../command/attempt-log.ts";
import { commandExecutor } from "../command/command-executor.ts";
import type { Fault } from "../command/fault.ts";
import type { Limits } from "../command/job.ts";
import { writeBundle } from "./bundle.ts";
import { checkoutFault } from "./checkout.ts";
import { type GuardedOutput, guardOutput, type Print, toStandardOutput } from "./guarded-output.ts";
import { artifactName, BUNDLE_FILE, LOG_FILE, RECORD_FILE, RUNNER_FILES, workBranch } from "./names.ts";

export interface AttemptJob {
  readonly order: AttemptOrder;
  /** A fresh checkout of the default branch, with its history and without credentials. */
  readonly root: string;
  /** The folder that receives `ltpm-<token>/`. */
  readonly out: string;
  /** The program and the bundle that supervise: `dist/supervisor.js`. */
  readonly supervisor: { readonly node: string; readonly script: string };
  /** The job's environment; what the child sees of it is a list (`childEnvironment`). */
  readonly env?: NodeJS.ProcessEnv;
  /** Aborts when the job is cancelled. */
  readonly stop?: AbortSignal;
  /** The job's log. */
  readonly print?: Print;
  /** Where the attempt gets its room; see `roomsFolder`. */
  readonly rooms?: string;
  readonly limits?: Partial<Limits>;
}

/** How the job ended. `lost`: nothing was left, as when the runner dies. */
export type AttemptJobEnd =
  | { readonly kind: "ended"; readonly record: AttemptRecord; readonly artifact: string }
  | { readonly kind: "lost"; readonly why: string };

/**
 * The order as it runs here: in a tree of its own, also when it would work in place elsewhere, because nothing but a
 * commit outlives this machine; and without checks, because who made a result does not judge it.
 */
function orderHere(order: AttemptOrder): AttemptOrder {
  const needs = order.place.kind === "worktree" ? order.place.needs : [];
  return {
    ...order,
    place: { kind: "worktree", branch: workBranch(order), needs },
    checks: [],
    env: order.env.filter((name) => !RUNNER_FILES.has(name)),
  };
}

/** Runs the attempt. Rejects only for faults of this machine: a checkout that is none, a folder that takes no file. */
export async function runAttemptJob(job: AttemptJob): Promise<AttemptJobEnd> {
  const order = orderHere(job.order);
  const artifact = join(job.out, artifactName(order.token));
  rmSync(artifact, { recursive: true, force: true });
  mkdirSync(artifact, { recursive: true });
  const fault = await checkoutFault(job.root, order);
  if (fault !== null) return ended(artifact, unrun(order, fault));
  const without = await knownCommits(job.root, order);
  const commonDir = await commonDirOf(job.root);
  const executor = executorFor(job, commonDir);
  const { folder } = attemptFiles(commonDir, order.token);
  const guarded = guardOutput(job.print ?? toStandardOutput);
  await executor.prepare(order.token);
  await executor.start(order);
  const seen = await follow(executor, order.token, folder, guarded, job.stop);
  guarded.end();
  writeFileSync(join(artifact, LOG_FILE), logSince(folder, 0).bytes);
  if (seen.kind === "lost") return seen;
  return ended(artifact, await withBundle(seen.record, job.root, without, join(artifact, BUNDLE_FILE)));
}

function ended(artifact: string, record: AttemptRecord): AttemptJobEnd {
  // Last, and at once: a job that is killed before leaves nothing that could be taken for a result.
  writeAtomically(join(artifact, RECORD_FILE), `${JSON.stringify(record)}\n`);
  return { kind: "ended", record, artifact };
}

function unrun(order: AttemptOrder, fault: Fault): AttemptRecord {
  const exit = { code: null, signal: null, timed_out: false, cancelled: false, fault };
  return { token: order.token, ended_at: systemClock.now(), exit, output: "", changed: [], checks: [] };
}

async function commonDirOf(root: string): Promise<string> {
  const answer = await ours(["rev-parse", "--git-common-dir"], { cwd: root });
  if (answer.code !== 0) throw new Error(`${root} is no checkout: ${saidBy(answer)}`);
  return resolve(root, answer.stdout.trim());
}

/** The commits that the settle job has too, named before the attempt could move anything. */
async function knownCommits(root: string, order: AttemptOrder): Promise<string[]> {
  const needs = order.place.kind === "worktree" ? order.place.needs : [];
  const commits = await Promise.all(["HEAD", ...needs].map((name) => commitOf(name, root)));
  return commits.filter((commit) => commit !== null);
}

function executorFor({ root, supervisor, env, rooms, limits }: AttemptJob, commonDir: string): Executor {
  return commandExecutor({
    ...{ commonDir, workTree: root, host: hostName(commonDir), supervisor, clock: systemClock, ours: [] },
    ...(env === undefined ? {} : { env }),
    ...(rooms === undefined ? {} : { rooms }),
    ...(limits === undefined ? {} : { limits }),
  });
}

type Seen =
  | { readonly kind: "ended"; readonly record: AttemptRecord }
  | { readonly kind: "lost"; readonly why: string };

/** Milliseconds between two looks. */
const LOOKS = 150;

/** Waits for the end, and prints what the attempt prints. */
async function follow(
  executor: Executor,
  token: string,
  folder: string,
  output: GuardedOutput,
  stop: AbortSignal | undefined,
): Promise<Seen> {
  const handle = executor.handle(token);
  let printed = 0;
  const printNew = () => {
    const { bytes, next } = logSince(folder, printed);
    output.print(bytes);
    printed = next;
  };
  for (let told = false; ; ) {
    const seen = await executor.observe(handle, token);
    printNew();
    if (seen.kind === "ended" || seen.kind === "lost") return seen;
    if (stop?.aborted === true && !told) {
      told = true;
      await executor.cancel(handle, token);
    } else await sleep(LOOKS);
  }
}

/** Adds the bundle when there is work; a work that cannot be handed over is no result. */
async function withBundle(
  record: AttemptRecord,
  root: string,
  without: readonly string[],
  file: string,
): Promise<AttemptRecord> {
  if (record.commit === undefined || record.branch === undefined) return record;
  try {
    await writeBundle({ root, branch: record.branch, without, file });
    return record;
  } catch (error) {
    rmSync(file, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    const fault = { code: "bundle_failed", reason, steps: ["Look at the log of the job, then retry the task."] };
    return { ...record, exit: { ...record.exit, fault } };
  }
}
