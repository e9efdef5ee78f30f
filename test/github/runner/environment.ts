/** The variables that GitHub's runner sets for a JavaScript action. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ActionEvent } from "../events/event.ts";
import type { GitHubDouble } from "../face.ts";

/** Files that the Action writes to, by variable. */
export const FILES = {
  GITHUB_OUTPUT: "output",
  GITHUB_ENV: "env",
  GITHUB_PATH: "path",
  GITHUB_STATE: "state",
  GITHUB_STEP_SUMMARY: "summary",
} as const;

export type FileVariable = keyof typeof FILES;

export interface Place {
  /** RUNNER_TEMP. */
  readonly temp: string;
  readonly home: string;
  readonly workspace: string;
  /** Where the runner's own files are, out of what is searched for secrets. */
  readonly commands: string;
}

/** Folders for one run; they go when the double closes. */
export function makePlace(github: GitHubDouble, workspace?: string): Place {
  const base = mkdtempSync(join(tmpdir(), "ltpm-runner-"));
  github.atClose(() => rmSync(base, { recursive: true, force: true }));
  const folder = (name: string) => {
    mkdirSync(join(base, name));
    return join(base, name);
  };
  const place = { temp: folder("temp"), home: folder("home"), commands: folder("commands") };
  return { ...place, workspace: workspace ?? folder("workspace") };
}

export function filePath(place: Place, variable: FileVariable): string {
  return join(place.commands, FILES[variable]);
}

export interface Situation {
  readonly github: GitHubDouble;
  readonly event: ActionEvent;
  readonly token: string;
  readonly job: string;
  readonly runId: number;
  readonly runAttempt: number;
  readonly workflow: string;
}

/** The `github` context as action.yml's expressions may use it. */
export function githubContext({ github, event, token, job, runId }: Situation): Record<string, string> {
  return {
    token,
    repository: `${github.owner}/${github.name}`,
    actor: event.actor,
    event_name: event.name,
    job,
    run_id: String(runId),
    server_url: github.serverUrl,
    api_url: github.apiUrl,
    graphql_url: github.graphqlUrl,
  };
}

/** Writes the event and the empty files; gives the whole environment. */
export function runnerEnvironment(situation: Situation, place: Place): Record<string, string> {
  const { github, event, job, runId, runAttempt, workflow } = situation;
  const ref = event.ref ?? "refs/heads/main";
  const sha = event.sha ?? github.head(ref.replace("refs/heads/", "")) ?? "0".repeat(40);
  const eventPath = join(place.commands, "event.json");
  writeFileSync(eventPath, JSON.stringify(event.payload));
  const names: FileVariable[] = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"];
  for (const name of names) writeFileSync(filePath(place, name), "");
  return {
    PATH: process.env.PATH ?? "",
    HOME: place.home,
    LANG: "C.UTF-8",
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "__self",
    GITHUB_ACTOR: event.actor,
    GITHUB_TRIGGERING_ACTOR: event.actor,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    GITHUB_SERVER_URL: github.serverUrl,
    GITHUB_BASE_REF: "",
    GITHUB_HEAD_REF: "",
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_JOB: job,
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/[^/]+\//, ""),
    GITHUB_REF_PROTECTED: "false",
    GITHUB_REF_TYPE: "branch",
    GITHUB_REPOSITORY: `${github.owner}/${github.name}`,
    GITHUB_REPOSITORY_OWNER: github.owner,
    GITHUB_RETENTION_DAYS: "90",
    GITHUB_RUN_ATTEMPT: String(runAttempt),
    GITHUB_RUN_ID: String(runId),
    GITHUB_RUN_NUMBER: "1",
    GITHUB_SHA: sha,
    GITHUB_WORKFLOW: "LTPM",
    GITHUB_WORKFLOW_REF: `${github.owner}/${github.name}/${workflow}@${ref}`,
    GITHUB_WORKFLOW_SHA: sha,
    GITHUB_WORKSPACE: place.workspace,
    RUNNER_ARCH: "X64",
    RUNNER_ENVIRONMENT: "github-hosted",
    RUNNER_NAME: "GitHub Actions 1",
    RUNNER_OS: "Linux",
    RUNNER_TEMP: place.temp,
    RUNNER_TOOL_CACHE: join(place.home, "tools"),
    ACTIONS_RUNTIME_TOKEN: RUNTIME_TOKEN,
    ACTIONS_RUNTIME_URL: "http://127.0.0.1:9/",
    ACTIONS_RESULTS_URL: "http://127.0.0.1:9/",
    ...Object.fromEntries(names.map((name) => [name, filePath(place, name)])),
  };
}

/** The token of the artifact service, which every action gets and none of ours may pass on. */
export const RUNTIME_TOKEN = "eyJhbGciOiJSUzI1NiJ9.runtimeTokenOfTheRunner.c2lnbmF0dXJl";
