import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openDocument } from "../../../src/triad/document/open.ts";
import { styleOf } from "../../../src/triad/document/style.ts";
import { findField, findPercent } from "../../../src/triad/places/field.ts";
import { findSection } from "../../../src/triad/places/section.ts";
import type { FieldRole, SectionRole } from "../../../src/triad/places/wordings.ts";
import { isPlaceholder } from "../../../src/triad/templates/placeholders.ts";
import { EXTRAS, fillTemplate, PROJECT_TYPES, TRIAD, templatePath } from "../../../src/triad/templates/project.ts";
import { parser } from "../documents.ts";

const home = fileURLToPath(new URL("../../../templates/", import.meta.url));
const read = (path: string) => readFileSync(home + path, "utf8");
const LANGUAGES = ["en", "zh-CN"] as const;
const open = (text: string) => openDocument(text, parser);
const FACTS = { name: "Atlas", at: "2026-11-21 07:19" };

/** The source's templates without their blank lines. */
const SOURCE = {
  "MISSION.md":
    "# {Project Name}|**Created**: {YYYY-MM-DD}|**Version**: {x.y}|**Status**: Active / Paused / Completed|## Vision|What are we building/creating? Why does it matter?|## Success Criteria|- [ ] Criterion 1|- [ ] Criterion 2|- [ ] Criterion 3|## Deliverables|- Primary: {main output}|- Secondary: {supporting outputs}|## Constraints|- Budget / Time / Resources|- Technical limitations|- Dependencies|## Stakeholders|- Owner: {name}|- Contributors: {names}",
  "PROGRESS.md":
    "# Progress Tracker: {Project Name}|**Last Updated**: {YYYY-MM-DD HH:MM}|**Overall Progress**: {x%}|## Current Stage|{Stage Name} - {Brief description}|## Milestones|### ✅ Completed|- [YYYY-MM-DD] Milestone 1|- [YYYY-MM-DD] Milestone 2|### 🔄 In Progress|- [YYYY-MM-DD] Current task...|### ⏳ Pending|- [ ] Future milestone 1|- [ ] Future milestone 2|## Blockers|- 🚧 Blocker 1: {description}|- 🚧 Blocker 2: {description}|## Recent Activity|- {YYYY-MM-DD HH:MM}: {What was accomplished}|- {YYYY-MM-DD HH:MM}: {What was discussed}|## Notes|{Cross-session context that must be preserved}",
  "NEXT_STEPS.md":
    "# Next Steps: {Project Name}|**Last Updated**: {YYYY-MM-DD HH:MM}|## Immediate Priority (Next Session)|1. [ ] {Atomic task 1}|2. [ ] {Atomic task 2}|## Short-term (This Week)|- [ ] Task A|- [ ] Task B|## Medium-term (This Month)|- [ ] Task C|- [ ] Task D|## Waiting On|- ⏳ {Item}: Waiting for {who/what}",
};

test.each(TRIAD)("%s is the source's", (name) => {
  const lines = read(templatePath("en", name)).split("\n");
  expect(lines.filter((line) => line !== "").join("|")).toBe(SOURCE[name]);
});

describe.each(LANGUAGES)("%s", (language) => {
  test("every extra of every type has its template, and no other lies there", () => {
    const files = PROJECT_TYPES.flatMap((type) => EXTRAS[type]).filter((name) => !name.endsWith("/"));
    expect(readdirSync(`${home}triad/${language}`).sort()).toEqual([...TRIAD, ...files].sort());
  });

  test("every line that is there to be filled in is known as such", () => {
    for (const name of TRIAD) {
      const document = open(read(templatePath(language, name)));
      const { items, blocks } = document.outline();
      for (const { text } of items) expect(isPlaceholder(text), text).toBe(true);
      const below = blocks.filter((block) => block.type === "paragraph" && block.line > 4);
      for (const { line } of below) expect(isPlaceholder(document.lines.text(line)), `${line}`).toBe(true);
    }
  });

  test("every part is found for certain", () => {
    const roles: readonly (readonly [(typeof TRIAD)[number], readonly SectionRole[], readonly FieldRole[]])[] = [
      [
        "MISSION.md",
        ["goal", "criteria", "deliverables", "constraints", "stakeholders"],
        ["created", "version", "state"],
      ],
      [
        "PROGRESS.md",
        ["stage", "milestones", "completed", "in_progress", "pending", "blockers", "activity", "notes"],
        ["updated", "percent"],
      ],
      ["NEXT_STEPS.md", ["next", "short_term", "medium_term", "waiting"], ["updated"]],
    ];
    for (const [name, sections, fields] of roles) {
      const document = open(fillTemplate(read(templatePath(language, name)), FACTS));
      expect(styleOf(document).language).toBe(language);
      for (const role of sections)
        expect(findSection(document, role), role).toMatchObject({ found: true, confidence: 1 });
      for (const role of fields) expect(findField(document, role), role).toMatchObject({ found: true, confidence: 1 });
    }
    expect(findPercent(open(fillTemplate(read(templatePath(language, "PROGRESS.md")), FACTS)))).toMatchObject({
      place: { value: 0, unfilled: false },
    });
  });
});

describe("fillTemplate", () => {
  const filled = (language: "en" | "zh-CN", name: string, more = {}) =>
    fillTemplate(read(templatePath(language, name)), { ...FACTS, ...more });

  test.each([
    ["en", "MISSION.md", ["# Atlas", "**Created**: 2026-11-21", "**Version**: 0.1", "**Status**: Active"]],
    [
      "en",
      "PROGRESS.md",
      ["# Progress Tracker: Atlas", "**Last Updated**: 2026-11-21 07:19", "**Overall Progress**: 0%"],
    ],
    ["en", "NEXT_STEPS.md", ["# Next Steps: Atlas", "**Last Updated**: 2026-11-21 07:19"]],
    ["zh-CN", "MISSION.md", ["# Atlas", "**创建日期**：2026-11-21", "**版本**：0.1", "**状态**：进行中"]],
    ["zh-CN", "PROGRESS.md", ["# 进度跟踪：Atlas", "**最后更新**：2026-11-21 07:19", "**总体进度**：0%"]],
    ["zh-CN", "NEXT_STEPS.md", ["# 下一步：Atlas", "**最后更新**：2026-11-21 07:19"]],
  ] as const)("%s %s", (language, name, head) => {
    const lines = filled(language, name).split("\n");
    expect(lines.filter((line) => line !== "").slice(0, head.length)).toEqual([...head]);
    const rest = read(templatePath(language, name))
      .split("\n")
      .slice(head.length + 1);
    expect(lines.slice(head.length + 1)).toEqual(rest);
  });

  test("goal and owner, as data", () => {
    const text = filled("en", "MISSION.md", { goal: "Map $& <b>all</b>\n# coasts", owner: "Kim" });
    expect(text).toContain("## Vision\n\nMap $& \\<b>all\\</b> # coasts\n\n");
    expect(text).toContain("- Owner: Kim\n");
  });
});
