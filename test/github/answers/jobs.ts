/** Workflows, runs and artifacts as GitHub's API shows them. */
import { stateOf, workflowFile, workflowId } from "../world/jobs.ts";
import { type Artifact, moment, type Run, type World } from "../world/world.ts";
import { simpleCommitJson } from "./history.ts";
import { minimalRepositoryJson, repositoryPage, repositoryUrl } from "./repository.ts";
import { nodeId, userJson } from "./user.ts";

const NO_COMMIT = "0".repeat(40);
const RETENTION = 90 * 24 * 60 * 60 * 1000;

function nameOf(world: World, path: string): string {
  const head = world.git.resolve(world.defaultBranch);
  return (head === null ? null : workflowFile(world, path, head)?.name) ?? path;
}

export function workflowJson(world: World, path: string): Record<string, unknown> {
  const id = workflowId(world, path);
  const page = repositoryPage(world);
  return {
    id,
    node_id: nodeId("W", id),
    name: nameOf(world, path),
    path,
    state: stateOf(world, path),
    created_at: moment(0),
    updated_at: moment(0),
    url: `${repositoryUrl(world)}/actions/workflows/${id}`,
    html_url: `${page}/blob/${world.defaultBranch}/${path}`,
    badge_url: `${page}/actions/workflows/${path.split("/").at(-1)}/badge.svg`,
  };
}

export function runUrl(world: World, id: number): string {
  return `${repositoryUrl(world)}/actions/runs/${id}`;
}

export function runPage(world: World, id: number): string {
  return `${repositoryPage(world)}/actions/runs/${id}`;
}

export function runJson(world: World, run: Run): Record<string, unknown> {
  const url = runUrl(world, run.id);
  const workflow = workflowId(world, run.workflow);
  const commit = run.sha === null ? null : world.git.commit(run.sha);
  const before = run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null;
  return {
    id: run.id,
    name: nameOf(world, run.workflow),
    node_id: nodeId("WFR", run.id),
    head_branch: run.branch,
    head_sha: run.sha ?? NO_COMMIT,
    path: run.workflow,
    display_title: run.displayTitle,
    run_number: run.number,
    run_attempt: run.attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflow,
    check_suite_id: run.id,
    url,
    html_url: runPage(world, run.id),
    pull_requests: [],
    created_at: moment(run.createdAt),
    updated_at: moment(run.updatedAt),
    run_started_at: moment(run.createdAt),
    actor: userJson(world, run.actor),
    triggering_actor: userJson(world, run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repositoryUrl(world)}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: before,
    workflow_url: `${repositoryUrl(world)}/actions/workflows/${workflow}`,
    head_commit: commit === null ? null : simpleCommitJson(commit),
    repository: minimalRepositoryJson(world),
    head_repository: minimalRepositoryJson(world),
  };
}

export function artifactJson(world: World, artifact: Artifact): Record<string, unknown> {
  const url = `${repositoryUrl(world)}/actions/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    node_id: nodeId("MDEwOkFydGlmYWN0", artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.bytes.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    created_at: moment(artifact.createdAt),
    updated_at: moment(artifact.createdAt),
    expires_at: moment(artifact.createdAt + RETENTION),
    workflow_run: {
      id: artifact.run,
      repository_id: world.id,
      head_repository_id: world.id,
      head_branch: world.runs.get(artifact.run)?.branch ?? world.defaultBranch,
      head_sha: world.runs.get(artifact.run)?.sha ?? NO_COMMIT,
    },
  };
}
