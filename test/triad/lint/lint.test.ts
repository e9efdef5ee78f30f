import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LintCode, lintSentence, triadFaultSentence } from "../../../src/messages/triad.ts";
import { setBlockers } from "../../../src/triad/commands/blockers.ts";
import { rewrite } from "../../../src/triad/commands/rewrite.ts";
import { openDocument } from "../../../src/triad/document/open.ts";
import { lint } from "../../../src/triad/lint/lint.ts";
import { checklistPercent, tallyBoxes } from "../../../src/triad/lint/percent.ts";
import { statedMinutes } from "../../../src/triad/lint/tasks.ts";
import { fillTemplate, templatePath } from "../../../src/triad/templates/project.ts";
import { parser, sample } from "../documents.ts";
import { markdown } from "../markdown.ts";

const open = (text: string | undefined) => (text === undefined ? null : openDocument(text, parser));
interface Texts {
  mission?: string;
  progress?: string;
  next?: string;
}
const triad = ({ mission, progress, next }: Texts) => ({
  mission: open(mission),
  progress: open(progress),
  next: open(next),
});
const found = (texts: Texts) =>
  lint(triad(texts)).map(({ file, line, code, values }) => [file, line, code, ...values].join(" "));
const template = (language: "en" | "zh-CN", name: string) =>
  fillTemplate(
    readFileSync(fileURLToPath(new URL(`../../../templates/${templatePath(language, name)}`, import.meta.url)), "utf8"),
    {
      name: "Atlas",
      at: "2026-11-21 07:19",
    },
  );

test.each(["en", "zh-CN"] as const)("a fresh project has no findings, %s", (language) => {
  const [mission, progress, next] = ["MISSION.md", "PROGRESS.md", "NEXT_STEPS.md"].map((name) =>
    template(language, name),
  );
  expect(lint({ mission: open(mission), progress: open(progress), next: open(next) })).toEqual([]);
});

