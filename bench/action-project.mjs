/** A project on the GitHub double, and runs of the built Action against it, each as its own process. Needs Node 24. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startGitHub, WORKFLOW_TOKEN } from "../test/github/double.ts";
import { environment, task } from "./project.mjs";

export const DIST = fileURLToPath(new URL("../dist", import.meta.url));
export const ACTION = join(DIST, "action.js");
const HOOK = fileURLToPath(new URL("./loaded.cjs", import.meta.url));

/** Done long enough ago to be of no interest, not long enough to be archived. */
function doneTask(n) {
  const { blocked_reason, user_action_required, ...done } = task(n * 10);
  return { ...done, id: `T-${String(n).padStart(2, "0")}`, blocked_reason, user_action_required };
}

function queueOf(tasks) {
  return `${JSON.stringify({ version: 2, lastId: tasks.at(-1)?.id ?? null, tasks, archivedCount: 0 }, null, 2)}\n`;
}

const opened = new Set();

/** Closes every GitHub that a part which failed left open. */
export async function closeAll() {
  for (const github of opened) await github.close();
}

/** Documents beside the queue, as long as such documents are. */
export const DOCUMENTS = {
  "PROGRESS.md": `# PROGRESS\n\n## Current Stage\n- **Overall Progress**: 40%\n\n## Recent Activity\n${Array.from(
    { length: 200 },
    (_, n) =>
      `- 2026-01-${String((n % 28) + 1).padStart(2, "0")} 10:00: somebody did thing number ${n}, and wrote a line about it\n`,
  ).join("")}\n## Blockers\n`,
  "NEXT_STEPS.md": "# NEXT_STEPS\n\n## Now\n- [ ] talk to Ada\n- [ ] T-01: look at it again\n",
};

/** A GitHub with `done` finished tasks in the queue and `more` besides. */
export async function projectOf(done, more = [], config = {}, files = {}) {
  const github = await startGitHub();
  opened.add(github);
  const tasks = [...Array.from({ length: done }, (_, n) => doneTask(n + 1)), ...more];
  github.seedFiles("main", {
    "README.md": "# A project\n",
    ".ltpm/config.json": `${JSON.stringify({ runner: "github", state_branch: null, ...config }, null, 2)}\n`,
    ".ltpm/task-queue.json": queueOf(tasks),
    ...files,
  });
  github.workflow(".github/workflows/ltpm.yml");
  github.workflow(".github/workflows/ltpm-schedule.yml");
  return github;
}

/** Adds a task to the queue as a commit on the default branch. */
export function addTask(github, more) {
  const path = ".ltpm/task-queue.json";
  const queue = JSON.parse(github.readFile("main", path));
  github.seedFile(
    "main",
    path,
    `${JSON.stringify({ ...queue, lastId: more.id, tasks: [...queue.tasks, more] }, null, 2)}\n`,
  );
}

/** The environment of a run, with its files. `api` stands in for the double's API where it is given. */
export function runOf(scratch, github, { event = "schedule", payload = {}, inputs = {}, run, api, ...more } = {}) {
  const dir = mkdtempSync(join(scratch, "run-"));
  const files = { GITHUB_EVENT_PATH: "event.json", GITHUB_OUTPUT: "output", GITHUB_STEP_SUMMARY: "summary" };
  const env = { ...environment(dir), RUNNER_TEMP: dir, GITHUB_WORKSPACE: dir };
  for (const [name, file] of Object.entries(files)) {
    env[name] = join(dir, file);
    writeFileSync(env[name], name === "GITHUB_EVENT_PATH" ? JSON.stringify(payload) : "");
  }
  for (const [name, value] of Object.entries({ token: WORKFLOW_TOKEN, ...inputs }))
    env[`INPUT_${name.toUpperCase()}`] = value;
  return {
    dir,
    env: {
      ...env,
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_NAME: event,
      GITHUB_REPOSITORY: `${github.owner}/${github.name}`,
      GITHUB_RUN_ID: String(run ?? github.run().id),
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_WORKFLOW_REF: `${github.owner}/${github.name}/.github/workflows/ltpm.yml@refs/heads/main`,
      GITHUB_REF: "refs/heads/main",
      GITHUB_SHA: github.head("main") ?? "",
      GITHUB_SERVER_URL: github.serverUrl,
      GITHUB_API_URL: api ?? github.apiUrl,
      GITHUB_GRAPHQL_URL: api === undefined ? github.graphqlUrl : `${api}/graphql`,
      ...more,
    },
  };
}

/** One process: its wall milliseconds and when it began. A red run is an error: nothing was measured. */
export function launch(args, env) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      const ms = performance.now() - began;
      if (code === 0) resolve({ began, ms, said });
      else reject(new Error(`exit ${code}: ${said.trim().split("\n").at(-1)?.slice(0, 300)}`));
    });
  });
}

/** Runs the Action once and gives what it wrote and how many requests it made. */
export async function act(scratch, github, options) {
  const { dir, env } = runOf(scratch, github, options);
  github.tally();
  await launch([ACTION], env);
  return { dir, ...github.tally(), outputs: outputsOf(readFileSync(env.GITHUB_OUTPUT, "utf8")) };
}

function outputsOf(text) {
  const found = text.matchAll(/^([\w-]+)<<(ltpm_[0-9a-f-]+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name, , value]) => [name, value]));
}

/** Bytes of our own code that one run loads. */
export async function bytesLoaded(scratch, github, options) {
  const { dir, env } = runOf(scratch, github, options);
  const file = join(dir, "loaded");
  await launch(["--require", HOOK, ACTION], { ...env, LTPM_BENCH_LOADED: file });
  return Number(readFileSync(file, "utf8"));
}

/** Lets the project set itself up: runs until a cycle writes nothing. */
export async function settled(scratch, github) {
  for (let tries = 0; tries < 6; tries++) if ((await act(scratch, github)).writes === 0) return;
  throw new Error("six cycles on an idle project, and the sixth still wrote");
}
