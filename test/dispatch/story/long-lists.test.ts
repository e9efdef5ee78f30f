/** Parts of a long list are parsed alone: what a document is made of must be what the whole gives. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { byParts } from "../../../src/dispatch/story/long-lists.ts";
import { openDocument } from "../../../src/triad/document/open.ts";
import type { BlockParser } from "../../../src/triad/document/remark.ts";
import { PARSE } from "./telling.ts";

const CORPUS = new URL("../../triad/corpus/", import.meta.url);
/** In one piece: it is the parts that are looked at. */
const outline = (text: string, parse: BlockParser) => openDocument(text, parse, text.length + 1).outline();

const line = fc.constantFrom(
  "- entry",
  "- [x] done",
  "- **bold** <!-- ltpm:x -->",
  "* star",
  "+ plus",
  "- - nested",
  "- ```",
  "- <!-- open",
  "- # heading",
  "- > words",
  "-",
  "- ",
  "- - -",
  "* * *",
  "---",
  "===",
  "1. one",
  "  - below",
  "    more",
  "lazy words",
  "```",
  "~~~",
  "<!--",
  "-->",
  "<div>",
  "> quote",
  "> - quoted",
  "# Heading",
  "| a | b |",
  "|---|---|",
  "[a]: b",
  "[^1]: note",
  "\t- tab",
  "",
);
const text = fc
  .tuple(
    fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant("- entry") }, line), { maxLength: 30 }),
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([lines, end]) => lines.join(end) + (lines.length % 2 === 0 ? end : ""));

test("a list in parts is the same list", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (given, part) => {
      expect(outline(given, byParts(PARSE, part))).toEqual(outline(given, PARSE));
    }),
    { numRuns: 300 },
  );
});

test.each(readdirSync(CORPUS))("%s in parts", (name) => {
  const given = readFileSync(new URL(name, CORPUS), "utf8");
  expect(outline(given, byParts(PARSE, 60))).toEqual(outline(given, PARSE));
});

test("a new entry of a long log is all that is parsed", () => {
  const parsed: number[] = [];
  const counting: BlockParser = (markdown, frontMatter) => {
    parsed.push(markdown.length);
    return PARSE(markdown, frontMatter);
  };
  outline(`# Log\n\n${"- something happened\n".repeat(5_000)}`, byParts(counting));
  expect(Math.max(...parsed)).toBeLessThan(5_000);
});
