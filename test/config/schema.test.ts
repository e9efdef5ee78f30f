import { spawnSync } from "node:child_process";
import { toJsonSchema } from "@valibot/to-json-schema";
import { describe, expect, test } from "vitest";
import { AGENT_PRESETS } from "../../src/config/defaults.ts";
import { nearest } from "../../src/config/nearest.ts";
import { configSchema } from "../../src/config/schema.ts";
import { isBranchName, isWordOrPattern, plainWords } from "../../src/config/values.ts";
import { PRESETS } from "../../src/executors/agents/presets.ts";

test("the agents of the configuration are the agents there are", () =>
  expect([...AGENT_PRESETS].sort()).toEqual([...PRESETS.keys()].sort()));

test("JSON Schema can say the shape: names, choices, bounds", () => {
  const schema = toJsonSchema(configSchema, { errorMode: "ignore", typeMode: "input" });
  expect(schema.type).toBe("object");
  expect(schema.required).toEqual([]);
  expect(schema.properties?.land).toMatchObject({ enum: ["merge", "branch"] });
  expect(schema.properties?.task_runner).toMatchObject({
    properties: { max_retries: { type: "integer", minimum: 0, maximum: 100 } },
  });
});

describe("nearest", () => {
  const known = ["land", "language", "max_retries", "agents", "agent"];
  test.each([
    ["lnad", "land"],
    ["lands", "land"],
    ["langauge", "language"],
    ["maxRetries", "max_retries"],
    ["max-retry", "max_retries"],
    ["Agents", "agents"],
    ["agnet", "agent"],
    ["colour", null],
    ["", null],
    ["x".repeat(10_000), null],
  ])("%s", (name, expected) => expect(nearest(name, known)).toBe(expected));
});

const BRANCH_NAMES: [name: string, taken: boolean][] = [
  ["ltpm-state", true],
  ["a/b.c", true],
  ["状态", true],
  ["", false],
  ["-x", false],
  ["a b", false],
  ["a..b", false],
  ["a/.b", false],
  ["a//b", false],
  ["a/", false],
  ["/a", false],
  ["a.lock", false],
  ["a.", false],
  ["a@{b", false],
  ["HEAD", false],
  ["a~1", false],
  ["a^", false],
  ["a:b", false],
  ["a?b", false],
  ["a*", false],
  ["a[", false],
  ["a\\b", false],
  ["a\nb", false],
];

// Git would take them, read the first as HEAD and put the second below another `refs/heads/`.
test.each(["@", "refs/heads/ltpm-state"])("isBranchName(%j) is false", (name) =>
  expect(isBranchName(name)).toBe(false),
);

test.each(BRANCH_NAMES)("isBranchName(%j) = %s, as git has it", (name, expected) => {
  expect(isBranchName(name)).toBe(expected);
  expect(spawnSync("git", ["check-ref-format", "--branch", name]).status === 0).toBe(expected);
});

test.each([
  ["npm test", ["npm", "test"]],
  ["  make   -C sub check ", ["make", "-C", "sub", "check"]],
  ["pytest -k=fast", ["pytest", "-k=fast"]],
  ["", null],
  ["a 'b c'", null],
  ["a | b", null],
  ["a && b", null],
  ["a $HOME", null],
  ["a > b", null],
  ["a `b`", null],
  ["a\nb", null],
  ["a *", null],
])("plainWords(%j)", (text, expected) => expect(plainWords(text)).toEqual(expected));

test.each([
  ["report", true],
  ["/^report/i", true],
  ["/(/", false],
  ["/a/q", false],
  ["", false],
  [" ", false],
  ["a/b/c", true],
])("isWordOrPattern(%j) = %s", (text, expected) => expect(isWordOrPattern(text)).toBe(expected));
