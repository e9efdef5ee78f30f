/** The README's story, with the built Action, real git, real processes and the API double. */
import { afterEach, expect, test } from "vitest";
import type { Queue } from "../../../src/queue/schema.ts";
import { type GitHubDouble, startGitHub } from "../../github/double.ts";
import { issueOpened } from "../../github/events/payloads.ts";
import { runWorkflow } from "./workflow.ts";

let github: GitHubDouble;
afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.close();
});

/** An agent that writes a poem, and fails at everything else until a file tells it otherwise. */
const AGENT = `const fs = require("fs"); const task = fs.readFileSync(process.env.LTPM_TASK_FILE, "utf8");
if (task.includes("poem")) { fs.writeFileSync("poem.md", "# A poem\\n"); console.log("wrote poem.md"); }
else if (fs.existsSync("allowed.txt")) { fs.writeFileSync("report.md", "# Report\\n"); console.log("wrote report.md"); }
else { fs.writeFileSync(process.env.LTPM_RESULT_FILE, JSON.stringify({ outcome: "blocked", blocked_reason: "allowed.txt is missing", user_action_required: "Add the file allowed.txt" })); }`;

async function newProject(config: object = {}): Promise<GitHubDouble> {
  const started = await startGitHub();
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
const _task = (id: string) => queue().tasks.find((one) => one.id === id);

test("an issue becomes tasks; one is done with a pull request, one is blocked, put back by a comment, and done", async () => {
  github = await newProject();
  const issue = github.openIssue({
    by: "maintainer",
    title: "Two things",
    body: "- write the poem in poem.md\n- write the report in report.md",
    labels: ["ltpm"],
  });
  const first = await runWorkflow({ github, event: issueOpened(github, issue.number) });
  expect([first.plan.code, first.plan.stdout]).toEqual([0, expect.any(String)]);
  expect(first.attempts.map(({ code }) => code)).toEqual([0, 0]);
  expect([first.settle?.code, first.settle?.stdout]).toEqual([0, expect.any(String)]);
  console.log(
    first.plan.stdout,
    first.attempts.map((a) => a.stdout),
    first.settle?.stdout,
    first.settle?.summary,
  );
  console.log(JSON.stringify(queue(), null, 1).slice(0, 6000));
  console.log(
    github.issues().map((i) => `${i.number} ${i.state} ${i.title} ${i.labels}\n${i.body}`),
    github.comments(),
  );
});
