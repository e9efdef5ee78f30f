/** Attempts whose run is over, gone, started again, or cannot be asked about. */
import { afterEach, expect, test } from "vitest";
import { AGENTS, expectSound, MINUTE, openStage, type Stage } from "../../e2e/action/stage.ts";
import { checkout } from "../../e2e/action/workflow.ts";
import type { Fault, RunConclusion } from "../../github/double.ts";

let stage: Stage;
afterEach(async () => {
  expect(stage.github.violations).toEqual([]);
  await stage.github.close();
});

/** One attempt that was handed out, and is under way in this run. */
async function underWay(): Promise<{ run: number; token: string }> {
  const tasks = [{ status: "pending", description: "write a.md" }] as const;
  stage = await openStage({ config: { agents: AGENTS }, tasks });
  const run = stage.github.run().id;
  expect((await stage.plan(undefined, { runId: run })).code).toBe(0);
  return { run, token: tokenOf() };
}

const tokenOf = () => stage.task("T-01")?.session?.token ?? "";

const ENDS: readonly (RunConclusion | "deleted")[] = [
  "success",
  "failure",
  "cancelled",
  "timed_out",
  "startup_failure",
  "deleted",
];

test.each(ENDS)("a run that is over (%s) has lost its attempt: it starts anew at once, at no cost", async (end) => {
  const { run, token } = await underWay();
  if (end === "deleted") stage.github.deleteRun(run);
  else stage.github.setRun(run, { status: "completed", conclusion: end });
  const next = await stage.plan();
  expect([next.code, next.outputs.running]).toEqual([0, "1"]);
  expect(stage.task("T-01")).toMatchObject({ status: "running", retries: 0, lost_count: 1 });
  expect(tokenOf()).not.toBe(token);
  expect(JSON.parse(next.outputs.attempts ?? "[]").map((one: { token: string }) => one.token)).toEqual([tokenOf()]);
  expectSound(stage);
});

const SILENCE: readonly [string, Fault][] = [
  ["500", { kind: "status", status: 500 }],
  ["503", { kind: "status", status: 503 }],
  ["403", { kind: "status", status: 403 }],
  ["429", { kind: "secondary_limit", retryAfter: 60, status: 429 }],
  ["the primary limit", { kind: "primary_limit", resetIn: 3_000 }],
  ["a reset", { kind: "reset" }],
  ["no answer", { kind: "never" }],
  ["garbage", { kind: "garbage" }],
  ["half an answer", { kind: "truncated" }],
];

test.each(SILENCE)("a run that answers with %s is never taken for lost", async (name, what) => {
  const { run, token } = await underWay();
  const { github } = stage;
  github.setRun(run, { status: "completed", conclusion: "failure" });
  const met = github.fault({
    on: { path: new RegExp(`/actions/runs/${run}$`) },
    what,
    times: Number.POSITIVE_INFINITY,
  });
  stage.pass(200 * MINUTE);
  const next = await stage.plan();
  expect(met.met).toBeGreaterThan(0);
  expect(tokenOf()).toBe(token);
  expect(stage.task("T-01")).toMatchObject({ status: "running", retries: 0 });
  // It is said: a token that may not ask would leave the task where it is for ever.
  expect(next.annotations.map(({ message }) => message).join("\n")).toContain("T-01");
  expect([next.code, next.annotations.filter(({ level }) => level === "error").length]).toEqual(
    name === "403" ? [1, 1] : [0, 0],
  );
  github.calm();
  expect((await stage.plan()).code).toBe(0);
  expect(stage.task("T-01")).toMatchObject({ status: "running", retries: 0, lost_count: 1 });
});

test("a plan that somebody starts again reserves anew; what the first attempt of the run left is fenced off", async () => {
  const { run, token } = await underWay();
  stage.github.setRun(run, { attempt: 2 });
  const again = await stage.plan(undefined, { runId: run, runAttempt: 2 });
  expect([again.code, again.outputs.running]).toEqual([0, "1"]);
  expect(stage.task("T-01")).toMatchObject({ status: "running", retries: 0, lost_count: 1 });
  expect(tokenOf()).not.toBe(token);
});

test("failed jobs that somebody starts again settle what the same run has reserved", async () => {
  const tasks = [{ status: "pending", description: "write a.md" }] as const;
  stage = await openStage({ config: { agents: AGENTS }, tasks });
  const { github } = stage;
  const { run, base, artifacts } = await stage.workflow({ without: ["settle"] });
  github.setRun(run, { status: "in_progress", conclusion: null, attempt: 2 });
  const workspace = checkout(github, base);
  const inputs = { job: "settle", artifacts };
  const settled = await stage.settle({ runId: run, runAttempt: 2, workspace, inputs });
  expect([settled.code, stage.task("T-01")?.status]).toEqual([0, "done"]);
  // A third time there is nothing left to settle, and nothing is done twice.
  const head = github.head("ltpm-state");
  expect((await stage.settle({ runId: run, runAttempt: 3, workspace, inputs })).code).toBe(0);
  expect(github.head("ltpm-state")).toBe(head);
  expect(github.pulls()).toHaveLength(1);
});

test("a settle that comes after its attempts were given up changes nothing", async () => {
  const tasks = [{ status: "pending", description: "write a.md" }] as const;
  stage = await openStage({ config: { agents: AGENTS }, tasks });
  const { github } = stage;
  const { run, base, artifacts } = await stage.workflow({ without: ["settle"] });
  expect((await stage.plan()).outputs.running).toBe("1");
  const token = tokenOf();
  const late = await stage.settle({
    runId: run,
    workspace: checkout(github, base),
    inputs: { job: "settle", artifacts },
  });
  expect([late.code, tokenOf(), stage.task("T-01")?.status]).toEqual([0, token, "running"]);
  expect(github.pulls()).toEqual([]);
  expect(github.branches().filter((name) => name.startsWith("ltpm/"))).toEqual([]);
});

test("the fourth loss blocks, and says so once", async () => {
  const { run } = await underWay();
  stage.github.setRun(run, { status: "completed", conclusion: "cancelled" });
  for (let n = 0; n < 4; n++) {
    const next = await stage.plan();
    expect(next.code).toBe(0);
    stage.github.setRun(next.runId, { status: "completed", conclusion: "cancelled" });
  }
  expect(stage.task("T-01")).toMatchObject({ status: "blocked", retries: 0 });
  expect(stage.github.issues().filter(({ labels }) => labels.includes("ltpm-blocked"))).toHaveLength(1);
});
