import { describe, expect, test } from "vitest";
import { OUR_TYPES, typeNamed } from "../../src/dispatch/catalog.ts";
import { checkInWords, checkName } from "../../src/verify/check-words.ts";
import { GUIDE } from "../../src/verify/guide.ts";
import { checkProblems, planChecks } from "../../src/verify/plan.ts";
import { sampleTask } from "../dispatch/sample.ts";

const PLAIN = { check: null, allow_paths: [] };
const NPM = { check: ["npm", "test"], allow_paths: ["docs"] };

function names(
  type: string,
  fields: object = {},
  settings: typeof PLAIN | typeof NPM = PLAIN,
  means = "agent",
): string[] {
  const task = sampleTask({ description: "Write the release notes into docs/notes.md", ...fields });
  return planChecks(task, typeNamed(OUR_TYPES, type), settings, means).map(checkName);
}

describe("which checks a task has", () => {
  test.each([
    ["info-lookup", PLAIN, ["answer"]],
    ["file-creation", PLAIN, ["deliverable"]],
    ["code-execution", PLAIN, ["exit", "trace"]],
    ["code-change", PLAIN, ["diff"]],
    ["code-change", NPM, ["diff", "command:npm test"]],
    ["agent-delegation", NPM, ["answer", "command:npm test"]],
    ["reminder-scheduling", PLAIN, ["reminder"]],
    ["messaging", PLAIN, ["receipt"]],
    ["review", PLAIN, ["answer"]],
    ["unknown", PLAIN, ["trace"]],
    ["unknown", NPM, ["trace", "command:npm test"]],
    ["manual", PLAIN, ["exit", "trace"]],
    ["no such type", PLAIN, ["trace"]],
  ])("%s with %j", (type, settings, expected) => {
    expect(names(type, {}, settings)).toEqual(expected);
  });

  test("every type of ours has a check, and names only what the guide knows", () => {
    for (const type of OUR_TYPES) {
      expect(planChecks(sampleTask(), type, PLAIN).length).toBeGreaterThan(0);
      for (const name of type.checks) expect(Object.keys(GUIDE)).toContain(name);
    }
  });

  test("checks given with the task win over its type's", () => {
    expect(names("code-change", { acceptance: ["file:a.txt", "command:make check"] }, NPM)).toEqual([
      "file:a.txt",
      "command:make check",
    ]);
  });

  test("a command of any type is checked as a command", () => {
    expect(names("messaging", {}, PLAIN, "inline")).toEqual(["exit", "trace"]);
    expect(names("messaging", { acceptance: ["file:a"] }, PLAIN, "inline")).toEqual(["file:a"]);
  });

  test("a user's type may name checks in the form of --accept", () => {
    const type = {
      name: "deploy",
      checks: ["command:./smoke.sh", "exit"],
      strategies: [{ name: "run", means: "inline" }],
    };
    expect(planChecks(sampleTask(), type, PLAIN, "inline").map(checkName)).toEqual(["command:./smoke.sh", "exit"]);
    expect(checkProblems(sampleTask(), type, PLAIN)).toEqual([]);
  });

  test("the project's check runs for an unclear task only when files were changed", () => {
    const checks = planChecks(sampleTask(), typeNamed(OUR_TYPES, "unknown"), NPM);
    expect(checks[1]).toEqual({ kind: "command", argv: ["npm", "test"], only_if_changed: true });
  });

  test("the diff check protects what governs the repository", () => {
    const [diff] = planChecks(sampleTask(), typeNamed(OUR_TYPES, "code-change"), NPM);
    expect(diff).toMatchObject({ kind: "diff", allowed: ["docs"] });
    expect(diff?.kind === "diff" && diff.forbidden).toEqual(
      expect.arrayContaining([".github/", ".ltpm/", "hooks/", ".husky/", ".git/", "action.yml"]),
    );
  });

  test("the file that the text names is the one looked for", () => {
    const task = sampleTask({
      description: "Write the notes into `docs/notes.md` and out.txt (see https://x.test/a.md)",
    });
    expect(planChecks(task, typeNamed(OUR_TYPES, "file-creation"), PLAIN)).toEqual([
      { kind: "deliverable", mentioned: ["docs/notes.md", "out.txt"] },
    ]);
  });

  test("checks that cannot be used are named, of the task or else of its type", () => {
    const type = { name: "x", checks: ["nonsense", "exit"], strategies: [] };
    expect(checkProblems(sampleTask(), type, PLAIN)).toEqual([expect.stringMatching(/"nonsense" is of no known form/)]);
    expect(checkProblems(sampleTask({ acceptance: ["file:ok"] }), type, PLAIN)).toEqual([]);
    expect(checkProblems(sampleTask({ acceptance: ["file:../x"] }), type, PLAIN)).toHaveLength(1);
  });

  test("every check has words for the instruction", () => {
    for (const type of OUR_TYPES) {
      for (const check of planChecks(sampleTask(), type, NPM)) expect(checkInWords(check)).toMatch(/^[A-Z`].+\.$/);
    }
  });
});
