import { describe, expect, test } from "vitest";
import { OUR_TYPES, taskTypes, typeByMatch, typeNamed } from "../../src/dispatch/catalog.ts";
import type { TaskType } from "../../src/dispatch/strategy.ts";

const ways = (...names: string[]) => names.map((name) => ({ name, means: "agent" as const, guidance: name }));
const DEPLOY: TaskType = {
  name: "deploy",
  strategies: ways("ship"),
  checks: ["exit"],
  changes_files: false,
  match: ["deploy", "/^release v\\d/i"],
};

describe("the catalog", () => {
  test.each([
    ["messaging", ["message-tool", "channel-api", "report-limit"]],
    ["reminder-scheduling", ["schedule", "reminder-file", "tell"]],
    ["code-execution", ["run", "run-tolerant", "run-in-terminal", "script"]],
    ["file-creation", ["write", "edit", "write-by-command", "draft"]],
    ["agent-delegation", ["spawn", "inline", "report-limit"]],
    ["info-lookup", ["search", "fetch", "browse", "ask-for-source"]],
    ["unknown", ["look-up", "re-classify", "ask-one-question", "block"]],
    ["code-change", ["change", "again-with-complaint", "smallest-change", "another-agent", "ask"]],
    ["review", ["review", "review-again", "another-reviewer", "ask"]],
    ["manual", ["by-hand"]],
  ])("%s is tried by %j", (name, strategies) => {
    expect(typeNamed(OUR_TYPES, name).strategies.map((strategy) => strategy.name)).toEqual(strategies);
  });

  test("its types stand in the order in which a text is classified, and every way says how it differs", () => {
    expect(OUR_TYPES.map((type) => type.name).slice(0, 7)).toEqual([
      "messaging",
      "reminder-scheduling",
      "code-execution",
      "file-creation",
      "agent-delegation",
      "info-lookup",
      "unknown",
    ]);
    for (const { strategies } of OUR_TYPES) {
      const guidance = strategies.map((strategy) => strategy.guidance);
      expect(new Set(guidance).size).toBe(guidance.length);
      for (const sentence of guidance) expect(sentence).toMatch(/^[A-Z].{20,}\.$/s);
    }
  });

  test("a message is the only thing never repeated by itself", () => {
    expect(OUR_TYPES.filter((type) => type.never_repeat).map((type) => type.name)).toEqual(["messaging"]);
  });

  test("the user's types with words of their own come first, those without last, changed ones stay in place", () => {
    const quiet: TaskType = { name: "quiet", strategies: ways("x"), checks: [], changes_files: true };
    const changed: TaskType = { name: "review", strategies: ways("only"), checks: ["exit"], changes_files: true };
    const types = taskTypes({ task_types: [quiet, changed, DEPLOY] });
    expect(types.map((type) => type.name)).toEqual(["deploy", ...OUR_TYPES.map((type) => type.name), "quiet"]);
    expect(typeNamed(types, "review")).toEqual(changed);
  });

  test("a type without ways keeps ours, or is tried like an unknown one", () => {
    const bare = (name: string): TaskType => ({ name, strategies: [], checks: ["file:x"], changes_files: true });
    const types = taskTypes({ task_types: [bare("review"), bare("new")] });
    expect(typeNamed(types, "review").strategies).toEqual(typeNamed(OUR_TYPES, "review").strategies);
    expect(typeNamed(types, "review").checks).toEqual(["file:x"]);
    expect(typeNamed(types, "new").strategies).toEqual(typeNamed(OUR_TYPES, "unknown").strategies);
  });

  test("a name that nobody knows is treated as unknown", () => {
    expect(typeNamed(OUR_TYPES, "constructor").name).toBe("unknown");
  });

  test.each([
    ["Deploy the site", "deploy"],
    ["redeployment of things", null],
    ["Release v2 today", "deploy"],
    ["The release v2", null],
    ["write a file", null],
  ])("%j is recognised as %j", (text, name) => {
    expect(typeByMatch(taskTypes({ task_types: [DEPLOY] }), text)).toBe(name);
  });

  test.each([
    [["发布"], "请发布新版本", true],
    [["c++"], "port it to C++ now", true],
    [["  "], "anything", false],
    [["/(a+)+b/"], "aab", false],
    [["ship  it"], "please ship   it", true],
    [[".*"], "anything", false],
  ])("%j in %j: %s", (match, text, found) => {
    expect(typeByMatch([{ ...DEPLOY, match }], text) === "deploy").toBe(found);
  });
});
