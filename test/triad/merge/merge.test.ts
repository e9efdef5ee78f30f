/** Two versions of a document, as people and programs change them on two sides. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openDocument } from "../../../src/triad/document/open.ts";
import { mergeDocuments } from "../../../src/triad/merge/merge.ts";
import { inOrder, lineByLine, takeApart } from "../../../src/triad/merge/pieces.ts";
import { DOCUMENTS, parser } from "../documents.ts";
import { markdown } from "../markdown.ts";

const merge = (base: string | null, ours: string, theirs: string) => mergeDocuments(base, ours, theirs, parser);

const BASE = `# Progress Tracker: Demo

**Last Updated**: 2026-01-01 10:00
**Overall Progress**: 40%

## Current Stage

Build

## Milestones

### Completed

- [2026-01-01] Start

### Pending

- [ ] Ship
- [ ] Tell

## Blockers

- None.

## Recent Activity

- 2026-01-01 10:00: began

## Notes

Some words
of a person.
`;
/** `change(BASE, [from, to], …)` */
const change = (text: string, ...changes: [string, string][]) =>
  changes.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`no ${from}`);
    return result.replace(from, to);
  }, text);

describe("both sides changed PROGRESS.md", () => {
  /** ours, theirs -> the merged text, as changes of BASE */
  const rows: [name: string, ours: [string, string][], theirs: [string, string][], merged: [string, string][]][] = [
    [
      "both added an entry: in the order of their dates",
      [["began\n", "began\n- 2026-01-03 09:00: ours <!-- ltpm:a -->\n"]],
      [["began\n", "began\n- 2026-01-02 09:00: theirs <!-- ltpm:b -->\n"]],
      [["began\n", "began\n- 2026-01-02 09:00: theirs <!-- ltpm:b -->\n- 2026-01-03 09:00: ours <!-- ltpm:a -->\n"]],
    ],
    [
      "the newest first",
      [["- 2026-01-01 10:00", "- 2026-01-03 09:00: ours\n- 2026-01-01 10:00"]],
      [["- 2026-01-01 10:00", "- 2026-01-02 09:00: theirs\n- 2026-01-01 10:00"]],
      [["- 2026-01-01 10:00", "- 2026-01-03 09:00: ours\n- 2026-01-02 09:00: theirs\n- 2026-01-01 10:00"]],
    ],
    [
      "the percentage of the later update; the date of updating goes on",
      [
        ["40%", "50%"],
        ["2026-01-01 10:00\n", "2026-01-02 10:00\n"],
      ],
      [
        ["40%", "45%"],
        ["2026-01-01 10:00\n", "2026-01-03 10:00\n"],
      ],
      [
        ["40%", "45%"],
        ["2026-01-01 10:00\n", "2026-01-03 10:00\n"],
      ],
    ],
    ["without a later one, the higher percentage", [["40%", "50%"]], [["40%", "45%"]], [["40%", "50%"]]],
    [
      "the stage of the later update",
      [
        ["Build", "Test"],
        ["2026-01-01 10:00\n", "2026-01-04 10:00\n"],
      ],
      [
        ["Build", "Ship"],
        ["2026-01-01 10:00\n", "2026-01-03 10:00\n"],
      ],
      [
        ["Build", "Test"],
        ["2026-01-01 10:00\n", "2026-01-04 10:00\n"],
      ],
    ],
    [
      "a tick and new words on one item",
      [["[ ] Ship", "[x] Ship"]],
      [["[ ] Ship", "[ ] Ship it"]],
      [["[ ] Ship", "[x] Ship it"]],
    ],
    [
      "ticked here, marked otherwise there",
      [["[ ] Ship", "[x] Ship"]],
      [["[ ] Ship", "[-] Ship"]],
      [["[ ] Ship", "[x] Ship"]],
    ],
    [
      "both ticked different boxes",
      [["[ ] Ship", "[x] Ship"]],
      [["[ ] Tell", "[x] Tell"]],
      [
        ["[ ] Ship", "[x] Ship"],
        ["[ ] Tell", "[x] Tell"],
      ],
    ],
    [
      "deleted here, left alone there",
      [["- [ ] Tell\n", ""]],
      [["40%", "41%"]],
      [
        ["- [ ] Tell\n", ""],
        ["40%", "41%"],
      ],
    ],
    [
      "deleted here, ticked there: it stays",
      [["- [ ] Tell\n", ""]],
      [["[ ] Tell", "[x] Tell"]],
      [["[ ] Tell", "[x] Tell"]],
    ],
    [
      "both wrote prose anew: both texts stay",
      [["Some words\nof a person.", "My words."]],
      [["Some words\nof a person.", "Your words."]],
      [["Some words\nof a person.", "My words.\n\nYour words."]],
    ],
    [
      "`None.` gives way here, something else there",
      [["- None.", "- no key"]],
      [["- None.", "- no disk"]],
      [["- None.", "- no disk\n- no key"]],
    ],
    [
      "nested lines of one item",
      [["[2026-01-01] Start\n", "[2026-01-01] Start\n  - ours\n"]],
      [["[2026-01-01] Start\n", "[2026-01-01] Start\n  - theirs\n"]],
      [["[2026-01-01] Start\n", "[2026-01-01] Start\n  - ours\n  - theirs\n"]],
    ],
    [
      "a section each",
      [["## Notes", "## Risks\n\nfire\n\n## Notes"]],
      [["## Notes", "## Money\n\nnone left\n\n## Notes"]],
      [["## Notes", "## Money\n\nnone left\n\n## Risks\n\nfire\n\n## Notes"]],
    ],
    [
      "the same new section: one, with the items of both",
      [["## Notes", "## Risks\n\n- fire\n\n## Notes"]],
      [["## Notes", "## Risks\n\n- water\n\n## Notes"]],
      [["## Notes", "## Risks\n\n- fire\n- water\n\n## Notes"]],
    ],
    [
      "a renamed section gets the other side's entry",
      [["## Recent Activity", "## What happened"]],
      [["began\n", "began\n- 2026-01-02 09:00: theirs\n"]],
      [
        ["## Recent Activity", "## What happened"],
        ["began\n", "began\n- 2026-01-02 09:00: theirs\n"],
      ],
    ],
    [
      "a renamed document too",
      [["Tracker: Demo", "Tracker: Product"]],
      [["began\n", "began\n- 2026-01-02 09:00: theirs\n"]],
      [
        ["Tracker: Demo", "Tracker: Product"],
        ["began\n", "began\n- 2026-01-02 09:00: theirs\n"],
      ],
    ],
    [
      "a section that was taken out here keeps what is new in it there",
      [["## Blockers\n\n- None.\n\n", ""]],
      [["- None.", "- None.\n- no disk"]],
      [["- None.", "- no disk"]],
    ],
    [
      "a section that moved here, an entry there",
      [
        ["## Blockers\n\n- None.\n\n", ""],
        ["of a person.\n", "of a person.\n\n## Blockers\n\n- None.\n"],
      ],
      [["- None.", "- None.\n- no disk"]],
      [
        ["## Blockers\n\n- None.\n\n", ""],
        ["of a person.\n", "of a person.\n\n## Blockers\n\n- None.\n- no disk\n"],
      ],
    ],
  ];
  test.each(rows)("%s", (_name, a, b, expected) => {
    const [ours, theirs] = [change(BASE, ...a), change(BASE, ...b)];
    expect(merge(BASE, ours, theirs)).toBe(change(BASE, ...expected));
    expect(merge(BASE, theirs, ours)).toBe(change(BASE, ...expected));
    const crlf = (text: string) => text.replaceAll("\n", "\r\n");
    expect(merge(crlf(BASE), crlf(ours), crlf(theirs))).toBe(crlf(change(BASE, ...expected)));
  });
});

