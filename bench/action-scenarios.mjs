/** Requests of cycles in which something happens, by kind: what a command, a start, a look, a result and a block cost. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { ACTION, act, addTask, DOCUMENTS, launch, projectOf, runOf, settled } from "./action-project.mjs";
import { environment, task } from "./project.mjs";

/** A cycle that changes something, and what its kinds add to it. */
const CYCLE = 5;
const COSTS = { command: 6, spawn: 1, poll: 1, collect: 4, block: 2 };

function requestsRow(what, kinds, requests) {
  const most = kinds.reduce((sum, kind) => sum + COSTS[kind], CYCLE);
  return { row: `Action: requests of ${what}`, value: String(requests), budget: `≤ ${most}`, within: requests <= most };
}

/** A task whose command the committed queue may carry: it needs no agent. */
function commandTask(argv) {
  const text = `Run \`${argv}\``;
  return {
    ...task(1),
    id: "T-101",
    uid: "benchcommand1",
    description: text,
    goal: text,
    task_type: "code-execution",
    maxRetries: 0,
  };
}

async function command(scratch) {
  const blocked = {
    status: "blocked",
    blocked_reason: "no way was found",
    blocked_code: "failed",
    user_action_required: "1. Look.",
  };
  const ended = { ...task(1), id: "T-101", completed_at: new Date(Date.now() - 60_000).toISOString(), ...blocked };
  const github = await projectOf(100, [ended]);
  await settled(scratch, github);
  const { number } = github.openIssue({ by: "maintainer", title: "A talk" });
  const { id, body, createdAt } = github.comment(number, "maintainer", "skip T-101");
  const at = new Date(createdAt).toISOString();
  const user = { login: "maintainer", type: "User" };
  const comment = {
    id,
    body,
    user,
    created_at: at,
    updated_at: at,
    html_url: `${github.serverUrl}/${github.owner}/${github.name}/issues/${number}#issuecomment-${id}`,
  };
  const payload = { action: "created", comment, issue: { number, user } };
  const { requests } = await act(scratch, github, { event: "issue_comment", payload });
  const heard = github.comments(number).length > 1;
  if (!heard) throw new Error("the command was not answered");
  return [requestsRow("a cycle with one command", ["command"], requests)];
}

/** A fresh checkout without credentials, as the template makes it. */
function checkout(scratch, github) {
  const dir = mkdtempSync(join(scratch, "checkout-"));
  const ran = spawnSync("git", ["clone", "--quiet", "--no-local", github.gitDir, dir], {
    env: environment(dir),
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error(`git clone: ${ran.stderr}`);
  return dir;
}

/** The life of one attempt: reserved by a plan, looked at by another run's plan, carried out, settled. */
async function attempt(scratch, argv, ends, files = {}) {
  const inputs = { "max-retries": "0" };
  const config = { inline_commands: "writers" };
  const github = await projectOf(100, [], config, files);
  await settled(scratch, github);
  addTask(github, commandTask(argv));
  const run = github.run().id;
  const planned = await act(scratch, github, { run, inputs });
  const [entry] = JSON.parse(planned.outputs.attempts ?? "[]");
  if (entry === undefined) throw new Error("the plan started nothing");
  const looked = await act(scratch, github, { inputs });
  const artifacts = mkdtempSync(join(scratch, "artifacts-"));
  const jobs = { run, GITHUB_WORKSPACE: checkout(scratch, github) };
  const executes = { token: "", order: entry.order, artifacts };
  await launch([ACTION], runOf(scratch, github, { ...jobs, inputs: { job: "attempt", ...executes } }).env);
  if (entry.checks)
    await launch([ACTION], runOf(scratch, github, { ...jobs, inputs: { job: "verify", ...executes } }).env);
  const settles = {
    ...jobs,
    GITHUB_WORKSPACE: checkout(scratch, github),
    inputs: { ...inputs, job: "settle", artifacts },
  };
  const { requests, outputs } = await act(scratch, github, settles);
  if (Number(outputs[ends]) < 1) throw new Error(`the task did not end ${ends}`);
  return { planned: planned.requests, looked: looked.requests, settled: requests };
}

async function life(scratch) {
  const done = await attempt(scratch, "node --version", "done");
  const blocked = await attempt(scratch, "false", "blocked");
  const told = await attempt(scratch, "node --version", "done", DOCUMENTS);
  return [
    requestsRow("a cycle that starts one attempt", ["spawn"], done.planned),
    requestsRow("a cycle that looks at one attempt", ["poll"], done.looked),
    requestsRow("settling one attempt: done", ["collect"], done.settled),
    requestsRow("settling one attempt: blocked", ["collect", "block"], blocked.settled),
    requestsRow("a cycle that starts one attempt, with documents", ["spawn"], told.planned),
    requestsRow("settling one attempt: done, with documents", ["collect"], told.settled),
  ];
}

/** `bearing(what, part)` turns a part that fails into a row that says so. */
export async function scenarioRows(scratch, bearing) {
  return [
    ...(await bearing("Action: requests of a cycle with one command", () => command(scratch))),
    ...(await bearing("Action: requests of an attempt's life", () => life(scratch))),
  ];
}
