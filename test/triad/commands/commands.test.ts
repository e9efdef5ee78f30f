import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { setBlockers } from "../../../src/triad/commands/blockers.ts";
import { marker } from "../../../src/triad/commands/marker.ts";
import { type MemoryProject, memoryLine, syncMemory } from "../../../src/triad/commands/memory.ts";
import { type NextStep, setNextSteps } from "../../../src/triad/commands/next-steps.ts";
import { recordAutoSync, recordMilestone, recordNote } from "../../../src/triad/commands/record.ts";
import { rewrite, type Step } from "../../../src/triad/commands/rewrite.ts";
import { setPercent, setStage, setUpdated } from "../../../src/triad/commands/status.ts";
import { splitLines } from "../../../src/triad/document/lines.ts";
import { parser, sample } from "../documents.ts";

const template = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../templates/${path}`, import.meta.url)), "utf8");
const AT = "2026-11-21 07:19";
const run = (text: string, ...steps: Step[]) => rewrite(text, parser, steps);

/** The lines that are new, with a `+`, and those that are gone, with a `-`, in the order of the texts. */
function difference(before: string, after: string): string[] {
  const read = (text: string) => {
    const lines = splitLines(text);
    return Array.from({ length: lines.count }, (_, line) => lines.text(line));
  };
  const [old, now] = [read(before), read(after)];
  let first = 0;
  while (first < old.length && old[first] === now[first]) first++;
  let last = 0;
  while (last < old.length - first && last < now.length - first && old.at(-1 - last) === now.at(-1 - last)) last++;
  return [
    ...old.slice(first, old.length - last).map((line) => `-${line}`),
    ...now.slice(first, now.length - last).map((line) => `+${line}`),
  ];
}
const changes = (name: string, step: Step) => difference(sample(name), run(sample(name), step));

const milestone: Step = (document) =>
  recordMilestone(document, { id: "m1", at: AT, achieved: "Import works", verified: "12 tests", next: "Export" });
const note: Step = (document) => recordNote(document, { id: "n1", at: AT, text: "Looked" });

describe("records", () => {
  test("an auto-sync replaces the template's lines, later ones stand behind it", () => {
    const once = run(template("triad/en/PROGRESS.md"), (document) =>
      recordAutoSync(document, { id: "s1", at: AT, files: ["a.ts"], errors: ["boom"] }),
    );
    expect(difference(template("triad/en/PROGRESS.md"), once)).toEqual([
      "-- {YYYY-MM-DD HH:MM}: {What was accomplished}",
      "-- {YYYY-MM-DD HH:MM}: {What was discussed}",
      "+- 2026-11-21 07:19: [Auto-Sync] 1 file changed: `a.ts` <!-- ltpm:s1 -->",
      "+  - Recent error: boom",
    ]);
    expect(difference(once, run(once, note))).toEqual(["+- 2026-11-21 07:19: Looked <!-- ltpm:n1 -->"]);
  });

  test("a milestone goes to the completed ones of a template", () => {
    expect(difference(template("triad/en/PROGRESS.md"), run(template("triad/en/PROGRESS.md"), milestone))).toEqual([
      "-- [YYYY-MM-DD] Milestone 1",
      "-- [YYYY-MM-DD] Milestone 2",
      "+- [2026-11-21] [Milestone] Import works <!-- ltpm:m1 -->",
      "+  - Verified: 12 tests",
      "+  - Next plan: Export",
    ]);
  });

  test("a Chinese document gets Chinese words", () => {
    const after = run(template("triad/zh-CN/PROGRESS.md"), milestone, (document) =>
      recordAutoSync(document, { id: "s1", at: AT, files: ["a", "b", "c", "d", "e", "f"], errors: [] }),
    );
    expect(after).toContain("- [2026-11-21] [Milestone] Import works <!-- ltpm:m1 -->\n  - 已验证：12 tests\n");
    expect(after).toContain(
      "- 2026-11-21 07:19：[Auto-Sync] 6 个文件有改动：`a`、`b`、`c`、`d`、`e` 等 <!-- ltpm:s1 -->\n",
    );
  });

  test.each<[string, string[]]>([
    ["status-PROGRESS.md", ["++ 2026-11-21 07:19: Looked <!-- ltpm:n1 -->"]],
    ["setext-PROGRESS.md", ["+*\t2026-11-21 07:19: Looked <!-- ltpm:n1 -->"]],
    ["phases-PROGRESS.md", ["+- 2026-11-21 07:19: Looked <!-- ltpm:n1 -->"]],
    ["updates-PROGRESS.md", ["+", "+## Recent Activity", "+", "+- 2026-11-21 07:19: Looked <!-- ltpm:n1 -->"]],
    ["closed-PROGRESS.md", ["+", "+# Recent Activity #", "+", "+- 2026-11-21 07:19: Looked <!-- ltpm:n1 -->"]],
    ["badges-PROGRESS.md", ["+", "+## LTPM Activity", "+", "+- 2026-11-21 07:19: Looked <!-- ltpm:n1 -->"]],
    ["plan-NEXT_STEPS.md", ["+", "+## 最近活动", "+", "+- 2026-11-21 07:19：Looked <!-- ltpm:n1 -->"]],
    ["deploy-NEXT_STEPS.md", ["+## Recent Activity", "+", "+- 2026-11-21 07:19: Looked <!-- ltpm:n1 -->", "+"]],
  ])("a note in %s", (name, expected) => expect(changes(name, note)).toEqual(expected));

  test("what is written once is not written again, wherever it stands now", () => {
    const moved = `# P\n\nkept by hand: Looked ${marker("n1")}\n`;
    expect(run(moved, note)).toBe(moved);
  });
});