describe("boundaries", () => {
  test.each<[string, Texts, string[]]>([
    ["tasks in MISSION", { mission: "# M\n\n## Next Steps\n\n- a\n" }, ["MISSION.md 3 todo_misplaced Next Steps"]],
    [
      "blockers in NEXT_STEPS",
      { next: "# N\n\n## Blockers\n\n- a\n" },
      ["NEXT_STEPS.md 3 blockers_misplaced Blockers"],
    ],
    [
      "a backlog in PROGRESS",
      { progress: "# P\n\n## 待办事项\n\n- [ ] a\n" },
      ["PROGRESS.md 3 backlog_in_progress 待办事项"],
    ],
    [
      "decisions in NEXT_STEPS",
      { next: "# N\n\n## Key Design Decisions\n\n- a\n" },
      ["NEXT_STEPS.md 3 decisions_misplaced Key Design Decisions"],
    ],
    [
      "known issues",
      { progress: "# P\n\n### Known Issues\n\ntext\n" },
      ["PROGRESS.md 3 issues_misplaced Known Issues"],
    ],
    ["meeting notes", { mission: "# M\n\n## 会议纪要\n\ntext\n" }, ["MISSION.md 3 meetings_misplaced 会议纪要"]],
    [
      "references in NEXT_STEPS, not in MISSION",
      { next: "# N\n\n## References\n\n- a\n", mission: "# M\n\n## References\n\n- a\n" },
      ["NEXT_STEPS.md 3 references_misplaced References"],
    ],
    [
      "technical details",
      { progress: "# P\n\n## 🔧 Technical Details\n\n### Stack\n" },
      ["PROGRESS.md 3 technical_misplaced 🔧 Technical Details"],
    ],
    ["an empty section says nothing", { progress: "# P\n\n## Known Issues\n\nNone.\n\n## References\n\n---\n" }, []],
    ["a summary of three", { progress: "# P\n\n## Next Steps\n\n1. a\n2. ~~b~~\n3. c\n4. d\n" }, []],
    [
      "a summary of four",
      { progress: "# P\n\n## Next Steps\n\n1. a\n2. b\n3. c\n4. d\n" },
      ["PROGRESS.md 3 todo_too_long Next Steps 4"],
    ],
    [
      "six changes",
      { progress: `# P\n\n## Changelog\n\n${"- a\n".repeat(6)}` },
      ["PROGRESS.md 3 changelog_too_long Changelog 6"],
    ],
    [
      "decisions without a trace",
      { progress: "# P\n\n## Decisions\n\n- a\n", mission: "# M\n" },
      ["PROGRESS.md 3 decisions_untraced Decisions"],
    ],
    ["decisions with one", { progress: "# P\n\n## Decisions\n\n- a\n", mission: "# M\n\n## 决策\n\n- a\n" }, []],
    ["a heading in a fence", { next: "# N\n\n```\n## Blockers\n- a\n```\n" }, []],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
});

describe("percent", () => {
  const boxes = (done: number, open_: number) => "- [x] a\n".repeat(done) + "- [ ] b\n".repeat(open_);
  test.each<[string, string, string[]]>([
    ["within 5", `Overall Progress: 45%\n\n${boxes(4, 4)}`, []],
    ["6 off", `Overall Progress: 44%\n\n${boxes(4, 4)}`, ["PROGRESS.md 1 percent_off 44 50"]],
    ["no boxes", "Overall Progress: 44%\n", []],
    ["not certain", `Overall Progress: 1/2 (44%)\n\n${boxes(4, 4)}`, ["PROGRESS.md 1 percent_unsure 1"]],
    ["several", "Overall Progress: 1%\n\nTotal progress: 2%\n", ["PROGRESS.md 1 percent_unsure 1, 3"]],
    [
      "milestones",
      "Overall Progress: 10%\n\n## Milestones\n\n### Completed\n\n- a\n\n### Pending\n\n- [ ] b\n",
      ["PROGRESS.md 1 percent_off 10 50"],
    ],
  ])("%s", (_, progress, expected) => expect(found({ progress })).toEqual(expected));

  test("the boxes of NEXT_STEPS.md count where PROGRESS.md has none", () => {
    expect(checklistPercent(triad({ progress: "# P\n", next: boxes(1, 3) }))).toBe(25);
    expect(checklistPercent(triad({ progress: "# P\n" }))).toBe(null);
  });

  const [TOLD, BY_HAND] = ["milestone-0b5kq2m3x9-2", "milestone-fa1834c5d519-41e6010a-rnzyqulo"];
  const completed = (...ids: string[]) =>
    `## Milestones\n\n### ✅ Completed\n\n${ids.map((id) => `- [2026-11-21] m <!-- ltpm:${id} -->\n`).join("")}`;
  test.each<[name: string, texts: Texts, expected: number | null]>([
    ["milestones that were on no list before say nothing of the rest", { progress: completed(BY_HAND) }, null],
    ["so the boxes do", { progress: completed(BY_HAND), next: boxes(1, 3) }, 25],
    ["all tasks done", { progress: completed(TOLD, BY_HAND), next: boxes(2, 0) }, 100],
    ["all tasks done, boxes of a person open", { progress: completed(TOLD), next: boxes(1, 3) }, 25],
    [
      "a plan counts what is open in it",
      { progress: `${completed(BY_HAND)}\n### ⏳ Pending\n\n- [ ] b\n`, next: boxes(0, 3) },
      50,
    ],
  ])("milestones: %s", (_, texts, expected) => {
    expect(checklistPercent(triad(texts))).toBe(expected);
  });

  test("only the innermost boxes count, and none that says neither", () => {
    expect(tallyBoxes(openDocument("- [ ] a\n  - [x] b\n  - [ ] c\n- [-] d\n- [✓] e\n> - [ ] f\n", parser))).toEqual({
      done: 2,
      total: 3,
    });
  });
});

describe("blockers", () => {
  const hidden = "# P\n\n## Current Stage\n\nImport\n\n## Blockers\n\n- No key\n";
  test("have to be seen under the stage, where setBlockers puts them", () => {
    expect(found({ progress: hidden })).toEqual(["PROGRESS.md 9 blockers_hidden 1 3"]);
    const shown = rewrite(hidden, parser, [(d) => setBlockers(d, [{ task: "T-02", reason: "No key", issue: null }])]);
    expect(found({ progress: shown })).toEqual([]);
  });
  test.each([
    hidden.replace("- No key", "None"),
    hidden.replace("Import", "Import, waiting for a key"),
    "# P\n\n## Current Stage\n\nImport\n\n### Blockers\n\n- No key\n",
  ])("%j is fine", (progress) => expect(found({ progress })).toEqual([]));
});

describe("tasks", () => {
  test.each<[string, string[]]>([
    ["- [ ] Write the parser (2 hours)", ["NEXT_STEPS.md 1 task_too_long Write the parser (2 hours) 120"]],
    ["- [ ] 写欢迎页（40分钟）", ["NEXT_STEPS.md 1 task_too_long 写欢迎页（40分钟） 40"]],
    ["- [ ] Write the parser (30 min)", []],
    ["- [ ] Deploy, then watch", ["NEXT_STEPS.md 1 task_not_atomic Deploy, then watch"]],
    ["- [ ] 先写代码，然后测试", ["NEXT_STEPS.md 1 task_not_atomic 先写代码，然后测试"]],
    ["- [ ] Strengthen and widen the tests", []],
    ["- [ ] Site (3 days)\n  - [ ] Page", []],
    ["- [x] Deploy, then watch (3 days)\n- [ ] a", []],
    ["- [x] a\n- [x] b", ["NEXT_STEPS.md 1 no_next_action"]],
    ["text", []],
  ])("%j", (next, expected) => expect(found({ next })).toEqual(expected));

  test.each([
    ["1.5 h", 90],
    ["2 days", 960],
    ["3 items", null],
    ["v2d3", null],
    ["20-30 min", 30],
    ["5 minutes or 1 小时", 60],
  ])("%s", (text, minutes) => expect(statedMinutes(text)).toBe(minutes));
});

test("where a place is not certain, it says so", () => {
  expect(found({ progress: sample("badges-PROGRESS.md") })).toContain("PROGRESS.md 22 place_several activity 22, 40");
  expect(found({ progress: "# P\n\n## Blockers & Risks\n\n- a\n" })).toEqual(["PROGRESS.md 3 place_unsure blockers 3"]);
  expect(found({ progress: sample("phases-PROGRESS.md") })).toEqual(["PROGRESS.md 22 percent_unsure 22"]);
});

test("every finding is a sentence in both languages, with other people's words made safe", () => {
  const seen = new Set<LintCode>();
  fc.assert(
    fc.property(markdown, markdown, markdown, (mission, progress, next) => {
      for (const { code, values, line, file } of lint(triad({ mission, progress, next }))) {
        seen.add(code);
        expect(line).toBeGreaterThan(0);
        expect(["MISSION.md", "PROGRESS.md", "NEXT_STEPS.md"]).toContain(file);
        expect(lintSentence("en", code, values)).not.toMatch(/undefined|\n/);
        expect(lintSentence("zh-CN", code, values)).not.toMatch(/undefined|\n/);
      }
    }),
    { numRuns: 60 },
  );
  expect(seen.size).toBeGreaterThan(0);
  expect(lintSentence("en", "todo_misplaced", ["\u001b[31mA\n## B"])).toBe(
    '"A ## B" lists tasks. Move them to NEXT_STEPS.md',
  );
  expect(lintSentence("zh-CN", "blockers_hidden", [2, 5])).toBe(
    "此处列出了 2 个阻塞项，但当前阶段（第 5 行）没有提到，请在那里写明",
  );
  expect(triadFaultSentence("zh-CN", { code: "binary", file: "A\n.md", line: 3, field: "" })).toMatch(
    /^A .md:3: 此处有/,
  );
});
