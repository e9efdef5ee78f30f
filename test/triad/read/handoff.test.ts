/** What the handoff reads out of documents as people write them: what is not stated is not guessed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openDocument } from "../../../src/triad/document/open.ts";
import { readHandoff } from "../../../src/triad/read/handoff.ts";
import { readSteps } from "../../../src/triad/read/steps.ts";
import { DOCUMENTS, parser, sample } from "../documents.ts";
import { markdown } from "../markdown.ts";

const open = (text: string | null) => (text === null ? null : openDocument(text, parser));
const handoff = (progress: string | null, next: string | null = null, mission: string | null = null) =>
  readHandoff({ mission: open(mission), progress: open(progress), next: open(next) });

test.each<[name: string, progress: string, expected: object]>([
  [
    "the template's words say nothing",
    "# Progress Tracker: {Project Name}\n\n**Last Updated**: {YYYY-MM-DD HH:MM}\n**Overall Progress**: {x%}\n\n## Current Stage\n\n{Stage Name} - {Brief description}\n\n## Blockers\n\n- 🚧 Blocker 1: {description}\n",
    { name: null, percent: null, stage: null, updated: null, blockers: [], recent: [], goal: null },
  ],
  ["nothing at all", "", { name: null, percent: null, progressText: null, stage: null, blockers: null, recent: [] }],
  [
    "more than a percentage is shown as it is",
    "# P\n\n**Overall Progress**: 54/54 (100%)\n",
    { percent: null, progressText: "54/54 (100%)" },
  ],
  [
    "two percentages are none",
    "**Overall Progress**: 10%\n\n**Overall Progress**: 20%\n",
    { percent: null, progressText: null },
  ],
  [
    "the newest entry comes first, also where the newest stands last",
    "## Recent Activity\n\n- 2026-01-01 10:00: first\n- 2026-01-02 10:00: second <!-- ltpm:x -->\n",
    {
      recent: [
        { date: "2026-01-02 10:00", text: "second" },
        { date: "2026-01-01 10:00", text: "first" },
      ],
    },
  ],
  [
    "a task that is done is told once",
    "## Milestones\n\n### Completed\n\n- [2026-01-02] T-01: a <!-- ltpm:milestone-u-0-done -->\n- [2026-01-02] T-02: b <!-- ltpm:milestone-v-0-done -->\n\n## Recent Activity\n\n- 2026-01-02 10:00: T-01 done: a <!-- ltpm:task-u-0-done -->\n",
    {
      recent: [
        { date: "2026-01-02 10:00", text: "T-01 done: a" },
        { date: "2026-01-02", text: "T-02: b" },
      ],
    },
  ],
  [
    "a stage that had no place of its own is read where `update_progress` wrote it",
    "## Current Sprint\n\n**Alpha**\n\n- a\n\n## LTPM Status\n\n- **Current Stage**: Beta\n",
    { stage: "Beta" },
  ],
  [
    "a log by days",
    "## Work Log\n\n### 2026-01-02\n\n- later\n\n### 2026-01-01\n\n- before\n",
    {
      recent: [
        { date: "2026-01-02", text: "later" },
        { date: "2026-01-01", text: "before" },
      ],
    },
  ],
  ["blockers in a sentence", "## Blockers\n\nNone at the moment.\n", { blockers: [] }],
  [
    "a blocker in a sentence",
    "## Blockers\n\nThe key is missing.\n",
    { blockers: [{ text: "The key is missing.", task: null }] },
  ],
  [
    "the queue's own blocker names its task; a solved one is none",
    "## Blockers\n\n- 🚧 T-02: No key <!-- ltpm:blocker-T-02 -->\n- ~~old~~\n- [x] done\n",
    { blockers: [{ text: "T-02: No key", task: "T-02" }] },
  ],
  [
    "Chinese",
    "# 进度\n\n**总体进度**\uff1a40%\n\n## 当前阶段\n\n开发\n",
    { percent: 40, stage: "开发", language: "zh-CN" },
  ],
])("%s", (_, progress, expected) => {
  expect(handoff(progress)).toMatchObject(expected);
});

test.each<[name: string, mission: string, expected: object]>([
  ["a vision", "# Atlas\n\n## Vision\n\nMaps for\nall.\n", { name: "Atlas", goal: "Maps for all.", status: "active" }],
  [
    "words below the title",
    "# Atlas\n\n**Status**: Paused - no money\n\nMaps.\n",
    { goal: "Maps.", status: "paused", statusRemark: "no money" },
  ],
  ["a comment is no goal", "# Atlas\n\n## Goal\n\n<!-- hidden -->\n\nMaps <!-- x --> here\n", { goal: "Maps here" }],
  ["a list", "# Atlas\n\n## Goals\n\n- Maps\n- More\n", { goal: "Maps" }],
  ["all three at once is the template", "# Atlas\n\n**Status**: Active / Paused / Completed\n", { status: "active" }],
  ["completed", "# 图\n\n**状态**\uff1a已完成\n", { status: "completed", statusRemark: null }],
])("MISSION.md: %s", (_, mission, expected) => {
  expect(handoff(null, null, mission)).toMatchObject(expected);
});

describe("the open steps", () => {
  const steps = (text: string) =>
    readSteps(openDocument(text, parser)).next.map(({ text: words, task, line }) => `${line} ${task ?? "-"} ${words}`);

  test.each<[name: string, text: string, expected: string[]]>([
    [
      "boxes of the section",
      "## Next Steps\n\n- [x] a\n- [ ] b\n- [-] c\n- d\n\n## Rest\n\n- [ ] e\n",
      ["4 - b", "6 - d"],
    ],
    [
      "our label behind, theirs before",
      "## Next\n\n- [ ] T-02: b <!-- ltpm:T-02 -->\n- [ ] c (T-05)\n",
      ["3 T-02 b", "4 - c"],
    ],
    ["crossed out", "## Next\n\n1. ~~a~~\n2. ✅ b\n3. c\n", ["5 - c"]],
    ["below subheadings", "## Next Steps\n\n### Soon\n\n- [ ] a\n", ["5 - a"]],
    [
      "no such section: its boxes",
      "# Plan\n\n## Phase 1\n\n- text\n- [ ] a\n  - [x] b\n  - [ ] c\n",
      ["6 - a", "8 - c"],
    ],
    ["in a fence, a comment, a quotation", "```\n- [ ] a\n```\n<!--\n- [ ] b\n-->\n> - [ ] c\n", []],
    ["the template", "## Immediate Priority (Next Session)\n\n1. [ ] {Atomic task 1}\n", []],
  ])("%s", (_, text, expected) => {
    expect(steps(text)).toEqual(expected);
  });
});

test("documents of the corpus, by what they say", () => {
  const seen = Object.fromEntries(
    ["badges", "dates", "phases", "status", "table", "updates", "setext", "closed"].map((name) => {
      const { percent, progressText, stage, recent, blockers } = handoff(sample(`${name}-PROGRESS.md`));
      return [
        name,
        { percent, progressText, stage, recent: recent[0]?.text ?? null, blockers: blockers?.length ?? null },
      ];
    }),
  );
  expect(seen).toMatchInlineSnapshot(`
    {
      "badges": {
        "blockers": null,
        "percent": null,
        "progressText": null,
        "recent": null,
        "stage": null,
      },
      "closed": {
        "blockers": null,
        "percent": null,
        "progressText": null,
        "recent": null,
        "stage": null,
      },
      "dates": {
        "blockers": null,
        "percent": null,
        "progressText": null,
        "recent": "(Current Date): **Export finished:**",
        "stage": null,
      },
      "phases": {
        "blockers": null,
        "percent": null,
        "progressText": null,
        "recent": "Added the calendar",
        "stage": null,
      },
      "setext": {
        "blockers": 1,
        "percent": 35,
        "progressText": null,
        "recent": "trailing spaces",
        "stage": null,
      },
      "status": {
        "blockers": 0,
        "percent": 45,
        "progressText": null,
        "recent": "Importer reads CSV",
        "stage": "Hardening the importer.",
      },
      "table": {
        "blockers": null,
        "percent": null,
        "progressText": null,
        "recent": null,
        "stage": null,
      },
      "updates": {
        "blockers": null,
        "percent": null,
        "progressText": null,
        "recent": null,
        "stage": null,
      },
    }
  `);
});

test("any text, in any place: no fault, and no line break in what is read", () => {
  const check = (text: string) => {
    for (const read of [handoff(text), handoff(null, text), handoff(null, null, text)]) {
      const { goal, stage, updated, recent, blockers } = read;
      const texts = [
        goal,
        stage,
        updated,
        ...recent.map((entry) => entry.text),
        ...(blockers ?? []).map((one) => one.text),
      ];
      for (const one of texts) expect(one ?? "").not.toMatch(/[\r\n]/);
    }
  };
  for (const { text } of DOCUMENTS.filter((_, index) => index % 4 === 0)) check(text);
  fc.assert(fc.property(markdown, check), { numRuns: 100 });
});
