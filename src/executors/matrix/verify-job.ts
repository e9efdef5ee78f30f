/**
 * The job `verify`: on a fresh machine, runs the checks that execute code, in the tree that the attempt left. It holds no
 * token that can write, as the job that made the work: the code it runs is the same stranger's.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { AttemptOrder } from "../../dispatch/executor.ts";
import { ours, saidBy } from "../../git/own-git.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import { childEnvironment, secretValues } from "../../host/environment.ts";
import { redact } from "../../host/redact.ts";
import type { CheckOutcome } from "../../verify/attempt-record.ts";
import { runChecks } from "../checks/run-checks.ts";
import { whyUnchecked } from "../checks/unchecked.ts";
import { roomOf } from "../command/attempt-folder.ts";
import { type Limits, USUAL_LIMITS } from "../command/job.ts";
import { attemptEnvironment } from "../command/run-attempt.ts";
import { checkoutFault } from "./checkout.ts";
import { guardOutput, type Print, toStandardOutput } from "./guarded-output.ts";
import { OUTCOMES_FILE, RUNNER_FILES, verifiedName } from "./names.ts";
import { openQuarantine } from "./quarantine.ts";
import { type Claim, type Outcomes, readArtifact } from "./read-artifact.ts";
import { type Received, receive } from "./receive.ts";

export interface VerifyJob {
  readonly order: AttemptOrder;
  /** The attempt's artifact, downloaded: the folder `ltpm-<token>`. */
  readonly artifact: string;
  /** A fresh checkout of the default branch, with its history and without credentials. The work is checked out there. */
  readonly root: string;
  /** The folder that receives `ltpm-verified-<token>/`. */
  readonly out: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stop?: AbortSignal;
  readonly print?: Print;
  readonly limits?: Partial<Limits>;
}

/** What came of it. `nothing`: there is no result that could be checked; the settle job finds out the same. */
export type VerifyJobEnd =
  | { readonly kind: "checked"; readonly outcomes: Outcomes; readonly artifact: string }
  | { readonly kind: "nothing"; readonly why: string };

/** Runs the checks. Rejects for a checkout that is none or holds credentials, and for work that is not fit to be looked at. */
export async function runVerifyJob(job: VerifyJob): Promise<VerifyJobEnd> {
  const { order, root } = job;
  const fault = await checkoutFault(root, order);
  if (fault !== null) throw new Error(`${fault.reason}. ${fault.steps[0]}`);
  const read = readArtifact(dirname(resolve(job.artifact)), order.token);
  if (read.kind !== "whole") return { kind: "nothing", why: read.why };
  const why = whyUnchecked(read.claim.exit, read.claim.result);
  if (why !== null) return { kind: "nothing", why };
  const work = read.bundle === null ? null : await checkOut(job, read.claim, read.bundle);
  const outcomes: Outcomes = {
    token: order.token,
    commit: work?.commit ?? null,
    outcomes: await runCommands(job, read.claim, work?.changed ?? []),
  };
  const artifact = join(job.out, verifiedName(order.token));
  mkdirSync(artifact, { recursive: true });
  writeAtomically(join(artifact, OUTCOMES_FILE), `${JSON.stringify(outcomes)}\n`);
  return { kind: "checked", outcomes, artifact };
}

/** Checks the work out in `root`, from the bundle and bound to its commit. */
async function checkOut({ order, root }: VerifyJob, claim: Claim, bundle: string): Promise<Received> {
  const must = async (...args: string[]) => {
    const answer = await ours(args, { cwd: root });
    if (answer.code !== 0) throw new Error(`the work could not be checked out: ${saidBy(answer)}`);
    return answer.stdout.trim();
  };
  const gitDir = await must("rev-parse", "--absolute-git-dir");
  const quarantine = await openQuarantine({ gitDir, branch: "the branch that is checked out" });
  try {
    const needs = order.place.kind === "worktree" ? order.place.needs : [];
    const { id, token } = order;
    const asked = { id, token, needs, bundle, claimed: claim };
    const work = await receive(quarantine, asked);
    const quiet = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
    await must("fetch", ...quiet, "--end-of-options", quarantine.gitDir, `+${work.commit}:refs/ltpm/verified`);
    await must("checkout", "--quiet", "--force", "--detach", "--no-recurse-submodules", work.commit);
    return work;
  } finally {
    quarantine.close();
  }
}

/** The checks that execute code, with the environment that the attempt had. */
async function runCommands(job: VerifyJob, claim: Claim, changed: readonly string[]): Promise<CheckOutcome[]> {
  const { order, root } = job;
  const env = job.env ?? process.env;
  const limits = { ...USUAL_LIMITS, ...job.limits };
  const secrets = secretValues(env);
  const folder = mkdtempSync(join(tmpdir(), "ltpm-verify-"));
  const room = roomOf(folder, order.token);
  mkdirSync(room.room, { recursive: true, mode: 0o700 });
  writeFileSync(room.task, order.instruction, { mode: 0o600 });
  if (claim.result !== undefined) writeFileSync(room.result, JSON.stringify(claim.result), { mode: 0o600 });
  const named = order.env.filter((name) => !RUNNER_FILES.has(name));
  const guarded = guardOutput(job.print ?? toStandardOutput);
  try {
    const commands = order.checks.filter((check) => check.kind === "command");
    const outcomes = await runChecks(commands, {
      ...{ root, isolated: true, startedAt: 0, exit: claim.exit, output: claim.output, instruction: order.instruction },
      ...{ changed, unmerged: [], result: claim.result, agent: claim.agent, token: order.token },
      ...{ env: childEnvironment(env, named, attemptEnvironment({ order }, room)) },
      ...{ stop: job.stop ?? new AbortController().signal, kept: async () => true },
      limits: { command_ms: limits.check_ms, pattern_ms: limits.pattern_ms, grace_ms: limits.grace_ms },
      redact: (text) => redact(text, secrets),
    });
    for (const { check, ok, detail } of outcomes) {
      guarded.print(Buffer.from(`${ok ? "passed" : "not passed"}: ${check}\n${detail}\n`));
    }
    return outcomes;
  } finally {
    guarded.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