describe("other forms", () => {
  test("without a common past nothing was taken out", () => {
    expect(merge(null, "# A\n\n- [ ] one\n- two\n", "# A\n\n- [x] one\n- three\n")).toBe(
      "# A\n\n- [x] one\n- three\n- two\n",
    );
  });
  test.each([
    [
      "front matter",
      "---\na: 1\nb: 1\n---\n\n# T\n",
      "---\na: 2\nb: 1\n---\n\n# T\n",
      "---\na: 1\nb: 3\nc: 4\n---\n\n# T\n",
      "---\na: 2\nb: 3\nc: 4\n---\n\n# T\n",
    ],
    [
      "table rows",
      "| a |\n|---|\n| 1 |\n",
      "| a |\n|---|\n| 1 |\n| 2 |\n",
      "| a |\n|---|\n| 1 |\n| 3 |\n",
      "| a |\n|---|\n| 1 |\n| 2 |\n| 3 |\n",
    ],
    ["no line break at the end", "- a", "- a\n- b", "- a\n- c", "- a\n- b\n- c"],
    ["loose lists", "- a\n\n- b\n", "- a\n\n- b\n\n- c\n", "- a\n\n- b\n\n- d\n", "- a\n\n- b\n\n- c\n\n- d\n"],
    [
      "an item that both reworded",
      "- [ ] Ship the one\n",
      "- [x] Ship the small one\n",
      "- [ ] Ship the large one\n",
      "- [x] Ship the large one\n- [x] Ship the small one\n",
    ],
    [
      "a value of several lines",
      "---\ntags:\n- a\n---\n",
      "---\ntags:\n- a\n- b\n---\n",
      "---\ntags:\n- a\n- c\n---\n",
      "---\ntags:\n- a\n- c\n- b\n---\n",
    ],
    ["line ends of one side", "- a\n- b\n", "- a\r\n- b\r\n", "- a\n- b\n- c\n", "- a\r\n- b\r\n- c\r\n"],
    [
      "blank lines of mixed ends, where neither side has the two neighbours",
      "# A\r\n\nold\n\r\n- Kim\n",
      "# A\r\n\r\n## ann\r\n\r\n\nold\n\r\n- Kim\n",
      "# A\r\n\nold\n\r\nbob\r\n- Kim\n",
      "# A\r\n\nbob\r\n\r\n## ann\r\n\r\n\nold\n\r\n- Kim\n",
    ],
    ["a byte order mark of one side", "- a\n", "\ufeff- a\n", "- a\n- c\n", "\ufeff- a\n- c\n"],
    ["an empty document that both filled", "", "# A\n", "text\n", "text\n\n# A\n"],
    [
      "an entry of ours that both reworded keeps its mark once",
      "- T-02: do it well <!-- ltpm:T-02 -->\n",
      "- T-02: do it now <!-- ltpm:T-02 -->\n",
      "- T-02: do it later <!-- ltpm:T-02 -->\n",
      "- T-02: do it later <!-- ltpm:T-02 -->\n- T-02: do it now\n",
    ],
  ])("%s", (_name, base, ours, theirs, expected) => {
    expect(merge(base, ours, theirs)).toBe(expected);
    expect(merge(base, theirs, ours)).toBe(expected);
  });
});

