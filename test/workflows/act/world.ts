/**
 * The workflows as they are installed, run in a real workflow runner (`act`) against the GitHub double. Every action that they
 * use is a local stand-in; our own is the built one, or a stand-in that writes down what it was given.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type GitHubDouble, PERSON_TOKEN, startGitHub, WORKFLOW_TOKEN } from "../../github/double.ts";
import type { ActionEvent } from "../../github/events/event.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..", "..");
const OURS = "octo/ltpm@0123456789abcdef0123456789abcdef01234567";

/** The programs that this needs. */
export interface Tools {
  readonly act: string;
  /** The folder of a Node 24: the actions say node24, and a runner of one's own takes the node that it finds. */
  readonly node: string;
  /** The folder with `dist/` and `templates/`. */
  readonly installation: string;
}

export interface ActWorld {
  readonly github: GitHubDouble;
  /** Where the stand-ins and tests write; not seen by the double. */
  readonly folder: string;
  /** Runs a workflow for an event to its end and records that in the double. */
  run(workflow: string, event: ActionEvent, more?: RunOptions): Promise<ActRun>;
  close(): Promise<void>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The run's id where it is there already: one that a dispatch made. */
  readonly runId?: number;
}

export interface ActRun {
  readonly id: number;
  readonly code: number | null;
  readonly said: string;
}

/** Every action that a workflow uses, as `owner/name@commit`. */
function used(text: string): string[] {
  return [...new Set([...text.matchAll(/^\s*-?\s*uses: (\S+)/gm)].map((found) => found[1] ?? ""))];
}

function standInOf(action: string, ours: string): string {
  return action === OURS ? ours : join(here, "stand-ins", action.replace(/^actions\/([\w-]+)@.*$/, "$1"));
}

interface Place {
  readonly tools: Tools;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** The workflows by path, as users have them. */
  readonly workflows: Readonly<Record<string, string>>;
  readonly github: GitHubDouble;
}

/** What act is started for. */
interface Start {
  readonly id: number;
  readonly workflow: string;
  readonly event: ActionEvent;
  readonly env: Readonly<Record<string, string>>;
}

/** Nothing of the machine's own settings. */
function environment(home: string): NodeJS.ProcessEnv {
  const author = { GIT_AUTHOR_NAME: "Ann", GIT_AUTHOR_EMAIL: "ann@example.com" };
  const committer = { GIT_COMMITTER_NAME: "Ann", GIT_COMMITTER_EMAIL: "ann@example.com" };
  return { PATH: process.env.PATH, HOME: home, LANG: "C", GIT_CONFIG_NOSYSTEM: "1", ...author, ...committer };
}

/** Writes the workflows with the program that users call. */
async function install(tools: Tools, folder: string, env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const project = join(folder, "installed");
  const hub = join(folder, "hub.git");
  mkdirSync(project);
  await done("git", ["init", "--quiet", "--bare", hub], { cwd: folder, env });
  await done("git", ["init", "--quiet"], { cwd: project, env });
  await done("git", ["remote", "add", "origin", hub], { cwd: project, env });
  const cli = join(tools.installation, "dist", "cli.js");
  await done(process.execPath, [cli, "init", "--github", "--yes", "--action", OURS], { cwd: project, env });
  const paths = ["ltpm.yml", "ltpm-schedule.yml"].map((name) => `.github/workflows/${name}`);
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(project, path), "utf8")]));
}

/** Puts the program of our Action beside its action.yml: a file of ours, or what a checkout of its repository has. */
function putAction(tools: Tools, ours: string, standIn: string | null): void {
  cpSync(join(root, "action.yml"), join(ours, "action.yml"));
  if (standIn !== null) cpSync(standIn, join(ours, "dist", "action.js"));
  else
    for (const part of ["dist", "templates"])
      cpSync(join(tools.installation, part), join(ours, part), { recursive: true });
  writeFileSync(join(ours, "dist", "package.json"), '{ "type": "commonjs" }\n');
}

/** What GitHub tells every job of this run. */
function variables({ github, folder }: Place, { id, workflow, event, env }: Start): Record<string, string> {
  return {
    ...env,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    GITHUB_SERVER_URL: github.serverUrl,
    GITHUB_RUN_ID: String(id),
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_ACTOR: event.actor,
    GITHUB_WORKFLOW_REF: `octo/project/.github/workflows/${workflow}@refs/heads/main`,
    LTPM_ACT_ARTIFACTS: join(folder, "artifacts", String(id)),
  };
}

function argumentsOf(place: Place, start: Start): string[] {
  const { event, workflow, id } = start;
  const path = `.github/workflows/${workflow}`;
  const file = join(place.folder, `event-${id}.json`);
  writeFileSync(file, JSON.stringify(event.payload));
  const actions = used(place.workflows[path] ?? "");
  return [
    event.name,
    ...["--eventpath", file, "--workflows", path],
    ...["--platform", "ubuntu-latest=-self-hosted", "--secret", `GITHUB_TOKEN=${WORKFLOW_TOKEN}`],
    ...actions.flatMap((action) => [
      "--local-repository",
      `${action}=${standInOf(action, join(place.folder, "ours"))}`,
    ]),
    ...Object.entries(variables(place, start)).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
  ];
}

async function runIn(place: Place, workflow: string, event: ActionEvent, more: RunOptions): Promise<ActRun> {
  const { github, folder, env, tools } = place;
  const project = join(folder, "project");
  const id = more.runId ?? github.run({ workflow: `.github/workflows/${workflow}`, event: event.name }).id;
  github.setRun(id, { status: "in_progress" });
  mkdirSync(join(folder, "artifacts", String(id)), { recursive: true });
  // What lies here is the run's commit, for act. The double serves git from this process: nothing may block it.
  rmSync(project, { recursive: true, force: true });
  await done("git", ["clone", "--quiet", github.gitUrl(PERSON_TOKEN), project], { cwd: folder, env });
  await done("git", ["remote", "set-url", "origin", "https://github.com/octo/project"], { cwd: project, env });
  const args = argumentsOf(place, { id, workflow, event, env: more.env ?? {} });
  const path = `${tools.node}:${process.env.PATH}`;
  const { code, said } = await ended(tools.act, args, { cwd: project, env: { ...env, PATH: path } });
  github.setRun(id, { status: "completed", conclusion: code === 0 ? "success" : "failure" });
  return { id, code, said };
}

/** Starts a GitHub with a repository that has the workflows and these files. `standIn` null: our Action as it was built. */
export async function startWorld(
  tools: Tools,
  standIn: string | null,
  files: Readonly<Record<string, string>> = {},
): Promise<ActWorld> {
  const folder = mkdtempSync(join(tmpdir(), "ltpm-act-"));
  const env = environment(join(folder, "home"));
  for (const name of ["home", "ours"]) mkdirSync(join(folder, name));
  const workflows = await install(tools, folder, env);
  putAction(tools, join(folder, "ours"), standIn);
  const github = await startGitHub();
  github.seedFiles("main", { "README.md": "# A project\n", ...workflows, ...files });
  const place: Place = { tools, folder, env, workflows, github };
  return {
    github,
    folder,
    run: (workflow, event, more = {}) => runIn(place, workflow, event, more),
    async close() {
      await github.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Where {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

function ended(program: string, args: readonly string[], where: Where): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, where);
    let said = "";
    const hear = (text: string) => {
      said += text;
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said }));
  });
}

async function done(program: string, args: readonly string[], where: Where): Promise<void> {
  const { code, said } = await ended(program, args, where);
  if (code !== 0) throw new Error(`${program} ${args[0]}: ${said}`);
}
