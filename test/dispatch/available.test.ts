import { describe, expect, test } from "vitest";
import { waysFor } from "../../src/dispatch/available.ts";
import { OUR_TYPES, typeNamed } from "../../src/dispatch/catalog.ts";
import type { Settings } from "../../src/dispatch/settings.ts";
import type { Task } from "../../src/queue/schema.ts";
import { CLAUDE, CODEX, sampleSettings, sampleTask } from "./sample.ts";

function ways(task: Partial<Task>, settings: Partial<Settings> = {}): string[] | string {
  const full = sampleTask(task);
  const found = waysFor(full, typeNamed(OUR_TYPES, full.task_type), sampleSettings(settings));
  return found.kind === "ways" ? found.strategies.map((strategy) => strategy.name) : found.fault.code;
}

const PROSE = "Tidy the login page";
const TWO = { agents: [CLAUDE, CODEX] };

describe("the ways at hand", () => {
  test.each([
    ["a command, no agent", {}, {}, ["run", "run-tolerant"]],
    ["a command, an agent", {}, { agents: [CLAUDE] }, ["run", "run-tolerant", "run-in-terminal", "script"]],
    ["a command in the details", { description: "Run this", details: "run: npm test" }, {}, ["run", "run-tolerant"]],
    ["a command of another type", { task_type: "unknown" }, {}, ["run", "run-tolerant"]],
    ["no command, no agent", { description: PROSE, task_type: "code-change" }, {}, "no_agent"],
    ["no command, a code execution", { description: "Run the tests" }, {}, "no_agent"],
    ["a reminder, no agent", { description: "Remind me", task_type: "reminder-scheduling" }, {}, "no_agent"],
    ["a message, no agent", { description: "Tell Ana", task_type: "messaging" }, {}, "no_agent"],
    [
      "one agent is no other agent",
      { description: PROSE, task_type: "code-change" },
      { agents: [CLAUDE] },
      ["change", "again-with-complaint", "smallest-change", "ask"],
    ],
    [
      "two agents",
      { description: PROSE, task_type: "code-change" },
      TWO,
      ["change", "again-with-complaint", "smallest-change", "another-agent", "ask"],
    ],
    ["by hand", { description: PROSE, task_type: "manual" }, {}, ["by-hand"]],
    ["by hand, although the text holds a command", { task_type: "manual" }, { agents: [CLAUDE] }, ["by-hand"]],
    ["a wrong check", { acceptance: ["file:../x"] }, {}, "checks_wrong"],
  ])("%s", (_what, task, settings, expected) => {
    expect(ways(task, settings)).toEqual(expected);
  });

  test.each([
    ["cli", "yes yes no"],
    ["edit", "yes yes no"],
    [undefined, "yes yes no"],
    ["issue_comment", "no yes no"],
    ["issue", "no yes no"],
    ["systemEvent", "no no no"],
    ["anything", "no no no"],
  ])("a command from %s under local, writers, never: %s", (kind, allowed) => {
    const task = kind === undefined ? {} : { source: { kind } };
    const policies = ["local", "writers", "never"] as const;
    const said = policies.map((inline_commands) =>
      ways(task, { inline_commands }) === "inline_not_allowed" ? "no" : "yes",
    );
    expect(said.join(" ")).toBe(allowed);
  });

  test("a command that may not run blocks also where an agent is set up", () => {
    expect(ways({ source: { kind: "issue_comment" } }, TWO)).toBe("inline_not_allowed");
  });

  test("text without a command needs no leave", () => {
    expect(
      ways(
        { description: PROSE, task_type: "review", source: { kind: "issue_comment" } },
        { ...TWO, inline_commands: "never" },
      ),
    ).toContain("review");
  });

  test("a command that needs a shell is refused, unless an agent can do it", () => {
    const task = { description: "Run `cat a | sort > b`" };
    expect(ways(task)).toBe("command_refused");
    expect(ways(task, { agents: [CLAUDE] })).toEqual(["run-in-terminal", "script"]);
    expect(ways({ ...task, source: { kind: "issue" } }, TWO)).toBe("inline_not_allowed");
  });

  test("every fault says why in one line and gives steps that can be done", () => {
    const cases: [Partial<Task>, Partial<Settings>][] = [
      [{ description: PROSE }, {}],
      [{ description: "Run `a | b`" }, {}],
      [{ source: { kind: "issue" } }, {}],
      [{ source: { kind: "issue" } }, { inline_commands: "never" }],
      [{ acceptance: ["nonsense"] }, {}],
    ];
    for (const [task, settings] of cases) {
      const full = sampleTask({ id: "T-07", ...task });
      const found = waysFor(full, typeNamed(OUR_TYPES, full.task_type), sampleSettings(settings));
      if (found.kind !== "fault") throw new Error(`no fault for ${JSON.stringify(task)}`);
      expect(found.fault.reason).toMatch(/^[^\n]{20,}$/);
      expect(found.fault.steps.length).toBeGreaterThanOrEqual(2);
      expect(found.fault.steps.join("\n")).toMatch(/ltpm (retry|mark|skip) T-07/);
    }
  });
});
