import { describe, expect, test } from "vitest";
import { explainFailure } from "../../src/action/failure.ts";
import { ActionProblem } from "../../src/action/problem.ts";
import { ConfigFault } from "../../src/config/fault.ts";
import { GitHubError } from "../../src/github/error.ts";
import { QueueFault } from "../../src/queue/faults.ts";
import { StoreError } from "../../src/state/store.ts";

const inQueue = new QueueFault({
  code: "not_json",
  file: ".ltpm/task-queue.json",
  line: 12,
  column: 3,
  field: "",
  problem: "it is not JSON",
  remedy: "Correct it",
});
const inConfig = new ConfigFault({
  code: "wrong_value",
  place: ".ltpm/config.json:7:20: language",
  problem: "no",
  remedy: "Yes",
  at: { file: ".ltpm/config.json", line: 7, column: 20, field: "language" },
});
const inVariable = new ConfigFault({
  code: "wrong_value",
  place: "environment variable X",
  problem: "no",
  remedy: "Yes",
});

describe("errors of ours speak for themselves, with their place", () => {
  const table: [error: Error, annotation: object][] = [
    [new ActionProblem("no_token", "No token."), { level: "error", text: "No token." }],
    [new GitHubError("No.", { code: "forbidden" }), { level: "error", text: "No." }],
    [new StoreError("refused", "Refused."), { level: "error", text: "Refused." }],
    [inQueue, { level: "error", text: inQueue.message, file: ".ltpm/task-queue.json", line: 12, column: 3 }],
    [inConfig, { level: "error", text: inConfig.message, file: ".ltpm/config.json", line: 7, column: 20 }],
    [inVariable, { level: "error", text: inVariable.message }],
  ];
  test.each(table)("%s", (error, annotation) => {
    expect(explainFailure(error)).toEqual({ annotation, stack: null });
  });
});

describe("everything else is a defect and says so", () => {
  test("with where it came from for debug lines", () => {
    const { annotation, stack } = explainFailure(new TypeError("x is not a function"));
    expect(annotation.text).toMatch(/^An error in LTPM itself: x is not a function\. /);
    expect(stack).toContain("failure.test.ts");
  });

  test.each([undefined, null, "text", 7, {}, Object.create(null)])("thrown: %o", (thrown) => {
    expect(explainFailure(thrown).annotation).toMatchObject({
      level: "error",
      text: expect.stringMatching(/LTPM itself/),
    });
  });
});
