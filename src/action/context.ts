/** Where and why the Action runs: the runner's environment and the event's payload, checked once, at the border. */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Repo } from "../github/types.ts";
import type { ActionEvent } from "./event.ts";
import { readEvent } from "./payload.ts";
import { ActionProblem } from "./problem.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ActionContext {
  readonly repo: Repo;
  /** The repository's default branch as the payload says; null where it does not: the API knows. */
  readonly default_branch: string | null;
  readonly run: {
    /** Digits; the session handle of a matrix attempt is `gha:<id>`. */
    readonly id: string;
    /** From 1; a person's "re-run" counts on. */
    readonly attempt: number;
    readonly url: string;
  };
  readonly urls: { readonly server: string; readonly api: string; readonly graphql: string };
  /** The file name of the workflow that runs, such as `ltpm.yml`; null where the runner does not say. */
  readonly workflow: string | null;
  /** `refs/heads/main`; null where the runner does not say. */
  readonly ref: string | null;
  /** The commit the run was started for; null where the runner does not say. */
  readonly sha: string | null;
  /** Where a checkout lies, absolute. */
  readonly workspace: string;
  /** The runner's folder for temporary files, absolute. */
  readonly temp: string;
  readonly event: ActionEvent;
}

/** Reads the environment and the payload. Throws `ActionProblem` for what is missing, wrong or refused. */
export function readContext(env: Environment): ActionContext {
  const name = required(env, "GITHUB_EVENT_NAME");
  const repo = repoOf(env);
  const urls = urlsOf(env);
  const run = runOf(env, `${urls.server}/${repo.owner}/${repo.name}`);
  const { event, default_branch } = readEvent(name, payloadOf(env, name));
  return {
    repo,
    default_branch,
    run,
    urls,
    workflow: /\/([^/@]+)@/.exec(env.GITHUB_WORKFLOW_REF ?? "")?.[1] ?? null,
    ref: env.GITHUB_REF || null,
    sha: env.GITHUB_SHA || null,
    workspace: env.GITHUB_WORKSPACE || process.cwd(),
    temp: env.RUNNER_TEMP || tmpdir(),
    event,
  };
}

const OUTSIDE = "This program is a GitHub Action and runs in a workflow; on your machine use the `ltpm` command";

function required(env: Environment, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new ActionProblem("no_runner", `${name} is not set. ${OUTSIDE}`);
}

/** GitHub's own rule for names; nothing else may reach a URL. */
const REPOSITORY = /^([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_-])?)\/(?!\.{1,2}$)([A-Za-z0-9_.-]{1,100})$/;

function repoOf(env: Environment): Repo {
  const text = env.GITHUB_REPOSITORY ?? "";
  const [, owner, name] = REPOSITORY.exec(text) ?? [];
  if (owner !== undefined && name !== undefined) return { owner, name };
  const problem = text === "" ? "GITHUB_REPOSITORY is not set" : "GITHUB_REPOSITORY is not of the form owner/name";
  throw new ActionProblem("no_repository", `${problem}. ${OUTSIDE}`);
}

/** The servers' addresses. Without its own variable GitHub Enterprise Server answers below `/api`. */
function urlsOf(env: Environment): ActionContext["urls"] {
  const server = address(env, "GITHUB_SERVER_URL", "https://github.com");
  const atHome = server === "https://github.com";
  const api = address(env, "GITHUB_API_URL", atHome ? "https://api.github.com" : `${server}/api/v3`);
  const graphql = address(env, "GITHUB_GRAPHQL_URL", `${api.replace(/\/v3$/, "")}/graphql`);
  return { server, api, graphql };
}

function address(env: Environment, name: string, otherwise: string): string {
  const text = env[name] || otherwise;
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url !== null && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}` === "";
  if (plain) return text.replace(/\/+$/, "");
  throw new ActionProblem("no_runner", `${name} is not the address of a server. Remove it, or write https://…`);
}

function runOf(env: Environment, repository: string): ActionContext["run"] {
  const id = required(env, "GITHUB_RUN_ID");
  if (!/^\d{1,20}$/.test(id)) throw new ActionProblem("no_runner", `GITHUB_RUN_ID is not a number. ${OUTSIDE}`);
  const again = Number(/^\d{1,6}$/.exec(env.GITHUB_RUN_ATTEMPT ?? "")?.[0] ?? 1);
  const url = `${repository}/actions/runs/${id}`;
  return { id, attempt: again, url: again > 1 ? `${url}/attempts/${again}` : url };
}

function payloadOf(env: Environment, event: string): unknown {
  const path = env.GITHUB_EVENT_PATH;
  if (!path)
    throw new ActionProblem(
      "no_payload",
      `GITHUB_EVENT_PATH is not set: the ${event} event has no payload. ${OUTSIDE}`,
    );
  try {
    return JSON.parse(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    const why = error instanceof SyntaxError ? "is not JSON" : "cannot be read";
    throw new ActionProblem(
      "no_payload",
      `The payload of the ${event} event ${why} (GITHUB_EVENT_PATH). Run the workflow again`,
    );
  }
}