describe("fields", () => {
  test.each<[string, Step, string[]]>([
    ["status-PROGRESS.md", (d) => setPercent(d, 51.4), ["-**Total progress:** ~45 %", "+**Total progress:** ~51 %"]],
    ["status-PROGRESS.md", (d) => setStage(d, "Export"), ["-Hardening the importer.", "+Export"]],
    [
      "status-PROGRESS.md",
      (d) => setUpdated(d, AT),
      ["-**Last updated:** 2026-04-02", "+**Last updated:** 2026-11-21"],
    ],
    ["setext-PROGRESS.md", (d) => setPercent(d, 40), ["-Overall Progress: 35%  ", "+Overall Progress: 40%  "]],
    ["plan-NEXT_STEPS.md", (d) => setPercent(d, 80), ["-### 当前完成度：70%", "+### 当前完成度：80%"]],
    ["phases-PROGRESS.md", (d) => setPercent(d, 60), ["+", "+## LTPM Status", "+- **Overall Progress**: 60%"]],
    ["closed-PROGRESS.md", (d) => setStage(d, "Start"), ["+", "+# LTPM Status #", "+", "+- **Current Stage**: Start"]],
    ["dates-PROGRESS.md", (d) => setUpdated(d, AT), []],
    ["status-PROGRESS.md", (d) => setPercent(d, 45), []],
  ])("%s, %#", (name, step, expected) => expect(changes(name, step)).toEqual(expected));

  test("our own field is found again", () => {
    const once = run(sample("phases-PROGRESS.md"), (d) => setPercent(d, 60));
    expect(
      difference(
        once,
        run(once, (d) => setPercent(d, 70)),
      ),
    ).toEqual(["-- **Overall Progress**: 60%", "+- **Overall Progress**: 70%"]);
    const both = run(
      once,
      (d) => setStage(d, "A"),
      (d) => setStage(d, "B"),
    );
    expect(both.endsWith("- **Overall Progress**: 60%\n- **Current Stage**: B\n")).toBe(true);
  });

  test("a template's fields are filled", () => {
    const after = run(
      template("triad/en/PROGRESS.md"),
      (d) => setPercent(d, 12),
      (d) => setStage(d, "Import - reads CSV"),
      (d) => setUpdated(d, AT),
    );
    expect(after).toContain("**Last Updated**: 2026-11-21 07:19\n**Overall Progress**: 12%\n");
    expect(after).toContain("## Current Stage\n\nImport - reads CSV\n\n## Milestones");
  });
});

describe("setBlockers", () => {
  const issue = { number: 7, url: "https://example.org/issues/7" };
  const two: Step = (d) =>
    setBlockers(d, [
      { task: "T-02", reason: "No key", issue },
      { task: "T-03", reason: "Waits", issue: null },
    ]);

  test("replaces `No blockers.`, shows them under the stage", () => {
    const after = run(sample("status-PROGRESS.md"), two);
    expect(after).toContain("Hardening the importer.\n\n🚧 Blocked: T-02, T-03 <!-- ltpm:blocked-tasks -->\n\n## 3.");
    expect(after).toContain(
      "## 3. Known Blockers\n\n+ 🚧 T-02: No key ([#7](https://example.org/issues/7)) <!-- ltpm:blocker-T-02 -->\n+ 🚧 T-03: Waits <!-- ltpm:blocker-T-03 -->\n\n## 4.",
    );
  });

  test("solved ones go, changed ones change, a person's stay", () => {
    const before = "# P\n\n## Current Stage\n\nA\n\n## Blockers\n\n- the weather\n";
    const blocked = run(before, two);
    expect(run(blocked, (d) => setBlockers(d, []))).toBe(before);
    const changed = run(blocked, (d) => setBlockers(d, [{ task: "T-03", reason: "Waits on", issue }]));
    expect(changed).toBe(
      `# P\n\n## Current Stage\n\nA\n\n🚧 Blocked: T-03 ${marker("blocked-tasks")}\n\n## Blockers\n\n- the weather\n` +
        `- 🚧 T-03: Waits on ([#7](https://example.org/issues/7)) ${marker("blocker-T-03")}\n`,
    );
  });

  test("all at the end of a text without a final line break", () => {
    const blocked = run("## Blockers\n\n- rain", two);
    expect(run(blocked, (d) => setBlockers(d, [])).trimEnd()).toBe("## Blockers\n\n- rain");
  });

  test("an address that is none is not made a link", () => {
    const odd = run("# P\n", (d) =>
      setBlockers(d, [{ task: "T-1", reason: "x", issue: { number: 3, url: "javascript:(x)" } }]),
    );
    expect(odd).toContain("- 🚧 T-1: x (#3) <!--");
  });
});

