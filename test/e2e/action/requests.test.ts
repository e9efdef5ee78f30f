/** How many requests a cycle makes: what changed counts, not what is there, and documents are told without any. */
import { afterEach, expect, test } from "vitest";
import { commentCreated, issueOpened } from "../../github/events/payloads.ts";
import { AGENTS, expectSaidOnce, MINUTE, openStage, type Stage, type TaskSeed } from "./stage.ts";
import { checkout } from "./workflow.ts";

let stage: Stage;
afterEach(async () => {
  expect(stage.github.violations).toEqual([]);
  await stage.github.close();
});

const HOUR = 60 * MINUTE;

/** Documents beside the queue, and the default branch's own list of next steps. */
function withDocuments({ github }: Stage): void {
  const progress = "# PROGRESS\n\n## Recent Activity\n- 2026-01-01 10:00: began\n\n## Blockers\n";
  const next = "# NEXT_STEPS\n\n- [ ] T-01: look at it\n";
  github.seedFiles("ltpm-state", { "PROGRESS.md": progress, "NEXT_STEPS.md": "# NEXT_STEPS\n" });
  github.seedFile("main", "NEXT_STEPS.md", next);
}

/** Done and blocked tasks, with the texts that such tasks have. */
function finished(count: number): TaskSeed[] {
  return Array.from({ length: count }, (_, at): TaskSeed => {
    if (at % 3 === 0)
      return { status: "blocked", blocked_issue: at + 10_000, blocked_issue_state: "open", blocked_code: "by_hand" };
    return { status: "done", deliverable: `The result of task ${at}, in a few words that somebody may read.` };
  });
}

test.each([0, 20, 500, 2_000])("an idle queue with %i tasks costs at most three, and writes nothing", async (count) => {
  stage = await openStage({ tasks: finished(count) });
  const { github } = stage;
  if (count === 20) withDocuments(stage);
  for (let n = 0; n < 3 && (await stage.plan()).outputs.heartbeat !== "HEARTBEAT_OK"; n++) stage.pass(11 * MINUTE);
  github.tally();
  const run = await stage.plan();
  expect([run.code, run.outputs.heartbeat]).toEqual([0, "HEARTBEAT_OK"]);
  const { requests, writes } = github.tally();
  expect([requests <= 3, writes]).toEqual([true, 0]);
});

test.each([0, 300])("what a cycle costs depends on what changed, not on the %i tasks beside it", async (beside) => {
  const more = { config: { agents: AGENTS, task_runner: { max_concurrent: 2 } } };
  const tasks: TaskSeed[] = [...finished(beside), { status: "blocked" }, { status: "blocked" }, { status: "blocked" }];
  stage = await openStage({ ...more, tasks });
  const { github } = stage;
  if (beside === 0) withDocuments(stage);
  const talk = github.openIssue({ by: "maintainer", title: "Talk" }).number;
  for (let n = 0; n < 3 && (await stage.plan()).outputs.heartbeat !== "HEARTBEAT_OK"; n++) stage.pass(11 * MINUTE);
  const label = (n: number) => `T-${String(beside + n).padStart(2, "0")}`;
  const words = [`skip ${label(1)}`, `retry ${label(2)}`, `mark ${label(3)} done`];
  const [first] = words.map((word) => github.comment(talk, "maintainer", word));
  github.tally();
  const plan = await stage.plan(first && commentCreated(github, first));
  expect([plan.code, plan.outputs.running]).toEqual([0, "1"]);
  // Three commands, and one attempt.
  expect(github.tally().requests).toBeLessThanOrEqual(5 + 3 * 6 + 1);
  for (const { id } of github.runs()) github.setRun(id, { status: "completed", conclusion: "failure" });
  await stage.plan();
  // One poll, one attempt that starts anew.
  expect(github.tally().requests).toBeLessThanOrEqual(5 + 1 + 1);
});

test("a run with two results, one of them blocked", async () => {
  const tasks: TaskSeed[] = [{ status: "pending", description: "write a.md" }, { status: "pending" }];
  stage = await openStage({ config: { agents: AGENTS }, tasks });
  const { github } = stage;
  const { run, base, artifacts } = await stage.workflow({ without: ["settle"] });
  github.tally();
  const done = await stage.settle({
    runId: run,
    workspace: checkout(github, base),
    inputs: { job: "settle", artifacts },
  });
  expect([done.code, done.outputs.done, done.outputs.blocked]).toEqual([0, "1", "1"]);
  expect(github.tally().requests).toBeLessThanOrEqual(5 + 2 * 4 + 2);
});

test("more to say than a run may write: each run says its share, and nothing is said twice", async () => {
  stage = await openStage({ tasks: Array.from({ length: 11 }, () => ({ status: "pending" })) });
  const { github } = stage;
  const inputs = { "max-writes": "4" };
  for (let n = 0; n < 6; n++) {
    github.tally();
    const run = await stage.plan(undefined, { inputs });
    expect(run.code).toBe(0);
    // Two commits beside its share.
    expect(github.tally().writes).toBeLessThanOrEqual(4 + 2);
    expectSaidOnce(stage);
  }
  expect(github.issues().filter(({ labels }) => labels.includes("ltpm-blocked"))).toHaveLength(11);
  expect(github.issues()).toHaveLength(12);
  expect(stage.queue().outbox ?? []).toEqual([]);
  expect((await stage.plan(undefined, { inputs })).outputs.heartbeat).toBe("HEARTBEAT_OK");
});

test("10,000 old comments: the first run hears none of them, and does not read them", async () => {
  stage = await openStage({ config: { agents: AGENTS } });
  const { github } = stage;
  const talk = github.openIssue({ by: "maintainer", title: "Old talk", labels: ["ltpm-old"] }).number;
  for (let n = 0; n < 10_000; n++)
    github.comment(talk, "maintainer", n % 2 === 0 ? "add task: write old.md" : "retry T-01");
  stage.pass(HOUR);
  const issue = github.openIssue({ by: "maintainer", title: "New", body: "- write a.md", labels: ["ltpm"] }).number;
  github.tally();
  const first = await stage.plan(issueOpened(github, issue));
  expect([first.code, first.outputs.changed]).toEqual([0, '["T-01"]']);
  expect(github.tally().requests).toBeLessThanOrEqual(25);
  expect(github.count({ path: /comments$/, method: "GET" })).toBeLessThanOrEqual(1);
  stage.pass(20 * MINUTE);
  expect((await stage.plan()).outputs.total).toBe("1");
  expect(stage.queue().tasks).toHaveLength(1);
  expect(github.comments(talk)).toHaveLength(10_000);
  // Somebody's machine touches all of them: the list is long now, and still nothing in it is new.
  for (const { id, body } of github.comments(talk)) github.editComment(id, `${body} `);
  github.tally();
  expect((await stage.plan()).code).toBe(0);
  expect(github.tally().requests).toBeLessThanOrEqual(20);
  expect(stage.queue().tasks).toHaveLength(1);
  expect(stage.said(talk)).toEqual([]);
});
