import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JobReport, Jobs, RunJob } from "../../src/action/job.ts";
import { runAction } from "../../src/action/run.ts";
import { StoreError } from "../../src/state/store.ts";
import { captured, withVariables } from "./captured.ts";
import { commandsIn, outputsIn } from "./commands.ts";
import { directory, environment, example, type Payload, type Variables } from "./stage.ts";

const DONE: JobReport = { outputs: { heartbeat: "ACTIVE" }, summary: null, annotations: [] };
const never: RunJob = () => Promise.reject(new Error("this job must not run"));

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly outputs: Record<string, string>;
  readonly summary: string;
  readonly jobs: readonly string[];
}

/** One run of an event, with one job's code in the place of all four. */
async function ran(event: string, payload: Payload, job: RunJob, more: Variables = {}): Promise<Ran> {
  const env = environment(event, payload, more);
  const dir = directory();
  const files = { GITHUB_OUTPUT: join(dir, "output"), GITHUB_STEP_SUMMARY: join(dir, "summary") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const asked: string[] = [];
  const load = (name: string) => async () => {
    asked.push(name);
    return { runJob: job };
  };
  const jobs: Jobs = { plan: load("plan"), attempt: load("attempt"), verify: load("verify"), settle: load("settle") };
  const variables = { ...files, ...Object.fromEntries(Object.entries(more).filter(([name]) => name in files)) };
  const { value, stdout } = await withVariables(variables, () =>
    captured(() => runAction({ env, jobs, out: (text) => process.stdout.write(text) })),
  );
  return {
    code: value,
    stdout,
    outputs: Object.fromEntries(outputsIn(readFileSync(files.GITHUB_OUTPUT, "utf8"))),
    summary: existsSync(files.GITHUB_STEP_SUMMARY) ? readFileSync(files.GITHUB_STEP_SUMMARY, "utf8") : "",
    jobs: asked,
  };
}

const schedule = (job: RunJob, more?: Variables) => ran("schedule", {}, job, more);
const errors = (stdout: string) => commandsIn(stdout).filter(({ name }) => name === "error");

describe("a run", () => {
  test("loads the job that was asked for, and no other", async () => {
    const done: RunJob = async () => DONE;
    expect((await schedule(done)).jobs).toEqual(["plan"]);
    expect((await schedule(done, { INPUT_JOB: "settle" })).jobs).toEqual(["settle"]);
    const executes = { INPUT_JOB: "attempt", INPUT_TOKEN: "", INPUT_ORDER: "{}" };
    expect((await schedule(done, executes)).jobs).toEqual(["attempt"]);
    expect((await schedule(done, { ...executes, INPUT_JOB: "verify" })).jobs).toEqual(["verify"]);
  });

  test("hands over where, why and what", async () => {
    const { code } = await ran("workflow_dispatch", { inputs: { message: "add task: x" } }, async (context, inputs) => {
      expect(context).toMatchObject({
        repo: { owner: "Codertocat", name: "Hello-World" },
        event: { kind: "workflow_dispatch" },
      });
      expect(inputs).toMatchObject({ job: "plan", message: "add task: x" });
      return DONE;
    });
    expect(code).toBe(0);
  });

  test("reports outputs, summary and annotations, in green", async () => {
    const report: JobReport = {
      outputs: { heartbeat: "ACTIVE", blocked: 1, changed: ["T-02"] },
      summary: "| T-02 | ghp_0123456789abcdefghij |",
      annotations: [{ level: "warning", text: "T-02 is blocked", title: "T-02" }],
    };
    const { code, outputs, summary, stdout } = await schedule(async () => report);
    expect(code).toBe(0);
    expect(outputs).toEqual({ heartbeat: "ACTIVE", blocked: "1", changed: '["T-02"]' });
    expect(summary).toBe("| T-02 | [redacted] |\n");
    expect(commandsIn(stdout).map(({ name, data }) => [name, data])).toEqual([
      ["add-mask", "ghs_0123456789abcdefghijklmnop"],
      ["warning", "T-02 is blocked"],
    ]);
  });

  test("security: the runner is told to mask the token before anything else is written", async () => {
    const { stdout } = await schedule(async (_context, inputs, log) => {
      log.info(`the token is ${inputs.token}`);
      return DONE;
    });
    expect(stdout).toBe("::add-mask::ghs_0123456789abcdefghijklmnop\nthe token is [redacted]\n");
  });

  test("a summary that cannot be written is a warning", async () => {
    const { code, stdout, outputs } = await schedule(async () => ({ ...DONE, summary: "x" }), {
      GITHUB_STEP_SUMMARY: directory(),
    });
    expect(code).toBe(0);
    expect(outputs).toEqual({ heartbeat: "ACTIVE" });
    expect(stdout).toContain("::warning::The job summary could not be written");
  });
});

describe("what ends red says so once", () => {
  const red: [what: string, job: RunJob, words: string][] = [
    ["a job that failed", async () => ({ ...DONE, failed: "It did not work." }), "It did not work."],
    [
      "an error of ours",
      () => Promise.reject(new StoreError("refused", "The push was refused.")),
      "The push was refused.",
    ],
    ["a defect", () => Promise.reject(new TypeError("boom")), "An error in LTPM itself: boom."],
    ["no error at all", () => Promise.reject("just text"), "An error in LTPM itself: just text."],
  ];
  test.each(red)("%s", async (_what, job, words) => {
    const { code, stdout } = await schedule(job);
    expect(code).toBe(1);
    expect(errors(stdout)).toEqual([expect.objectContaining({ data: expect.stringContaining(words) })]);
    const shown = stdout.split("\n").filter((line) => !line.startsWith("::debug::"));
    expect(shown.join("\n").split(words)).toHaveLength(2);
  });

  test("a failed job reports all the same what it did", async () => {
    const { outputs, summary } = await schedule(async () => ({ ...DONE, summary: "table", failed: "No." }));
    expect({ outputs, summary }).toEqual({ outputs: { heartbeat: "ACTIVE" }, summary: "table\n" });
  });

  test.each([
    ["no_token", { INPUT_TOKEN: "" }, "Action input token is empty"],
    ["no_repository", { GITHUB_REPOSITORY: undefined }, "GITHUB_REPOSITORY is not set"],
    ["no_payload", { GITHUB_EVENT_PATH: undefined }, "has no payload"],
    ["outside of a runner", { GITHUB_EVENT_NAME: undefined, INPUT_TOKEN: undefined }, "GITHUB_EVENT_NAME is not set"],
    ["security 4", { GITHUB_EVENT_NAME: "pull_request_target" }, 'does not act on the event "pull_request_target"'],
    ["security 4", { GITHUB_EVENT_NAME: "workflow_run" }, 'does not act on the event "workflow_run"'],
  ])("%s %j: one line, no job", async (_what, more, words) => {
    const { code, stdout, jobs, outputs } = await schedule(never, more);
    expect({ code, jobs, outputs }).toEqual({ code: 1, jobs: [], outputs: {} });
    expect(stdout.trimEnd().split("\n")).toEqual([expect.stringContaining(words)]);
  });
});

describe("blocked tasks", () => {
  const blocked =
    (count: number): RunJob =>
    async () => ({ ...DONE, outputs: { blocked: count } });
  const table: [count: number, input: string, code: number][] = [
    [0, "true", 0],
    [1, "false", 0],
    [1, "true", 1],
    [2, "true", 1],
  ];
  test.each(table)("%d with fail-on-blocked %s: exit %d", async (count, input, code) => {
    const found = await schedule(blocked(count), { "INPUT_FAIL-ON-BLOCKED": input });
    expect(found.code).toBe(code);
    expect(errors(found.stdout)).toHaveLength(code);
  });
});

describe("events that want nothing", () => {
  const quiet: [event: string, payload: Payload][] = [
    ["issue_comment", example("issue_comment", "created")],
    ["issues", example("issues", "opened")],
    ["push", example("push", undefined)],
  ];
  test.each(quiet)("%s: no job is loaded, and no job of the workflow follows", async (event, payload) => {
    const { code, jobs, outputs, stdout } = await ran(event, payload, never);
    expect({ code, jobs }).toEqual({ code: 0, jobs: [] });
    expect(outputs).toEqual({ heartbeat: "HEARTBEAT_OK", attempts: "[]", verify: "[]", changed: "[]" });
    expect(stdout.split("\n")).toHaveLength(3);
  });

  test("the jobs that follow a plan are run whatever the event was", async () => {
    const payload = example("issue_comment", "created");
    expect((await ran("issue_comment", payload, async () => DONE, { INPUT_JOB: "settle" })).jobs).toEqual(["settle"]);
  });
});