describe("setNextSteps", () => {
  const step = (task: string, state: NextStep["state"]): NextStep => ({ task, description: `Do ${task}`, state });
  test.each<[string, string, NextStep[], string]>([
    [
      "adds behind an ordered list",
      "# N\n\n## Next\n\n3. [ ] a\n",
      [step("T-1", "open")],
      "# N\n\n## Next\n\n3. [ ] a\n4. [ ] T-1: Do T-1 <!-- ltpm:T-1 -->\n",
    ],
    ["ticks", "## Next\n\n- [ ] T-1: mine\n", [step("T-1", "done")], "## Next\n\n- [x] T-1: mine\n"],
    [
      "ticks without a word of ours",
      "## Next\n\n- [ ] **T-1** mine\n",
      [step("T-1", "done")],
      "## Next\n\n- [x] **T-1** mine\n",
    ],
    ["leaves a person's tick", "## Next\n\n- [X] T-1 mine\n", [step("T-1", "open")], "## Next\n\n- [X] T-1 mine\n"],
    ["unticks", "## Next\n\n- [✓] T-1 mine\n", [step("T-1", "reopened")], "## Next\n\n- [ ] T-1 mine\n"],
    [
      "takes out only ours",
      "## Next\n\n- [x] T-1 mine\n- [x] T-2: x <!-- ltpm:T-2 -->\n- b\n",
      [step("T-1", "gone"), step("T-2", "gone")],
      "## Next\n\n- [x] T-1 mine\n- b\n",
    ],
    ["does not mistake T-10", "## Next\n\n- [ ] T-10 mine\n", [step("T-1", "gone")], "## Next\n\n- [ ] T-10 mine\n"],
    [
      "a box in a fence is none",
      "## Next\n\n```\n- [ ] T-1\n```\n",
      [step("T-1", "done")],
      "## Next\n\n```\n- [ ] T-1\n```\n\n- [x] T-1: Do T-1 <!-- ltpm:T-1 -->\n",
    ],
  ])("%s", (_, before, steps, after) => expect(run(before, (d) => setNextSteps(d, steps))).toBe(after));

  test("the template's tasks give way", () => {
    const after = run(template("triad/en/NEXT_STEPS.md"), (d) =>
      setNextSteps(d, [step("T-1", "open"), step("T-2", "open")]),
    );
    expect(after).toContain(
      "## Immediate Priority (Next Session)\n\n1. [ ] T-1: Do T-1 <!-- ltpm:T-1 -->\n2. [ ] T-2: Do T-2 <!-- ltpm:T-2 -->\n\n## Short-term",
    );
  });
});

describe("syncMemory", () => {
  const campaign: MemoryProject = {
    kind: "active",
    name: "Campaign System",
    percent: 80,
    next: "Send",
    blocker: "Key",
  };
  test("the lines are the source's", () => {
    expect(memoryLine({ ...campaign, percent: 75, next: "Confirm API", blocker: null })).toBe(
      "[P] **Campaign System** (75%) | Next: `Confirm API` | Blocker: None",
    );
    expect(memoryLine({ kind: "on-hold", name: "Legacy project", reason: "Waiting external approval" })).toBe(
      "[On-Hold] **Legacy project** | Reason: Waiting external approval",
    );
  });

  test("changes its own lines only", () => {
    expect(
      changes("index-MEMORY.md", (d) => syncMemory(d, [campaign, { kind: "gone", name: "Legacy project" }])),
    ).toEqual([
      "-- [P] **Campaign System** (75%) | Next: `Confirm API` | Blocker: None",
      "-- [On-Hold] **Legacy project** | Reason: Waiting external approval",
      "+- [P] **Campaign System** (80%) | Next: `Send` | Blocker: Key",
    ]);
  });

  test("makes the section where there is none", () => {
    expect(run("", (d) => syncMemory(d, [campaign]))).toBe(
      "## 活跃项目索引 (LTPM)\n\n- [P] **Campaign System** (80%) | Next: `Send` | Blocker: Key\n",
    );
  });

  test("a project on hold changes its kind of line", () => {
    const hold: MemoryProject = { kind: "on-hold", name: "Campaign System", reason: "No *money*" };
    expect(changes("index-MEMORY.md", (d) => syncMemory(d, [hold]))[1]).toBe(
      "+- [On-Hold] **Campaign System** | Reason: No *money*",
    );
  });
});

describe("the language of a document", () => {
  test("is its author's: entries of ours, in whatever language, do not change it", () => {
    const text = "Current Stage\r\n-----\r总体进度：70%\r\n";
    const step: Step = (document) => setBlockers(document, [{ task: "T-02", reason: "no key", issue: null }]);
    const once = run(text, step);
    expect(once).toContain("已阻塞");
    expect(run(once, step)).toBe(once);
  });
});
