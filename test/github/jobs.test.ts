import { afterEach, beforeEach, expect, it } from "vitest";
import { ask, at } from "./ask.ts";
import { type GitHubDouble, startGitHub } from "./double.ts";

const WORKER = `name: Worker
run-name: "ltpm \${{ inputs.task }} [\${{ inputs.token }}]"
on:
  workflow_dispatch:
    inputs:
      task: { required: true }
      token: { required: false }
jobs: {}
`;

let github: GitHubDouble;

beforeEach(async () => {
  github = await startGitHub({ clock: () => Date.parse("2026-11-21T10:00:00.000Z") });
  github.seedFiles("main", {
    ".github/workflows/worker.yml": WORKER,
    ".github/workflows/push.yml": "on: push\njobs: {}\n",
  });
});

afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

const DISPATCH = "POST /{repo}/actions/workflows/worker.yml/dispatches";

it("a dispatch makes a run and tells it when asked to", async () => {
  const silent = await ask(github, DISPATCH, { body: { ref: "main", inputs: { task: "T-01" } } });
  const told = await ask(github, DISPATCH, {
    body: { ref: "main", inputs: { task: "T-02", token: "abc" }, return_run_details: true },
  });
  expect([silent.status, told.status]).toEqual([204, 200]);
  const id = at(told.body, "workflow_run_id");
  expect((await ask(github, `GET /{repo}/actions/runs/${id}`)).body).toMatchObject({
    id,
    status: "queued",
    conclusion: null,
    event: "workflow_dispatch",
    display_title: "ltpm T-02 [abc]",
    path: ".github/workflows/worker.yml",
    html_url: at(told.body, "html_url"),
  });
  const listed = await ask(
    github,
    "GET /{repo}/actions/workflows/worker.yml/runs?event=workflow_dispatch&created=%3E%3D2026-11-21T09:59:00Z&per_page=100",
  );
  expect(at(listed.body, "total_count")).toBe(2);
  expect(github.runs().map((run) => run.inputs)).toEqual([{ task: "T-01" }, { task: "T-02", token: "abc" }]);
});

it.each([
  ["another ref", { ref: "nowhere", inputs: { task: "x" } }, "No ref found for: nowhere"],
  ["an unknown input", { ref: "main", inputs: { task: "x", y: "1" } }, 'Unexpected inputs provided: ["y"]'],
  ["a missing input", { ref: "main" }, "Required input 'task' not provided"],
  ["a nested input", { ref: "main", inputs: { task: { a: 1 } } }, "Invalid value for input"],
])("a dispatch with %s is refused", async (_, body, message) => {
  const answer = await ask(github, DISPATCH, { body });
  expect([answer.status, at(answer.body, "message")]).toEqual([422, message]);
  expect(github.runs()).toEqual([]);
});

it("a workflow without the trigger, a disabled one and an unknown one cannot be dispatched", async () => {
  const body = { ref: "main", inputs: { task: "x" } };
  const push = await ask(github, "POST /{repo}/actions/workflows/push.yml/dispatches", { body });
  expect(at(push.body, "message")).toBe("Workflow does not have 'workflow_dispatch' trigger");
  expect((await ask(github, "PUT /{repo}/actions/workflows/worker.yml/disable")).status).toBe(204);
  expect(github.workflowState(".github/workflows/worker.yml")).toBe("disabled_manually");
  expect((await ask(github, DISPATCH, { body })).status).toBe(422);
  await ask(github, "PUT /{repo}/actions/workflows/worker.yml/enable");
  expect((await ask(github, DISPATCH, { body })).status).toBe(204);
  expect((await ask(github, "POST /{repo}/actions/workflows/none.yml/dispatches", { body })).status).toBe(404);
});

it("runs end, are cancelled and deleted", async () => {
  const { id } = github.run({ displayTitle: "one" });
  github.setRun(id, { status: "completed", conclusion: "failure" });
  expect((await ask(github, `GET /{repo}/actions/runs/${id}`)).body).toMatchObject({
    status: "completed",
    conclusion: "failure",
  });
  expect((await ask(github, `POST /{repo}/actions/runs/${id}/cancel`)).status).toBe(409);
  const other = github.run();
  expect((await ask(github, `POST /{repo}/actions/runs/${other.id}/cancel`)).status).toBe(202);
  github.deleteRun(other.id);
  expect((await ask(github, `GET /{repo}/actions/runs/${other.id}`)).status).toBe(404);
});

it("artifacts of a run are listed by name", async () => {
  const { id } = github.run();
  github.artifact(id, "ltpm-a", Buffer.from("zip"));
  github.artifact(id, "ltpm-b");
  const { body } = await ask(github, `GET /{repo}/actions/runs/${id}/artifacts?name=ltpm-a`);
  expect(body).toMatchObject({ total_count: 1, artifacts: [{ name: "ltpm-a", size_in_bytes: 3, expired: false }] });
});

it("the newest API version always tells the run, and does not know the field any more", async () => {
  const headers = { "x-github-api-version": "2026-03-10" };
  const told = await ask(github, DISPATCH, { body: { ref: "main", inputs: { task: "x" } }, headers });
  expect(told.status).toBe(200);
});

it("an enterprise server: other addresses, no run details", async () => {
  const ghes = await startGitHub({ ghes: true });
  ghes.seedFile("main", ".github/workflows/worker.yml", WORKER);
  expect(ghes.apiUrl).toMatch(/\/api\/v3$/);
  expect(ghes.graphqlUrl).toBe(ghes.apiUrl.replace("/v3", "/graphql"));
  expect(new URL(ghes.serverUrl).origin).toBe(new URL(ghes.apiUrl).origin);
  const inputs = { task: "x" };
  const refused = await ask(ghes, DISPATCH, { body: { ref: "main", inputs, return_run_details: true } });
  const taken = await ask(ghes, DISPATCH, { body: { ref: "main", inputs } });
  expect([refused.status, taken.status]).toEqual([400, 204]);
  await ghes.close();
  expect(ghes.violations).toEqual([]);
});

it("a repository dispatch is noted", async () => {
  const body = { event_type: "TASK_RUNNER_DISPATCH", client_payload: { message: "go" } };
  expect((await ask(github, "POST /{repo}/dispatches", { body })).status).toBe(204);
  expect(github.repositoryDispatches()).toEqual([{ eventType: "TASK_RUNNER_DISPATCH", payload: { message: "go" } }]);
});
