import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameIfAsMade } from "../../../src/cli/init/as-made.ts";
import { criteriaOf, filledTemplate, type ProjectWords } from "../../../src/cli/init/fill.ts";
import { EXTRAS, TRIAD, templatePath } from "../../../src/triad/templates/project.ts";

const template = (path: string) => readFileSync(new URL(`../../../templates/${path}`, import.meta.url), "utf8");
const LANGUAGES = ["en", "zh-CN"] as const;
const NAMES = [...TRIAD, ...Object.values(EXTRAS).flat()].filter((name) => name.endsWith(".md"));
const TEMPLATES = LANGUAGES.flatMap((language) => NAMES.map((name) => template(templatePath(language, name))));
const words = (more: Partial<ProjectWords> = {}): ProjectWords => ({
  name: "Boats",
  at: "2026-03-01 09:05",
  goal: null,
  criteria: [],
  owner: null,
  ...more,
});

describe("what was said stands in the mission", () => {
  const mission = template("triad/en/MISSION.md");
  const filled = (more: Partial<ProjectWords>) => filledTemplate(mission, words(more)).split("\n");

  test.each([
    ["Build boats that float", "Build boats that float"],
    ["# not a heading", "\\# not a heading"],
    ["1. not a list", "1\\. not a list"],
    ["<script>\nx", "\\<script> x"],
  ])("the goal %j", (goal, line) => expect(filled({ goal })[8]).toBe(line));

  test("criteria take the place of all three lines", () => {
    const lines = filled({ criteria: ["floats", "costs < 5"] });
    expect(lines.slice(10, 15)).toEqual(["## Success Criteria", "", "- [ ] floats", "- [ ] costs < 5", ""]);
    expect(lines.join("\n")).not.toContain("Criterion");
  });

  test.each([
    ["fast; safe ;; cheap", ["fast", "safe", "cheap"]],
    ["快\uff1b稳", ["快", "稳"]],
    ["", []],
  ])("criteria on a line: %j", (line, criteria) => expect(criteriaOf(line)).toEqual(criteria));

  test("in Chinese, too; and nothing of it in the other documents", () => {
    const chinese = filledTemplate(
      template("triad/zh-CN/MISSION.md"),
      words({ goal: "造船", criteria: ["能浮"], owner: "小白" }),
    );
    expect(chinese).toMatch(/\n造船\n[\s\S]*- \[ \] 能浮\n\n[\s\S]*小白/);
    const next = template("triad/en/NEXT_STEPS.md");
    expect(filledTemplate(next, words({ goal: "x", criteria: ["y"] }))).toBe(filledTemplate(next, words()));
  });
});

describe("a document that nobody has written in", () => {
  test.each(TEMPLATES.map((text) => [text.split("\n", 1)[0], text]))(
    "%s is known, with its line ends turned, too",
    (_, text) => {
      const made = filledTemplate(text, words());
      expect(nameIfAsMade(made, text)).toBe("Boats");
      expect(nameIfAsMade(made.replaceAll("\n", "\r\n"), text)).toBe("Boats");
      expect(TEMPLATES.filter((other) => nameIfAsMade(made, other) !== null)).toEqual([text]);
    },
  );

  test("whatever the name", () =>
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        for (const text of TEMPLATES) expect(nameIfAsMade(filledTemplate(text, words({ name })), text)).not.toBeNull();
      }),
      { numRuns: 50 },
    ));

  test("every word makes it somebody's", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...TEMPLATES),
        fc.nat(),
        fc.constantFrom("x", "- [x]", "\nA word\n"),
        (text, at, put) => {
          const made = filledTemplate(text, words());
          const body = made.indexOf("## ");
          const place = body + (at % (made.length - body));
          expect(nameIfAsMade(made.slice(0, place) + put + made.slice(place), text)).toBeNull();
        },
      ),
    ));

  const [, PROGRESS = "", NEXT = ""] = TEMPLATES;
  test.each<[string, string, string, string, boolean]>([
    [
      "the queue told of a task",
      PROGRESS,
      "- {YYYY-MM-DD HH:MM}: {What was accomplished}",
      "- 2026-11-21 10:00: T-01 done: x <!-- ltpm:task-abc123def456-0-done -->",
      true,
    ],
    [
      "a task is a completed milestone",
      PROGRESS,
      "- [YYYY-MM-DD] Milestone 1",
      "- [2026-11-21] T-01: x <!-- ltpm:milestone-abc123def456-0-done -->",
      true,
    ],
    [
      "a person marked a milestone",
      PROGRESS,
      "- [YYYY-MM-DD] Milestone 1",
      "- [2026-11-21] [Milestone] Sailed <!-- ltpm:milestone-abc123def456-12345678 -->",
      false,
    ],
    [
      "a person recorded a checkpoint",
      PROGRESS,
      "- {YYYY-MM-DD HH:MM}: {What was accomplished}",
      "- 2026-11-21 10:00: Sailed <!-- ltpm:checkpoint-abc123def456-12345678 -->",
      false,
    ],
    ["time has gone by", PROGRESS, "**Overall Progress**: 0%", "**Overall Progress**: 40%", true],
    ["a task is listed", NEXT, "1. [ ] {Atomic task 1}", "1. [x] T-01: x <!-- ltpm:T-01 -->", true],
    ["a person's item became a task", NEXT, "1. [ ] {Atomic task 1}", "1. [ ] Sail (T-01) <!-- ltpm:T-01 -->", false],
  ])("%s", (_, text, line, instead, isOurs) => {
    const made = filledTemplate(text, words());
    expect(made).toContain(line);
    expect(nameIfAsMade(made.replace(line, instead), text)).toBe(isOurs ? "Boats" : null);
  });

  test.each(["", "# ", "Boats", "\0", "# Boats"])("%j is not", (text) => {
    for (const one of TEMPLATES) expect(nameIfAsMade(text, one)).toBeNull();
  });
});
