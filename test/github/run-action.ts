/**
 * Runs a built Action as GitHub's runner does: inputs from action.yml, files and variables of the runner, the event as a file, a
 * clean environment otherwise. `LTPM_NODE` names another Node than the one of the tests.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ActionEvent } from "./events/event.ts";
import type { GitHubDouble } from "./face.ts";
import { inputVariables, readActionFile } from "./runner/action-file.ts";
import { type Level, readCommands, readValues } from "./runner/commands.ts";
import {
  filePath,
  githubContext,
  makePlace,
  type Place,
  RUNTIME_TOKEN,
  runnerEnvironment,
  type Situation,
} from "./runner/environment.ts";
import { findLeaks } from "./runner/leaks.ts";
import { WORKFLOW_TOKEN } from "./tokens.ts";

export interface ActionRun {
  /** The Action's directory: `action.yml` in it. */
  readonly action: string;
  /** Where `runs.main` lies, if the tests built it elsewhere: the directory that stands for `dist`. */
  readonly dist?: string;
  readonly github: GitHubDouble;
  /** The event: from `events/payloads.ts`. */
  readonly event: ActionEvent;
  /** Inputs by name, over the defaults of action.yml. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** What `${{ github.token }}` is. Default: the workflow's token that may write. */
  readonly token?: string;
  /** More variables for the process (what a workflow passes by `env:`); undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: a run is recorded in the double and its id used. */
  readonly runId?: number;
  readonly runAttempt?: number;
  readonly job?: string;
  /** Path of the workflow's file. Default `.github/workflows/ltpm.yml`. */
  readonly workflow?: string;
  /** GITHUB_WORKSPACE. Default: an empty directory. */
  readonly workspace?: string;
  /** Other values that must not appear anywhere. The token is always looked for. */
  readonly secrets?: readonly string[];
  /** Milliseconds until the process is killed. Default 60000. */
  readonly limit?: number;
  /** Told as soon as the process runs, for a test that kills it. */
  readonly started?: (kill: () => void) => void;
}

export interface Annotation {
  readonly level: Level;
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface ActionResult {
  /** Exit code; null when killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Variables set by GITHUB_ENV, and what was kept in GITHUB_STATE. */
  readonly exported: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** What was told to be masked. */
  readonly masks: readonly string[];
  /** Where the token or a secret stands in clear: output (lines of `::add-mask::` left out), files, issues, comments. */
  readonly leaks: readonly string[];
  readonly runId: number;
  /** RUNNER_TEMP of this run, and the working directory. They stay until the double closes. */
  readonly temp: string;
  readonly workspace: string;
  /** Milliseconds from start to end. */
  readonly took: number;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly took: number;
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

function runProgram(program: string, env: NodeJS.ProcessEnv, run: ActionRun, cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const node = process.env.LTPM_NODE ?? process.execPath;
    const child = spawn(node, [program], { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString("utf8");
    const timer = setTimeout(() => killGroup(child.pid), run.limit ?? 60_000);
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code, stdout: text(out), stderr: text(err), took: performance.now() - began });
    });
    run.started?.(() => killGroup(child.pid));
  });
}

function situationOf(run: ActionRun): Situation {
  const { github, event } = run;
  const workflow = run.workflow ?? ".github/workflows/ltpm.yml";
  const runId = run.runId ?? github.run({ workflow, event: event.name, actor: event.actor }).id;
  const token = run.token ?? WORKFLOW_TOKEN;
  return { github, event, token, job: run.job ?? "plan", runId, runAttempt: run.runAttempt ?? 1, workflow };
}

/** The environment without what the caller takes away. */
function mixed(base: Readonly<Record<string, string>>, more: ActionRun["env"]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries({ ...base, ...more }).filter(([, value]) => value !== undefined));
}

function report(run: ActionRun, ended: Ended, situation: Situation, place: Place): ActionResult {
  const read = (name: Parameters<typeof filePath>[1]) => readFileSync(filePath(place, name), "utf8");
  const { annotations, masks, shown } = readCommands(ended.stdout);
  const summary = read("GITHUB_STEP_SUMMARY");
  const files = { output: read("GITHUB_OUTPUT"), env: read("GITHUB_ENV"), state: read("GITHUB_STATE"), summary };
  const texts = { stdout: shown, stderr: ended.stderr, ...files };
  const secrets = [situation.token, RUNTIME_TOKEN, ...(run.secrets ?? [])];
  return {
    ...ended,
    outputs: readValues(files.output),
    exported: readValues(files.env),
    state: readValues(files.state),
    summary,
    annotations,
    masks,
    leaks: findLeaks(secrets, texts, [place.temp, place.home, place.workspace], run.github),
    runId: situation.runId,
    temp: place.temp,
    workspace: place.workspace,
  };
}

/** Runs the Action once; resolves when its process has ended, however it ended. */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const file = readActionFile(run.action);
  const situation = situationOf(run);
  const place = makePlace(run.github, run.workspace);
  const inputs = inputVariables(file, run.inputs ?? {}, githubContext(situation));
  const env = mixed({ ...runnerEnvironment(situation, place), ...inputs }, run.env);
  const program =
    run.dist === undefined ? join(run.action, file.main) : join(run.dist, file.main.replace(/^dist\//, ""));
  return report(run, await runProgram(program, env, run, place.workspace), situation, place);
}
