/**
 * The README's story, by the Action as it was built, in a real runner: an issue becomes tasks, one is done, one blocks and opens an
 * issue, a comment puts it back, and when all are done the first issue is closed.
 */
import assert from "node:assert/strict";
import { type GitHubDouble, WORKFLOW_TOKEN } from "../../github/double.ts";
import { commentCreated, dispatched, issueLabeled } from "../../github/events/payloads.ts";
import { type ActRun, type ActWorld, startWorld, type Tools } from "./world.ts";

const CONFIG = {
  runner: "github",
  state_branch: "ltpm-state",
  land: "branch",
  inline_commands: "writers",
  agents: [{ name: "writer", argv: ["sh", "agent.sh"] }],
  check: ["node", "greet.mjs"],
};
const FILES = {
  ".ltpm/config.json": JSON.stringify(CONFIG),
  // Reads its task on standard input, and knows how to do one thing.
  "agent.sh": `grep -q greet.mjs || { echo "I only know how to greet"; exit 1; }
echo 'console.log("hello");' > greet.mjs
echo "wrote greet.mjs, which says hello"
`,
};
/** Four attempts, and what comes besides. */
const MOST_RUNS = 10;

interface SeenTask {
  readonly id: string;
  readonly status: string;
  readonly blocked_issue?: number | null;
}

function tasks(github: GitHubDouble): readonly SeenTask[] {
  const text = github.readFile("ltpm-state", ".ltpm/task-queue.json");
  const { tasks }: { tasks: SeenTask[] } = JSON.parse(text ?? '{ "tasks": [] }');
  return tasks;
}

const statuses = (github: GitHubDouble) => tasks(github).map(({ id, status }) => `${id} ${status}`);

function fine(run: ActRun): ActRun {
  assert.equal(run.code, 0, run.said);
  assert.ok(!run.said.includes(WORKFLOW_TOKEN), "the token is in the log");
  return run;
}

/** Does what GitHub does with dispatches: each starts a run, until none is left; gives their logs. */
async function untilQuiet({ github, run }: ActWorld): Promise<string[]> {
  const said: string[] = [];
  for (let runs = 0; ; runs++) {
    const next = github.runs().find(({ event, status }) => event === "workflow_dispatch" && status !== "completed");
    if (next === undefined) return said;
    assert.ok(runs < MOST_RUNS, "runs start each other without end");
    said.push(fine(await run("ltpm.yml", dispatched(github, {}, next.actor), { runId: next.id })).said);
  }
}

/** Throws what is not as it should be. */
export async function story(tools: Tools): Promise<void> {
  const world = await startWorld(tools, null, FILES);
  const { github, run } = world;
  try {
    const body =
      "1. Count the files: `git ls-files`\n2. Show the licence: `cat LICENSE`\n3. Implement the greeting in greet.mjs";
    const issue = github.openIssue({ by: "maintainer", title: "Prepare the release", body, labels: ["ltpm"] });
    const first = fine(await run("ltpm.yml", issueLabeled(github, issue.number, "ltpm", "maintainer")));
    const said = await untilQuiet(world);
    assert.deepEqual(statuses(github), ["T-01 done", "T-02 blocked", "T-03 done"], first.said);
    const [pull] = github.pulls();
    assert.match(pull?.pull?.head ?? "", /^ltpm\/T-03-/);
    assert.match(github.readFile(pull?.pull?.head ?? "", "greet.mjs") ?? "", /hello/);
    assert.equal(github.readFile("main", "greet.mjs"), null);
    assert.ok(
      said.some((text) => text.includes("[LTPM/Verify T-03")),
      "no job ran its check",
    );

    const about = tasks(github)[1]?.blocked_issue ?? 0;
    assert.equal(github.issue(about).state, "open");
    github.seedFile("main", "LICENSE", "MIT\n");
    const comment = github.comment(about, "maintainer", "The file is there now.\n\nretry T-02");
    fine(await run("ltpm.yml", commentCreated(github, comment)));
    await untilQuiet(world);
    assert.deepEqual(statuses(github), ["T-01 done", "T-02 done", "T-03 done"]);
    assert.deepEqual(
      [about, issue.number].map((number) => github.issue(number).state),
      ["closed", "closed"],
    );
    assert.ok(github.reactions(comment.id).some(({ content }) => content === "rocket"));

    const before = github.head("ltpm-state");
    fine(await run("ltpm.yml", { name: "schedule", actor: "maintainer", payload: { schedule: "23 5 * * *" } }));
    assert.equal(github.head("ltpm-state"), before, "an idle run wrote something");
    assert.deepEqual(github.violations, []);
  } finally {
    await world.close();
  }
}
