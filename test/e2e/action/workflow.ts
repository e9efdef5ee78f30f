/** The workflow as GitHub runs it: plan, an attempt a task, verify where code checks, settle; each job a process in a checkout of its own. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import type { GitHubDouble } from "../../github/double.ts";
import type { ActionEvent } from "../../github/events/event.ts";
import { type ActionResult, type ActionRun, runAction } from "../../github/run-action.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export interface WorkflowRun {
  readonly github: GitHubDouble;
  readonly event: ActionEvent;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Given to the jobs that execute tasks, as a workflow's `env:` would. */
  readonly env?: Readonly<Record<string, string>>;
  /** The machine's own settings, such as its clock: given to all jobs. */
  readonly machine?: Readonly<Record<string, string>>;
  readonly token?: string;
  /** Jobs that do not come to run, as when a runner dies before them. */
  readonly without?: readonly ("attempt" | "verify" | "settle")[];
}

export interface WorkflowResult {
  readonly run: number;
  readonly plan: ActionResult;
  readonly attempts: readonly ActionResult[];
  readonly verified: readonly ActionResult[];
  readonly settle: ActionResult | null;
  /** What the machines left for one another. */
  readonly artifacts: string;
  /** The commit that every job worked on. */
  readonly base: string;
}

interface MatrixEntry {
  readonly token: string;
  readonly order: string;
}

function entries(json: string | undefined): MatrixEntry[] {
  return JSON.parse(json || "[]");
}

/** What actions/checkout leaves: the repository at one commit, and no credentials. */
export function checkout(github: GitHubDouble, commit: string): string {
  const dir = mkdtempSync(join(tmpdir(), "ltpm-workspace-"));
  github.atClose(() => execFileSync("rm", ["-rf", dir]));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: dir, stdio: "pipe" });
  git("init", "--quiet", "--initial-branch=main");
  git("fetch", "--quiet", "--depth=1", github.gitDir, commit);
  git("checkout", "--quiet", "--detach", "FETCH_HEAD");
  return dir;
}

/** One job of the Action with the bundle under test. */
export function job(github: GitHubDouble, event: ActionEvent, more: Omit<ActionRun, "action" | "github" | "event">) {
  return runAction({ action: ROOT, dist: inject("dist"), github, event, ...more });
}

/** Runs the whole workflow. What one machine leaves reaches another only as artifacts. */
export async function runWorkflow({
  github,
  event,
  inputs,
  env,
  machine = {},
  token,
  without = [],
}: WorkflowRun): Promise<WorkflowResult> {
  const run = github.run({ event: event.name }).id;
  const shared = { runId: run, env: machine, ...(token === undefined ? {} : { token }) };
  const plan = await job(github, event, { ...shared, job: "plan", ...(inputs === undefined ? {} : { inputs }) });
  const planned = entries(plan.outputs.attempts);
  const base = plan.outputs.base ?? "";
  const artifacts = mkdtempSync(join(tmpdir(), "ltpm-artifacts-"));
  github.atClose(() => execFileSync("rm", ["-rf", artifacts]));
  const executed = (name: "attempt" | "verify", entry: MatrixEntry, out: string) =>
    job(github, event, {
      ...shared,
      job: name,
      workspace: checkout(github, base),
      inputs: { job: name, token: "", order: entry.order, artifacts: out },
      env: { ...machine, ...env },
    });
  const attempts: ActionResult[] = [];
  for (const entry of without.includes("attempt") ? [] : planned) {
    const out = mkdtempSync(join(tmpdir(), "ltpm-machine-"));
    attempts.push(await executed("attempt", entry, out));
    upload(out, artifacts);
  }
  const verified: ActionResult[] = [];
  for (const entry of without.includes("verify") || plan.code !== 0 ? [] : entries(plan.outputs.verify)) {
    const out = mkdtempSync(join(tmpdir(), "ltpm-machine-"));
    const name = `ltpm-${entry.token}`;
    if (existsSync(join(artifacts, name))) cpSync(join(artifacts, name), join(out, name), { recursive: true });
    verified.push(await executed("verify", entry, out));
    upload(out, artifacts);
  }
  const settles = planned.length > 0 && !without.includes("settle");
  const settle = settles
    ? await job(github, event, {
        ...shared,
        job: "settle",
        workspace: checkout(github, base),
        inputs: { ...inputs, job: "settle", artifacts },
      })
    : null;
  github.setRun(run, { status: "completed", conclusion: "success" });
  return { run, plan, attempts, verified, settle, artifacts, base };
}

function upload(from: string, artifacts: string): void {
  for (const name of readdirSync(from)) cpSync(join(from, name), join(artifacts, name), { recursive: true });
}

/** Runs what was started by `workflow_dispatch` until nothing is started any more. */
export async function runStarted(run: WorkflowRun & { readonly make: () => ActionEvent }): Promise<WorkflowResult[]> {
  const results: WorkflowResult[] = [];
  for (;;) {
    const waiting = run.github.runs().filter((one) => one.event === "workflow_dispatch" && one.status === "queued");
    const [next] = waiting;
    if (next === undefined) return results;
    run.github.setRun(next.id, { status: "completed", conclusion: "success" });
    results.push(await runWorkflow({ ...run, event: run.make() }));
    if (results.length > 20) throw new Error("runs start runs without an end");
  }
}
