import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { ActionEvent } from "../../src/action/event.ts";
import { INPUT_DEFAULTS, readInputs, withMessage } from "../../src/action/inputs.ts";
import type { Variables } from "./stage.ts";

const TOKEN = "ghs_0123456789abcdefghijklmnop";
const read = (inputs: Record<string, string>, more: Variables = {}) => {
  const named = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  return readInputs({
    INPUT_TOKEN: TOKEN,
    GITHUB_WORKSPACE: "/w",
    RUNNER_TEMP: "/t",
    ...Object.fromEntries(named),
    ...more,
  });
};

describe("inputs", () => {
  test("what holds when nothing is written", () => {
    expect(read({})).toEqual({
      job: "plan",
      token: TOKEN,
      message: null,
      order: null,
      artifacts: "/t/ltpm",
      dashboard: true,
      fail_on_blocked: false,
      bots: [],
      max_writes: 50,
      schedule: "ltpm-schedule.yml",
      settings: { "task-runner-dir": "", "max-concurrent": "", "max-retries": "", "archive-days": "" },
    });
  });

  test("the same defaults as in action.yml, where the runner takes them from", () => {
    const { inputs } = parse(readFileSync(new URL("../../action.yml", import.meta.url), "utf8"));
    const declared = Object.entries<{ default: string }>(inputs).map(([name, input]) => [name, input.default]);
    expect(Object.fromEntries(declared)).toEqual({ ...INPUT_DEFAULTS, token: expect.stringContaining("github.token") });
  });

  const fine: [name: string, value: string, field: string, as: unknown][] = [
    ["job", " Settle ", "job", "settle"],
    ["dashboard", "false", "dashboard", false],
    ["dashboard", "FALSE", "dashboard", false],
    ["fail-on-blocked", "true", "fail_on_blocked", true],
    ["artifacts", "out", "artifacts", "/w/out"],
    ["artifacts", "/a/b", "artifacts", "/a/b"],
    ["bots", "", "bots", []],
    ["bots", "Renovate[bot], my-app[bot]\nhubot,", "bots", ["Renovate[bot]", "my-app[bot]", "hubot"]],
    ["bots", "a a,a", "bots", ["a"]],
    ["max-writes", "1", "max_writes", 1],
    ["max-writes", "500", "max_writes", 500],
    ["schedule", "", "schedule", null],
    ["schedule", "cron.yaml", "schedule", "cron.yaml"],
    ["message", "  \n ", "message", null],
    ["message", "  retry T-02\n", "message", "  retry T-02\n"],
    [
      "max-concurrent",
      "3",
      "settings",
      { "task-runner-dir": "", "max-concurrent": "3", "max-retries": "", "archive-days": "" },
    ],
  ];
  test.each(fine)("%s: %j", (name, value, field, as) => {
    expect(read({ [name]: value })).toHaveProperty(field, as);
  });

  const wrong: [name: string, value: string, words: string][] = [
    ["job", "", "it takes plan, attempt, verify, settle, not nothing"],
    ["job", "deploy", 'it takes plan, attempt, verify, settle, not "deploy"'],
    ["dashboard", "yes", 'it takes true, false, not "yes"'],
    ["fail-on-blocked", "", "it takes true, false, not nothing"],
    ["bots", "*", 'it takes exact logins, separated by commas, no wildcards, not "*"'],
    ["bots", "renovate*", 'not "renovate*"'],
    ["bots", "renovate[bot],*[bot]", 'not "*[bot]"'],
    ["max-writes", "0", "it takes a whole number from 1 to 500"],
    ["max-writes", "501", "it takes a whole number from 1 to 500"],
    ["max-writes", "-1", "whole number"],
    ["max-writes", "1e2", "whole number"],
    ["max-writes", "", "whole number"],
    ["schedule", "../../etc/passwd", "it takes the name of a workflow file"],
    ["schedule", ".github/workflows/x.yml", "it takes the name of a workflow file"],
    ["schedule", "x.txt", "it takes the name of a workflow file"],
    ["artifacts", "a\nb", "it takes the path of a folder"],
  ];
  test.each(wrong)("%s: %j is refused by name", (name, value, words) => {
    expect(() => read({ [name]: value })).toThrow(
      expect.objectContaining({
        name: "ActionProblem",
        code: "wrong_input",
        message: expect.stringContaining(`Action input ${name}: `),
      }),
    );
    expect(() => read({ [name]: value })).toThrow(words);
  });
});

describe("tokens", () => {
  test.each(["plan", "settle"])("the job %s needs one", (job) => {
    expect(() => read({ job, token: " " })).toThrow(
      expect.objectContaining({
        code: "no_token",
        message: expect.stringMatching(/Write `token: \$\{\{ github.token }}` below/),
      }),
    );
  });

  test("a token is one word", () => {
    expect(() => read({ token: "ghs_x\r\nX-Other: 1" })).toThrow(expect.objectContaining({ code: "no_token" }));
    expect(() => read({ token: "ghs_x\r\nX-Other: 1" })).not.toThrow("X-Other");
  });

  test.each(["attempt", "verify"])("security: the job %s, which executes, refuses one", (job) => {
    expect(read({ job, token: "", order: "{}" })).toMatchObject({ job, token: "" });
    expect(() => read({ job, token: TOKEN, order: "{}" })).toThrow('Write `token: ""` below `with:` in this job');
  });
});

describe("orders", () => {
  test("the matrix entry, for the jobs that execute one", () => {
    expect(read({ job: "attempt", token: "", order: '{"id":"T-02"}' }).order).toEqual({ id: "T-02" });
    expect(read({ job: "settle", order: '{"id":"T-02"}' }).order).toBeNull();
  });

  test.each(["", "{", "[]", "null", '"T-02"', "7"])("%j is none", (order) => {
    expect(() => read({ job: "verify", token: "", order })).toThrow('the matrix entry of the job "verify" as JSON');
  });
});

describe("the text of a run by hand", () => {
  const manual = (message: string | null): ActionEvent => ({ kind: "workflow_dispatch", sender: null, message });
  const table: [input: string, typed: string | null, taken: string | null][] = [
    ["", null, null],
    ["", "add task: x", "add task: x"],
    ["add task: y", null, "add task: y"],
    ["add task: y", "add task: x", "add task: y"],
  ];
  test.each(table)("input %j, typed %j: %j", (input, typed, taken) => {
    expect(withMessage(read({ message: input }), manual(typed)).message).toBe(taken);
  });

  test("security: from any other event it is refused: nobody asked who wrote it", () => {
    const event: ActionEvent = { kind: "schedule", cron: null };
    expect(withMessage(read({ message: "" }), event).message).toBeNull();
    expect(() => withMessage(read({ message: "retry T-02" }), event)).toThrow(
      "only read with workflow_dispatch, not with schedule",
    );
  });
});
