import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GitHubDouble, READ_TOKEN, startGitHub, WORKFLOW_TOKEN } from "./double.ts";
import { commentCreated, dispatched, scheduled } from "./events/payloads.ts";
import { runAction } from "./run-action.ts";
import { readCommands, readValues } from "./runner/commands.ts";

let github: GitHubDouble;
let action: string;

const YAML = `name: Probe
description: A probe
inputs:
  token: { description: t, default: "\${{ github.token }}" }
  max-writes: { description: m, default: "50" }
  job: { description: j }
runs: { using: node24, main: dist/probe.js }
`;

/** Says back what it was given, comments by the API, and does what its inputs ask for. */
const PROBE = `
const fs = require("node:fs");
const { env } = process;
const job = env.INPUT_JOB;
const event = JSON.parse(fs.readFileSync(env.GITHUB_EVENT_PATH, "utf8"));
const append = (name, text) => fs.appendFileSync(env[name], text);
(async () => {
  if (job === "wait") return setTimeout(() => {}, 60000);
  if (job === "leak") { console.log("the token is " + env.INPUT_TOKEN); append("GITHUB_STEP_SUMMARY", env.INPUT_TOKEN); }
  if (job === "leak-file") fs.writeFileSync(env.RUNNER_TEMP + "/x", Buffer.from("x-access-token:" + env.INPUT_TOKEN).toString("base64"));
  console.log("::add-mask::" + env.INPUT_TOKEN);
  console.log("::stop-commands::end-of-it");
  console.log("::error::not an error");
  console.log("::end-of-it::");
  console.log("::warning file=a.json,line=3,title=T-02%3A x::two%0Alines");
  const url = env.GITHUB_API_URL + "/repos/" + env.GITHUB_REPOSITORY + "/issues/1/comments";
  const headers = { authorization: "Bearer " + env.INPUT_TOKEN, "user-agent": "probe" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ body: "from " + env.GITHUB_EVENT_NAME }) });
  append("GITHUB_OUTPUT", "status=" + answer.status + "\\nmany<<X1\\na\\nb=c\\nX1\\n");
  append("GITHUB_ENV", "A=1\\n");
  append("GITHUB_STEP_SUMMARY", "# done " + (event.schedule ?? event.comment?.body ?? JSON.stringify(event.inputs)));
  console.log(JSON.stringify({ cwd: process.cwd(), names: Object.keys(env).filter((name) => name.startsWith("INPUT_")), writes: env["INPUT_MAX-WRITES"] }));
  process.exit(job === "fail" ? 3 : 0);
})();
`;

beforeAll(async () => {
  action = mkdtempSync(join(tmpdir(), "ltpm-probe-"));
  mkdirSync(join(action, "dist"));
  writeFileSync(join(action, "action.yml"), YAML);
  writeFileSync(join(action, "dist", "probe.js"), PROBE);
  github = await startGitHub();
  github.openIssue({ by: "octo", title: "One" });
});

afterAll(async () => {
  await github.close();
  rmSync(action, { recursive: true, force: true });
  expect(github.violations).toEqual([]);
});

describe("the runner", () => {
  it("hands over inputs, event and files, and reads what comes back", async () => {
    const done = await runAction({ action, github, event: scheduled(github) });
    expect(done).toMatchObject({
      code: 0,
      outputs: { status: "201", many: "a\nb=c" },
      exported: { A: "1" },
      summary: "# done 17 * * * *",
      annotations: [
        { level: "warning", message: "two\nlines", properties: { file: "a.json", line: "3", title: "T-02: x" } },
      ],
      masks: [WORKFLOW_TOKEN],
      leaks: [],
    });
    expect(done.stdout).toContain(
      JSON.stringify({ cwd: done.workspace, names: ["INPUT_TOKEN", "INPUT_MAX-WRITES", "INPUT_JOB"], writes: "50" }),
    );
    expect(github.comments(1).at(-1)).toMatchObject({ body: "from schedule", author: "github-actions[bot]" });
    expect(github.runs().find((run) => run.id === done.runId)).toMatchObject({ event: "schedule" });
  });

  it("gives another token, other inputs, and tells the exit code", async () => {
    const event = dispatched(github, { message: "go" });
    const inputs = { job: "fail", "max-writes": "1" };
    const done = await runAction({ action, github, event, inputs, token: READ_TOKEN });
    expect(done).toMatchObject({ code: 3, outputs: { status: "403" }, summary: '# done {"message":"go"}' });
    expect(done.stdout).toContain('"writes":"1"');
  });

  it.each([
    ["leak", ["stdout: ghs_workflow…", "summary: ghs_workflow…"]],
    ["leak-file", [expect.stringMatching(/temp\/x: ghs_workflow…$/)]],
  ])("finds a token that got out: %s", async (job, leaks) => {
    const done = await runAction({ action, github, event: scheduled(github), inputs: { job } });
    expect(done.leaks).toEqual(leaks);
  });

  it("can be killed", async () => {
    const event = commentCreated(github, github.comment(1, "octo", "hello"));
    const done = await runAction({
      action,
      github,
      event,
      inputs: { job: "wait" },
      started: (kill) => setTimeout(kill, 300),
    });
    expect(done.code).toBeNull();
  });

  it("refuses an input that action.yml does not have", async () => {
    await expect(runAction({ action, github, event: scheduled(github), inputs: { jop: "x" } })).rejects.toThrow(
      "no input jop",
    );
  });
});

describe("what an Action says", () => {
  it.each([
    ["a=1\nb=x=y\n", { a: "1", b: "x=y" }],
    ["a<<E\nb=1\n\nE\nc=2\n", { a: "b=1\n", c: "2" }],
  ])("values in %j", (text, values) => expect(readValues(text)).toEqual(values));

  it.each([["a<<E\nnever closed\n"], ["nothing"]])("%j is refused", (text) => expect(() => readValues(text)).toThrow());

  it("a command that is not at the beginning of a line is none", () => {
    expect(readCommands("x ::error::y\n::notice::z").annotations).toMatchObject([{ level: "notice", message: "z" }]);
  });
});
