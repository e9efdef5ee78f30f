import { artifactJson, runJson, runPage, runUrl, workflowJson } from "../answers/jobs.ts";
import { type Call, page, type Reply, type Routes, slot } from "../server/call.ts";
import { addRun, findWorkflow, runTitle, stateOf, workflowFile, workflowPaths } from "../world/jobs.ts";
import { notFound, Refusal } from "../world/refusal.ts";
import { type Artifact, moment, type Run } from "../world/world.ts";

/** The longest `inputs` of a dispatch, in characters of JSON. */
const INPUTS_LIMIT = 65_535;
const MOST_INPUTS = 25;
const MOST_INPUTS_GHES = 10;

function runOf(call: Call): Run {
  const run = call.world.runs.get(Number(slot(call, "run_id")));
  if (run === undefined) throw notFound();
  return run;
}

function workflowOf(call: Call): string {
  const path = findWorkflow(call.world, slot(call, "workflow_id"));
  if (path === null) throw notFound();
  return path;
}

/** `>=2026-01-01`, `<…`, `a..b`, or a moment. */
function withinCreated(filter: string, at: number): boolean {
  const moments = Date.parse;
  const [from, to] = filter.split("..");
  if (to !== undefined && from !== undefined) return at >= moments(from) && at <= moments(to);
  const found = /^(>=|<=|>|<)?(.+)$/.exec(filter);
  const edge = moments(found?.[2] ?? "");
  if (found?.[1] === ">=") return at >= edge;
  if (found?.[1] === "<=") return at <= edge;
  if (found?.[1] === ">") return at > edge;
  return found?.[1] === "<" ? at < edge : moment(at).startsWith(filter);
}

function listRuns(call: Call, only: (run: Run) => boolean): Reply {
  const event = call.query.text("event");
  const status = call.query.text("status");
  const branch = call.query.text("branch");
  const actor = call.query.text("actor");
  const created = call.query.text("created");
  call.query.get("exclude_pull_requests");
  const found = [...call.world.runs.values()]
    .filter(only)
    .filter((run) => event === undefined || run.event === event)
    .filter((run) => status === undefined || run.status === status || run.conclusion === status)
    .filter((run) => branch === undefined || run.branch === branch)
    .filter((run) => actor === undefined || run.actor === actor)
    .filter((run) => created === undefined || withinCreated(created, Math.floor(run.createdAt / 1000) * 1000))
    .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  return page(call, found, (runs) => ({
    total_count: found.length,
    workflow_runs: runs.map((run) => runJson(call.world, run)),
  }));
}

function cancel(call: Call): Reply {
  const run = runOf(call);
  if (run.status === "completed") throw new Refusal(409, "Cannot cancel a workflow run that is completed.");
  Object.assign(run, { status: "completed", conclusion: "cancelled", updatedAt: call.world.now() });
  return { status: 202, json: {} };
}

function listArtifacts(call: Call, only: (artifact: Artifact) => boolean): Reply {
  const name = call.query.text("name");
  const found = call.world.artifacts.filter(only).filter((artifact) => name === undefined || artifact.name === name);
  return page(call, found, (artifacts) => ({
    total_count: found.length,
    artifacts: artifacts.map((artifact) => artifactJson(call.world, artifact)),
  }));
}

function demandInputs(call: Call, path: string, commit: string, inputs: Readonly<Record<string, unknown>>): void {
  const file = workflowFile(call.world, path, commit);
  const most = call.world.ghes ? MOST_INPUTS_GHES : MOST_INPUTS;
  const names = Object.keys(inputs);
  if (names.length > most)
    throw new Refusal(422, `you may only define up to ${most} \`inputs\` for a workflow_dispatch event`);
  if (JSON.stringify(inputs).length > INPUTS_LIMIT) throw new Refusal(422, "inputs are too large.");
  if (Object.values(inputs).some((value) => typeof value === "object"))
    throw new Refusal(422, "Invalid value for input");
  if (file === null) return;
  const known = file.inputs;
  if (known === null) throw new Refusal(422, "Workflow does not have 'workflow_dispatch' trigger");
  const strange = names.filter((name) => !(name in known));
  if (strange.length > 0) throw new Refusal(422, `Unexpected inputs provided: ${JSON.stringify(strange)}`);
  const missing = Object.keys(known).find((name) => known[name]?.required && !(name in inputs));
  if (missing !== undefined) throw new Refusal(422, `Required input '${missing}' not provided`);
}

function dispatch(call: Call): Reply {
  const { world } = call;
  const path = workflowOf(call);
  const ref = call.body.text("ref") ?? "";
  const wantsDetails = call.body.yes("return_run_details") || call.version >= "2026-03-10";
  const given = call.body.get("inputs") ?? {};
  const inputs: Record<string, unknown> =
    typeof given === "object" ? Object.fromEntries(Object.entries(given ?? {})) : {};
  if (call.body.has("return_run_details") && world.ghes) {
    throw new Refusal(
      400,
      'Invalid request.\n\nNo subschema in "anyOf" matched.\n"return_run_details" is not a permitted key.',
    );
  }
  if (stateOf(world, path) !== "active")
    throw new Refusal(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow");
  const commit = ref.match(/^[0-9a-f]{40}$/) ? null : world.git.resolve(ref);
  if (commit === null) throw new Refusal(422, `No ref found for: ${ref}`);
  demandInputs(call, path, commit, inputs);
  const displayTitle = runTitle(workflowFile(world, path, commit), inputs, path);
  const branch = ref.replace(/^refs\/heads\//, "");
  const run = addRun(world, {
    workflow: path,
    event: "workflow_dispatch",
    status: "queued",
    branch,
    inputs,
    displayTitle,
    actor: call.actor,
  });
  if (!wantsDetails) return { status: 204 };
  const links = { run_url: runUrl(world, run.id), html_url: runPage(world, run.id) };
  return { status: 200, json: { workflow_run_id: run.id, ...links } };
}

function setState(state: string): (call: Call) => Reply {
  return (call) => {
    call.world.workflowStates.set(workflowOf(call), state);
    return { status: 204 };
  };
}

function listWorkflows(call: Call): Reply {
  const all = workflowPaths(call.world);
  return page(call, all, (some) => ({
    total_count: all.length,
    workflows: some.map((path) => workflowJson(call.world, path)),
  }));
}

export const jobRoutes: Routes = {
  "actions/list-workflow-runs-for-repo": (call) => listRuns(call, () => true),
  "actions/list-workflow-runs": (call) => {
    const path = workflowOf(call);
    return listRuns(call, (run) => run.workflow === path);
  },
  "actions/get-workflow-run": (call) => {
    call.query.get("exclude_pull_requests");
    return { status: 200, json: runJson(call.world, runOf(call)) };
  },
  "actions/cancel-workflow-run": cancel,
  "actions/force-cancel-workflow-run": cancel,
  "actions/list-workflow-run-artifacts": (call) => {
    const { id } = runOf(call);
    return listArtifacts(call, (artifact) => artifact.run === id);
  },
  "actions/list-artifacts-for-repo": (call) => listArtifacts(call, () => true),
  "actions/list-repo-workflows": listWorkflows,
  "actions/get-workflow": (call) => ({ status: 200, json: workflowJson(call.world, workflowOf(call)) }),
  "actions/enable-workflow": setState("active"),
  "actions/disable-workflow": setState("disabled_manually"),
  "actions/create-workflow-dispatch": dispatch,
};
