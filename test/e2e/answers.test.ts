import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { newProject, script, type TestProject } from "./project.ts";

const ajv = new Ajv({ strict: false });

function published(name: string): object {
  const { $schema: _draft, ...schema } = JSON.parse(
    readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), "utf8"),
  );
  return schema;
}

function expectValid(name: string, value: unknown): void {
  const valid = ajv.validate(published(name), value);
  expect(valid, `${name}: ${ajv.errorsText()} in ${JSON.stringify(value).slice(0, 400)}`).toBe(true);
}

/** answer's schema → the command that gives it, in this order in one project. */
const ROWS: [schema: string, args: string[]][] = [
  ["answers/tasks", ["tasks"]],
  ["answers/add", ["add", `Say ${script('console.log("hi")')}`]],
  ["answers/add", ["add", "later", "--no-dispatch"]],
  ["answers/plan", ["dispatch", "--dry-run"]],
  ["answers/dispatch", ["dispatch", "--wait"]],
  ["answers/dispatch", ["dispatch"]],
  ["answers/show", ["show", "T-01"]],
  ["answers/show", ["show", "T-01", "--log"]],
  ["answers/control", ["retry", "T-01", "--no-dispatch"]],
  ["answers/control", ["skip", "T-01", "T-02"]],
  ["answers/edit", ["edit", "T-02", "--priority", "3"]],
  ["answers/intake", ["intake", "retry T-01\nadd task: x", "--no-dispatch"]],
  ["answers/archive", ["archive"]],
  ["answers/doctor", ["doctor"]],
  ["answers/tasks", ["tasks"]],
];

describe("what --json prints is what schema/ says", () => {
  test("for every command with an answer", async () => {
    const project: TestProject = await newProject();
    for (const [schema, args] of ROWS) expectValid(schema, await project.json(args));
    expectValid("queue", project.queueFile());
  });

  test("the schemas refuse what is wrong", () => {
    expect(ajv.validate(published("queue"), { lastId: null, tasks: [{ id: "T-01" }] })).toBe(false);
    expect(ajv.validate(published("config"), { task_runner: { max_retries: "three" } })).toBe(false);
    expect(ajv.validate(published("task-result"), { outcome: "great" })).toBe(false);
  });
});
