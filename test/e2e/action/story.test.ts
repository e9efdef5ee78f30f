/** The README's story, with the built Action, real git, real processes and the API double. */
import { afterEach, expect, test } from "vitest";
import type { Queue } from "../../../src/queue/schema.ts";
import { type GitHubDouble, type GitHubOptions, startGitHub } from "../../github/double.ts";
import { commentCreated, dispatched, issueOpened, scheduled } from "../../github/events/payloads.ts";
import { runStarted, runWorkflow } from "./workflow.ts";

let github: GitHubDouble;
afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.close();
});

/** An agent that writes a poem, and fails at everything else until a file tells it otherwise. */
const AGENT = `const fs = require("fs"); const task = fs.readFileSync(process.env.LTPM_TASK_FILE, "utf8");
const poem = /poem\\w*\\.md/.exec(task)?.[0];
if (poem) { fs.writeFileSync(poem, "# A poem\\n"); console.log("wrote " + poem); }
else if (fs.existsSync("allowed.txt")) { fs.writeFileSync("report.md", "# Report\\n"); console.log("wrote report.md"); }
else { fs.writeFileSync(process.env.LTPM_RESULT_FILE, JSON.stringify({ outcome: "blocked", blocked_reason: "allowed.txt is missing", user_action_required: "Add the file allowed.txt" })); }`;

async function newProject(config: object = {}, options: GitHubOptions = {}): Promise<GitHubDouble> {
  const started = await startGitHub(options);
  started.seedFiles("main", {
    "README.md": "# Project\n",
    "agent.cjs": AGENT,
    ".ltpm/config.json": JSON.stringify({
      runner: "github",
      state_branch: "ltpm-state",
      land: "branch",
      agents: [{ name: "fake", preset: "plain", argv: ["node", "agent.cjs"] }],
      ...config,
    }),
    ".github/workflows/ltpm.yml": "on: workflow_dispatch\n",
    ".github/workflows/ltpm-schedule.yml": "on:\n  schedule:\n    - cron: '17 * * * *'\n",
  });
  return started;
}

const queue = (): Queue => JSON.parse(github.readFile("ltpm-state", ".ltpm/task-queue.json") ?? "null");
const task = (id: string) => queue().tasks.find((one) => one.id === id);
const said = (issue: number) => github.comments(issue).map(({ author, body }) => [author, body] as const);
const BOT = "github-actions[bot]";

test("an issue becomes tasks; one is done with a pull request, one is blocked, put back by a comment, and done", async () => {
  github = await newProject();
  const text = "- write the poem in poem.md\n- write the report in report.md";
  const issue = github.openIssue({ by: "maintainer", title: "Two things", body: text, labels: ["ltpm"] }).number;
  const first = await runWorkflow({ github, event: issueOpened(github, issue) });
  expect(first.plan).toMatchObject({
    code: 0,
    leaks: [],
    outputs: { heartbeat: "ACTIVE", running: "2", changed: '["T-01","T-02"]' },
  });
  expect(first.attempts.map(({ code, leaks }) => [code, leaks])).toEqual([
    [0, []],
    [0, []],
  ]);
  expect(first.settle).toMatchObject({
    code: 0,
    leaks: [],
    outputs: { done: "1", blocked: "1", "blocked-ids": '["T-02"]' },
  });
  expect(first.settle?.summary).toContain("| T-01 | ✅ done |");
  expect(first.settle?.annotations).toMatchObject([{ level: "warning", message: "allowed.txt is missing" }]);

  // The first run has set up what was missing, and says so once.
  expect(github.readFile("main", "HEARTBEAT.md")).toContain("## Task Runner Dispatcher");
  expect(said(issue)[0]?.[1]).toContain("Heartbeat dispatcher registered in HEARTBEAT.md.");

  // The work is on a branch with a pull request, verified, and named by the task.
  const [pull] = github.pulls();
  expect(github.readFile(pull?.pull?.head ?? "", "poem.md")).toBe("# A poem\n");
  expect(task("T-01")?.references).toContainEqual(
    expect.objectContaining({ kind: "pull_request", value: expect.stringContaining(`/pull/${pull?.number}`) }),
  );

  // The other one has its issue; the issue it came from knows both.
  const blocked = task("T-02")?.blocked_issue ?? 0;
  expect(github.issue(blocked)).toMatchObject({
    state: "open",
    labels: ["ltpm-blocked"],
    body: expect.stringContaining('Reply "retry T-02" once ready.'),
  });
  expect(said(issue).map(([author]) => author)).toEqual([BOT, BOT]);
  expect(said(issue)[1]?.[1]).toContain("T-01 done");

  // Somebody clears the way and says so.
  github.seedFile("main", "allowed.txt", "yes\n");
  const word = github.comment(blocked, "maintainer", "I added it.\n\nretry T-02");
  const second = await runWorkflow({ github, event: commentCreated(github, word) });
  expect([second.plan.code, second.settle?.code]).toEqual([0, 0]);
  expect(task("T-02")).toMatchObject({ status: "done", deliverable: "wrote report.md" });
  expect(
    github
      .reactions(word.id)
      .map(({ content }) => content)
      .sort(),
  ).toEqual(["eyes", "rocket"]);
  expect(github.issue(blocked).state).toBe("closed");
  expect(github.issue(issue).state).toBe("closed");
  expect(github.pulls()).toHaveLength(2);

  // From here on there is nothing to do, and nothing is done.
  github.tally();
  const idle = await runWorkflow({ github, event: scheduled(github) });
  expect(idle.plan.outputs).toMatchObject({ heartbeat: "HEARTBEAT_OK", attempts: "[]", changed: "[]" });
  expect(github.tally()).toEqual({ requests: 2, writes: 0 });
  expect(github.workflowState(".github/workflows/ltpm-schedule.yml")).toBe("disabled_manually");
});

test("work that is left starts the next run by itself, until all have run", async () => {
  github = await newProject({ task_runner: { max_concurrent: 1 }, land: "merge" });
  const message = "- write the poem in poem1.md\n- write another poem in poem2.md\n- write a third poem in poem3.md";
  const results = [await runWorkflow({ github, event: dispatched(github, { message }) })];
  expect(results[0]?.plan).toMatchObject({ code: 0, outputs: { running: "1", pending: "2" } });
  // The first run makes the label that people are to use.
  expect(github.labels()).toContain("ltpm");
  results.push(...(await runStarted({ github, event: dispatched(github), make: () => dispatched(github, {}, BOT) })));
  expect(results).toHaveLength(3);
  expect(queue().tasks.map(({ status }) => status)).toEqual(["done", "done", "done"]);
  expect(github.files("main").filter((path) => path.startsWith("poem"))).toEqual(["poem1.md", "poem2.md", "poem3.md"]);
});

test("a state branch that is gone is an error that says how to get it back, and no empty queue", async () => {
  github = await newProject();
  await runWorkflow({ github, event: dispatched(github, { message: "write the poem in poem.md" }) });
  github.deleteBranch("ltpm-state");
  const { plan } = await runWorkflow({ github, event: scheduled(github) });
  expect([plan.code, github.branches().includes("ltpm-state")]).toEqual([1, false]);
  expect(plan.annotations).toMatchObject([
    { level: "error", message: expect.stringContaining("ltpm-state held the queue and is gone") },
  ]);
});
