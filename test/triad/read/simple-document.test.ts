/** What is read without the parser is what the parser reads. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openDocument, type TriadDocument } from "../../../src/triad/document/open.ts";
import { simpleDocument } from "../../../src/triad/read/simple-document.ts";
import { DOCUMENTS, parser } from "../documents.ts";
import { markdown } from "../markdown.ts";

function seen(document: TriadDocument) {
  const { headings, sections, items } = document.outline();
  const atMargin = items.filter(({ depth, quoted }) => depth === 0 && !quoted);
  return {
    headings,
    sections,
    items: atMargin.map(({ ordered, marker, line, content, box, text }) => ({
      ordered,
      marker,
      line,
      content,
      box,
      text,
    })),
  };
}

function check(name: string, text: string): boolean {
  const simple = simpleDocument(text);
  if (simple !== null) expect(seen(simple), name).toEqual(seen(openDocument(text, parser)));
  return simple !== null;
}

describe("read as the parser reads it, or not at all", () => {
  test("every document of the corpus", () => {
    for (const { name, text } of DOCUMENTS) check(name, text);
  });

  test("generated Markdown", () => {
    fc.assert(
      fc.property(markdown, (text) => {
        check("generated", text);
      }),
      { numRuns: 1_000 },
    );
  });

  test("lines of letters and marks", () => {
    const line = fc.string({
      unit: fc.constantFrom("a", " ", "-", "*", "#", "1", ".", "[", "]", "x", "`", "<", ">", "!", "|", "=", "\n", "\n"),
      maxLength: 24,
    });
    fc.assert(
      fc.property(line, (text) => {
        check("letters", text);
      }),
      { numRuns: 2_000 },
    );
  });
});

test.each([
  ["# Next\n\n- [ ] a\n- [x] b\n", true],
  ["## Now ##\n1. one\n2. two <!-- ltpm:T-02 -->\n   - below\n", true],
  ["text\n\n```sh\n# no heading\n```\n- a\n", true],
  ["- a\nlazy\n", false],
  ["Title\n===\n", false],
  ["---\ntitle: x\n---\n- a\n", false],
  ["<div>\n- a\n", false],
  ["```\nnever closed\n- a\n", false],
  ["\t- a\n", false],
  ["text\n2. a\n", false],
])("%j is plain: %s", (text, expected) => {
  expect(check(text, text)).toBe(expected);
});

test.each(["en", "zh-CN"])("the template is plain: %s", (language) => {
  const template = new URL(`../../../templates/triad/${language}/NEXT_STEPS.md`, import.meta.url);
  expect(simpleDocument(readFileSync(template, "utf8"))).not.toBeNull();
});
