/** Workflow runs and workflows: how a run stands, starting one, switching a schedule off and on. */
import * as v from "valibot";
import { GitHubError, isGitHubError } from "./error.ts";
import { nothing, shape } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

/** How a run stands. `gone`: it is not there. `unknown`: nobody can say now, never to be taken for lost;
 * `denied`: because the token may not look. */
export type RunStanding =
  | { readonly kind: "running"; readonly status: string; readonly attempt: number }
  | { readonly kind: "completed"; readonly conclusion: string; readonly attempt: number }
  | { readonly kind: "gone" }
  | { readonly kind: "unknown"; readonly why: string; readonly denied: boolean };

const runSchema = v.object({
  status: v.nullable(v.string()),
  conclusion: v.optional(v.nullable(v.string()), null),
  run_attempt: v.optional(v.number(), 1),
});

const place = ({ owner, name }: Repo) => ({ owner, repo: name });

/** Looks at a run. Never rejects. */
export async function runStatus(client: GitHubClient, repo: Repo, id: number | string): Promise<RunStanding> {
  try {
    const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}";
    const run = await client.rest(route, { ...place(repo), run_id: id }, shape(runSchema));
    const attempt = run.run_attempt;
    if (run.status !== "completed") return { kind: "running", status: run.status ?? "unknown", attempt };
    return { kind: "completed", conclusion: run.conclusion ?? "neutral", attempt };
  } catch (error) {
    if (isGitHubError(error, "not_found", "gone")) return { kind: "gone" };
    const denied = isGitHubError(error, "forbidden", "unauthorised");
    return { kind: "unknown", why: error instanceof Error ? error.message : String(error), denied };
  }
}

/** A run that was started; `id` null where the server does not tell it. */
export interface Dispatched {
  readonly id: number | null;
  readonly url: string | null;
}

const dispatchedSchema = v.union([
  v.object({ workflow_run_id: v.number(), html_url: v.optional(v.string()) }),
  v.pipe(
    v.unknown(),
    v.transform(() => null),
  ),
]);

/**
 * Starts a run by `workflow_dispatch`. `workflow`: the file's name or path below `.github/workflows/`; `ref`: a branch or tag.
 * Rejects with "ambiguous" when the answer was lost.
 */
export async function dispatchWorkflow(
  client: GitHubClient,
  repo: Repo,
  workflow: string,
  ref: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Dispatched> {
  const route = "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches";
  const given = Object.keys(inputs).length === 0 ? {} : { inputs };
  const params = { ...place(repo), workflow_id: fileName(workflow), ref, ...given };
  const send = (more: object) => client.rest(route, { ...params, ...more }, shape(dispatchedSchema));
  try {
    const run = await send({ return_run_details: true });
    return { id: run?.workflow_run_id ?? null, url: run?.html_url ?? null };
  } catch (error) {
    // Older servers refuse a field that they do not know.
    if (!(error instanceof GitHubError) || ![400, 422].includes(error.status ?? 0)) throw error;
    if (error.status === 422 && !/return_run_details/.test(error.said)) throw error;
    const run = await send({});
    return { id: run?.workflow_run_id ?? null, url: run?.html_url ?? null };
  }
}

/** `.github/workflows/x.yml` → `x.yml`. */
function fileName(workflow: string): string {
  return workflow.replace(/^.*\//, "");
}

/** Switches a workflow on again; all its triggers work from then on. */
export async function enableWorkflow(client: GitHubClient, repo: Repo, workflow: string): Promise<void> {
  const route = "PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable";
  await client.rest(route, { ...place(repo), workflow_id: fileName(workflow) }, nothing);
}

/** Switches a workflow off, with all its triggers. */
export async function disableWorkflow(client: GitHubClient, repo: Repo, workflow: string): Promise<void> {
  const route = "PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/disable";
  await client.rest(route, { ...place(repo), workflow_id: fileName(workflow) }, nothing);
}
