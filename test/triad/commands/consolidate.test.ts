/** Consolidation: nothing is lost, nothing else moves, twice is once. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consolidate, isRecorded, milestoneCount } from "../../../src/triad/commands/consolidate.ts";
import { recordAutoSync, recordMilestone, recordNote } from "../../../src/triad/commands/record.ts";
import { rewrite } from "../../../src/triad/commands/rewrite.ts";
import { openDocument } from "../../../src/triad/document/open.ts";
import { checklistPercent } from "../../../src/triad/lint/percent.ts";
import { DOCUMENTS, parser } from "../documents.ts";
import { markdown } from "../markdown.ts";

const AT = "2026-11-21 07:19";
const open = (text: string) => openDocument(text, parser);
const linesOf = (text: string) =>
  text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
/** What is left of an item's first line when its marker is taken away. */
const bare = (line: string) => line.replace(/^(?:[-*+]|\d{1,9}[.)])\s+/, "");
const isPointer = (line: string) => line.includes("<!-- ltpm:consolidated-");

function withMilestones(text: string, count: number, day = 1): string {
  const steps = Array.from({ length: count }, (_, index) => (document: ReturnType<typeof open>) => {
    const date = `2099-01-${String(day + index).padStart(2, "0")} 10:00`;
    return recordMilestone(document, {
      id: `m${day + index}`,
      at: date,
      achieved: `Step ${day + index} works`,
      verified: index % 2 === 0 ? `${index} tests` : null,
      obstacles: index % 3 === 0 ? "The key was missing" : null,
      next: "Go on",
    });
  });
  return rewrite(text, parser, steps);
}

/** What must hold for every document and every LEARNINGS.md. */
function check(name: string, progress: string, learnings: string | null, keep = 5): void {
  const before = milestoneCount(open(progress));
  const result = consolidate(progress, learnings, parser, { at: AT, keep });
  if (result === null) return;
  expect(result.moved, name).toBe(before - keep);
  expect(milestoneCount(open(result.progress)), `${name}: what stays`).toBe(keep);
  const [was, is] = [linesOf(progress), linesOf(result.progress).filter((line) => !isPointer(line))];
  let at = 0;
  const learnt = `\n${linesOf(result.learnings).map(bare).join("\n")}\n`;
  for (const line of was) {
    if (is[at] === line) at++;
    else if (!isPointer(line)) expect(learnt, `${name}: ${line}`).toContain(`\n${bare(line)}\n`);
  }
  expect(at, `${name}: the other lines stay in their order`).toBe(is.length);
  const headings = (text: string) =>
    open(text)
      .outline()
      .headings.map(({ level, title }) => `${level} ${title}`);
  expect(headings(result.progress), name).toEqual(headings(progress));
  if (learnings !== null) {
    const kept = linesOf(result.learnings);
    let found = 0;
    for (const line of kept) if (linesOf(learnings)[found] === line) found++;
    expect(found, `${name}: LEARNINGS.md keeps its lines`).toBe(linesOf(learnings).length);
  }
  expect(consolidate(result.progress, result.learnings, parser, { at: AT, keep }), `${name}: twice`).toBeNull();
  const crashed = consolidate(progress, result.learnings, parser, { at: AT, keep });
  expect(crashed?.learnings, `${name}: after a crash between the two writes`).toBe(result.learnings);
  expect(crashed?.progress, name).toBe(result.progress);
  for (const [, id = ""] of progress.matchAll(/<!-- ltpm:(m\d+) -->/g))
    expect(isRecorded(result.progress, result.learnings, id), `${name}: ${id}`).toBe(true);
}

describe("on every document of the corpus", () => {
  test("seven milestones, five stay", () => {
    // Every document, as it lies there and with CRLF.
    for (const { name, text } of DOCUMENTS.filter((_, index) => index % 5 < 2)) {
      const progress = withMilestones(text, 7);
      expect(consolidate(progress, null, parser, { at: AT }), name).not.toBeNull();
      check(name, progress, null);
    }
  });

  test("a LEARNINGS.md of any shape takes them", () => {
    const progress = withMilestones("# Progress\n", 7);
    for (const { name, text } of DOCUMENTS.filter((_, index) => index % 5 === 0)) {
      check(name, progress, text);
      const first = consolidate(progress, text, parser, { at: AT })?.learnings ?? "";
      const later = withMilestones("# Progress\n", 7, 11);
      check(`${name}, again that day`, later, first);
      check(`${name}, the next day`, later, first.replaceAll("2026-11-21", "2026-11-20"));
    }
  });
});

