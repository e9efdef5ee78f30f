/** The README's story in short, on servers of many kinds. */
import { expect } from "vitest";
import type { GitHubOptions } from "../../github/double.ts";
import { commentCreated, issueOpened } from "../../github/events/payloads.ts";
import { BOT, type Project, told } from "./project.ts";

const AGENT = `const fs = require("fs"); const task = fs.readFileSync(process.env.LTPM_TASK_FILE, "utf8");
if (/poem/.test(task)) fs.writeFileSync("poem.md", "# A poem\\n");
else fs.writeFileSync(process.env.LTPM_RESULT_FILE, JSON.stringify({ outcome: "blocked", blocked_reason: "no", user_action_required: "x" }));`;
export const FILES = { "agent.cjs": AGENT };

/** The story in short: an issue, one task done with a pull request, the other blocked and put aside by a comment. */
export async function story(project: Project): Promise<void> {
  const { github } = project;
  const body = "- write the poem in poem.md\n- write the report in report.md";
  const issue = github.openIssue({ by: "maintainer", title: "Two things", body, labels: ["ltpm"] }).number;
  const ran = await project.run(issueOpened(github, issue));
  expect([ran.plan.code, ran.settle?.code, told(ran.plan)]).toEqual([0, 0, []]);
  expect(project.statuses()).toEqual({ "T-01": "done", "T-02": "blocked" });
  expect(github.pulls().map(({ author }) => author)).toEqual([BOT]);
  const number = project.task("T-02").blocked_issue ?? 0;
  const word = github.comment(number, "maintainer", "skip T-02");
  expect((await project.plan(commentCreated(github, word))).code).toBe(0);
  expect([github.issue(number).state, github.issue(issue).state]).toEqual(["closed", "closed"]);
  expect(project.faces(word)).toEqual(["eyes", "rocket"]);
  // Heard once, however late or early the server's clock is.
  expect((await project.plan()).outputs).toMatchObject({ heartbeat: "HEARTBEAT_OK", changed: "[]" });
}

export const TEN_MINUTES = 600_000;
type Server = readonly [string, GitHubOptions, object];
/** Those that differ most, for every run of the tests. */
export const SERVERS: readonly Server[] = [
  ["GitHub Enterprise Server", { ghes: true }, {}],
  ["a server without GraphQL of which nobody has said so", { graphql: false }, {}],
  ["a server ten minutes ahead", { clock: () => Date.now() + TEN_MINUTES }, {}],
];

/** The others, for the long runs. */
export const MORE_SERVERS: readonly Server[] = [
  ["a server without GraphQL, as the configuration says", { graphql: false }, { store: "git" }],
  ["git by choice", {}, { store: "git" }],
  ["an enterprise server without GraphQL", { ghes: true, graphql: false }, {}],
  ["a server ten minutes behind", { clock: () => Date.now() - TEN_MINUTES }, {}],
];
