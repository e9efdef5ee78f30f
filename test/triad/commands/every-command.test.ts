/** Each command against each document: only the intended lines differ, and twice is once. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { setBlockers } from "../../../src/triad/commands/blockers.ts";
import { syncMemory } from "../../../src/triad/commands/memory.ts";
import { setNextSteps } from "../../../src/triad/commands/next-steps.ts";
import { recordAutoSync, recordMilestone, recordNote } from "../../../src/triad/commands/record.ts";
import type { Step } from "../../../src/triad/commands/rewrite.ts";
import { setPercent, setStage, setUpdated } from "../../../src/triad/commands/status.ts";
import { applyEdits } from "../../../src/triad/document/edit.ts";
import { openDocument, type TriadDocument } from "../../../src/triad/document/open.ts";
import { isPlaceholder, saysNothing } from "../../../src/triad/templates/placeholders.ts";
import { DOCUMENTS, parser } from "../documents.ts";
import { markdown } from "../markdown.ts";

const AT = "2026-11-21 07:19";
const COMMANDS: Readonly<Record<string, Step>> = {
  "auto-sync": (document) =>
    recordAutoSync(document, { id: "s1", at: AT, files: ["a.ts", "b `c`.ts"], errors: ["Error: <!-- x\n# y"] }),
  milestone: (document) =>
    recordMilestone(document, {
      id: "m1",
      at: AT,
      achieved: "# Import <b>works</b>\n- really",
      verified: "12 tests",
      obstacles: null,
      next: "Export",
    }),
  note: (document) => recordNote(document, { id: "n1", at: AT, text: "Looked at it <!--" }),
  percent: (document) => setPercent(document, 33),
  stage: (document) => setStage(document, "# Polishing - the export"),
  updated: (document) => setUpdated(document, AT),
  blockers: (document) =>
    setBlockers(document, [
      { task: "T-02", reason: "No key", issue: { number: 7, url: "https://example.org/issues/7" } },
      { task: "T-03", reason: "Waits", issue: null },
    ]),
  "next steps": (document) =>
    setNextSteps(document, [
      { task: "T-04", description: "Write *it* down", state: "open" },
      { task: "T-05", description: "Check", state: "done" },
    ]),
  memory: (document) =>
    syncMemory(document, [{ kind: "active", name: "Atlas", percent: 33.4, next: "Draw `it`", blocker: null }]),
};

const open = (text: string) => openDocument(text, parser);

/** What must be there before and after alike. */
function shape(document: TriadDocument) {
  const { headings, items } = document.outline();
  return {
    headings: headings.map(({ level, title }) => `${level} ${title}`),
    items: items
      .filter(({ text }) => !isPlaceholder(text) && !saysNothing(text))
      .map(({ text, box }) => `${box?.mark} ${text}`),
  };
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const value of whole) if (part[at] === value) at++;
  return at === part.length;
}

function check(name: string, text: string, command: Step): void {
  const document = open(text);
  const edits = command(document);
  const after = applyEdits(text, edits);
  for (const { start, end } of edits) {
    const gone = text.slice(start, end);
    const template = gone
      .split(/\r\n?|\n/)
      .every((line) => isPlaceholder(line.replace(/^[-*+\d.)[\] ]+/, "")) || saysNothing(line));
    expect(/[\r\n]/.test(gone) && !template, `${name}: takes out ${JSON.stringify(gone)}`).toBe(false);
  }
  if (edits.every(({ start, end }) => start === end)) {
    const [before, now] = [shape(document), shape(open(after))];
    expect(isSubsequence(before.headings, now.headings), `${name}: headings`).toBe(true);
    expect(isSubsequence(before.items, now.items), `${name}: items`).toBe(true);
    expect(now.headings.length - before.headings.length, `${name}: new headings`).toBeLessThanOrEqual(1);
  }
  expect(applyEdits(after, command(open(after))), `${name}: twice is once`).toBe(after);
  const alone = /(?:^|[^\r])\n|\r(?!\n)/;
  if (text.includes("\r\n") && !alone.test(text)) expect(alone.test(after), `${name}: line ends`).toBe(false);
  if (text !== "" && text !== "\ufeff") expect(/[\r\n]$/.test(after), `${name}: the end`).toBe(/[\r\n]$/.test(text));
}

describe.each(Object.entries(COMMANDS))("%s", (_, command) => {
  test("on every document of the corpus", () => {
    for (const { name, text } of DOCUMENTS) check(name, text, command);
  });

  test("on generated Markdown", () => {
    fc.assert(
      fc.property(markdown, (text) => check("generated", text, command)),
      { numRuns: 150 },
    );
  });
});

test("an entry is seen: it stands in a list at the margin, outside fences and comments", () => {
  const entries: readonly (readonly [string, string])[] = [
    ["auto-sync", "s1"],
    ["milestone", "m1"],
    ["note", "n1"],
    ["blockers", "blocker-T-02"],
    ["next steps", "T-04"],
  ];
  const seen = (text: string) => {
    for (const [name, id] of entries) {
      const command = COMMANDS[name];
      const after = open(applyEdits(text, command?.(open(text)) ?? []));
      const line = after.lines.at(after.text.indexOf(`<!-- ltpm:${id} -->`));
      const item = after.outline().items.find((candidate) => candidate.line === line);
      expect(item?.depth, `${name} in ${text}`).toBe(0);
    }
  };
  for (const { text } of DOCUMENTS) seen(text);
  fc.assert(fc.property(markdown, seen), { numRuns: 150 });
});

test("all commands after one another, then again: nothing changes", () => {
  const run = (text: string) =>
    Object.values(COMMANDS).reduce((current, command) => applyEdits(current, command(open(current))), text);
  for (const { name, text } of DOCUMENTS) {
    const once = run(text);
    expect(run(once), name).toBe(once);
  }
});