describe("on generated Markdown", () => {
  const ITEMS = [
    "- [2024-01-01] Initial setup",
    "* [2024-01-15] Database design\n  - Verified: by hand",
    "- Undated",
    "-   wide gap",
    " - indented\n\n   ```\n   code\n   ```",
    "1. [2024-02-01] Numbered",
    "2. second\n   more of it",
    "- [x] 2024-03-01: ticked",
    "- 2024-04-01: lazy\ncontinued",
    "  - nested or not",
    "",
    "",
    "text between",
    "---",
    "- # heading inside",
    "- > quoted",
  ];
  const list = fc.array(fc.constantFrom(...ITEMS), { minLength: 3, maxLength: 14 });

  test("completed milestones as people write them", () => {
    fc.assert(
      fc.property(list, markdown, fc.boolean(), fc.nat(3), (items, tail, crlf, keep) => {
        const head = `# Progress\n\n## Milestones\n\n### Completed\n\n${items.join("\n")}\n\n## Rest of it\n\n`;
        check("generated", (crlf ? head.replaceAll("\n", "\r\n") : head) + tail, null, keep);
      }),
      { numRuns: 100 },
    );
  });

  test("a generated LEARNINGS.md", () => {
    const progress = withMilestones("# Progress\n", 7);
    fc.assert(
      fc.property(markdown, (learnings) => check("generated", progress, learnings)),
      { numRuns: 60 },
    );
  });
});

const DOCUMENT = `# Progress Tracker: Atlas

**Overall Progress**: 70%

## Milestones

### ✅ Completed

- [2026-01-01] Draw the map
- [2026-01-05] Print it
  - Obstacles: the paper was wet
- [2026-02-01] [Milestone] Sell it <!-- ltpm:a1 -->
  - Verified: three sold

### ⏳ Pending

- [ ] Retire

## Recent Activity

- 2026-01-02 09:00: [Auto-Sync] 1 file changed: \`map.svg\` <!-- ltpm:s1 -->
- 2026-01-03 09:00: A person's own line
- 2026-02-01 09:00: Sold one <!-- ltpm:n1 -->
`;

test("what it looks like", () => {
  const result = consolidate(DOCUMENT, null, parser, { at: AT, keep: 1 });
  expect(result?.moved).toBe(2);
  expect(result?.progress).toBe(`# Progress Tracker: Atlas

**Overall Progress**: 70%

## Milestones

### ✅ Completed

- 2 earlier milestones: see [LEARNINGS.md](LEARNINGS.md) <!-- ltpm:consolidated-2 -->
- [2026-02-01] [Milestone] Sell it <!-- ltpm:a1 -->
  - Verified: three sold

### ⏳ Pending

- [ ] Retire

## Recent Activity

- 2026-01-03 09:00: A person's own line
- 2026-02-01 09:00: Sold one <!-- ltpm:n1 -->
`);
  expect(result?.learnings).toBe(`# Learnings

## Known facts

### 2026-11-21

- [2026-01-01] Draw the map
- [2026-01-05] Print it
  - Obstacles: the paper was wet

## Earlier activity

### 2026-11-21

- 2026-01-02 09:00: [Auto-Sync] 1 file changed: \`map.svg\` <!-- ltpm:s1 -->
`);
});

test("the line that leads to LEARNINGS.md counts on, and the percentage does not fall", () => {
  const first = consolidate(DOCUMENT, null, parser, { at: AT, keep: 2 });
  const second = consolidate(first?.progress ?? "", first?.learnings ?? "", parser, { at: AT, keep: 1 });
  expect(second?.progress).toContain("- 2 earlier milestones: see");
  const percent = (text: string) => checklistPercent({ mission: null, progress: open(text), next: null });
  expect(percent(second?.progress ?? "")).toBe(percent(DOCUMENT));
});

test("a Chinese document gets Chinese words", () => {
  const text = "# 进度跟踪：地图\n\n## 里程碑\n\n### 已完成\n\n- [2026-01-01] 画图\n- [2026-01-02] 打印\n";
  const result = consolidate(text, null, parser, { at: AT, keep: 1 });
  expect(result?.progress).toContain("- 更早的 1 个里程碑：见 [LEARNINGS.md]");
  expect(result?.learnings).toBe("# 经验总结\n\n## 已知事实\n\n### 2026-11-21\n\n- [2026-01-01] 画图\n");
});

test("notes and auto-syncs alone are no milestones", () => {
  const text = rewrite("# Progress\n", parser, [
    ...Array.from(
      { length: 8 },
      (_, index) => (document: ReturnType<typeof open>) =>
        recordNote(document, { id: `n${index}`, at: AT, text: `note ${index}` }),
    ),
    (document) => recordAutoSync(document, { id: "s", at: AT, files: [], errors: [] }),
  ]);
  expect(milestoneCount(open(text))).toBe(0);
  expect(consolidate(text, null, parser, { at: AT })).toBeNull();
});