test("a document's pieces are the document, byte for byte, whatever it holds", () => {
  const written = (text: string) => {
    const root = takeApart(openDocument(text.replace(/^\ufeff/, ""), parser));
    return (
      root &&
      inOrder(root)
        .flatMap(({ lines, gap }) => [...lines, ...gap])
        .map((line) => line.text + line.ending)
        .join("")
    );
  };
  for (const { name, text } of DOCUMENTS) expect(written(text), name).toBe(text.replace(/^\ufeff/, ""));
  fc.assert(
    fc.property(markdown, (text) => {
      const bare = text.replace(/^\ufeff/, "");
      expect([null, bare]).toContain(written(text));
      expect(
        inOrder(lineByLine(openDocument(bare, parser)))
          .flatMap(({ lines, gap }) => [...lines, ...gap])
          .map((line) => line.text + line.ending)
          .join(""),
      ).toBe(bare);
    }),
    { numRuns: 60 },
  );
});

/** Lines of a text that say something. */
const words = (text: string) =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^\ufeff/, "").trim())
    .filter((line) => line !== "");

describe("properties", () => {
  const edit = fc.record({
    at: fc.nat(60),
    act: fc.constantFrom("insert", "item", "entry", "delete", "section"),
    n: fc.nat(99),
  });
  type Edit = { at: number; act: string; n: number };
  function apply(text: string, edits: readonly Edit[], who: string): string {
    const eol = text.includes("\r\n") ? "\r\n" : "\n";
    const lines = text.split(eol);
    for (const { at, act, n } of edits) {
      const index = at % Math.max(1, lines.length);
      if (act === "delete") lines.splice(index, 1);
      else if (act === "section") lines.splice(index, 0, "", `## ${who} section ${n}`, "");
      else
        lines.splice(
          index,
          0,
          act === "item"
            ? `- ${who} item ${n}`
            : act === "entry"
              ? `- 2026-01-${10 + (n % 20)} 10:00: ${who} ${n}`
              : `${who} line ${n}`,
        );
    }
    return lines.join(eol);
  }
  const edits = fc.array(edit, { maxLength: 5 });
  const anyBase = fc.oneof(
    markdown,
    fc.constantFrom(...DOCUMENTS.map(({ text }) => text).filter((text) => text.length < 6_000)),
  );

  test("merge(a, a) = a; merge(base, a, base) = a; the order of the sides does not matter; nothing anybody added is lost", () => {
    fc.assert(
      fc.property(anyBase, edits, edits, fc.boolean(), (text, left, right, known) => {
        const [a, b] = [apply(text, left, "ann"), apply(text, right, "bob")];
        const base = known ? text : null;
        expect(merge(base, a, a)).toBe(a);
        expect(merge(text, a, text)).toBe(a);
        expect(merge(text, text, a)).toBe(a);
        const merged = merge(base, a, b);
        expect(merge(base, b, a)).toBe(merged);
        const there = new Set(words(merged));
        for (const line of [...words(a), ...words(b)])
          if (/^(?:- |## )?(?:2026-01-\d\d 10:00: )?(?:ann|bob) /.test(line)) expect(there).toContain(line);
      }),
      { numRuns: Number(process.env.LTPM_RUNS ?? 40) },
    );
  });

  test("of two documents without a common past, all lines are there but for values that were updated", () => {
    fc.assert(
      fc.property(markdown, markdown, (a, b) => {
        const there = new Set(words(merge(null, a, b)).map((line) => line.replace(/\[[xX -]\]/, "[]")));
        const isValue = (line: string) => /[:：]|^#|^[=-]+$|^Current Stage$/.test(line);
        for (const line of [...words(a), ...words(b)].map((line) => line.replace(/\[[xX -]\]/, "[]")))
          if (!isValue(line)) expect(there).toContain(line);
      }),
      { numRuns: Number(process.env.LTPM_RUNS ?? 40) },
    );
  });
});

test("a long log takes its time only once", () => {
  const entry = (n: number) => `- 2026-01-01 10:00: entry ${n} of a long log, with some words about what was done`;
  const base = `# Log\n\n${Array.from({ length: 1_000 }, (_, n) => entry(n)).join("\n")}\n`;
  const started = performance.now();
  const merged = merge(base, `${base}- 2026-01-02 10:00: ours\n`, `${base}- 2026-01-03 10:00: theirs\n`);
  expect(merged).toBe(`${base}- 2026-01-02 10:00: ours\n- 2026-01-03 10:00: theirs\n`);
  expect(performance.now() - started).toBeLessThan(15_000);
});
