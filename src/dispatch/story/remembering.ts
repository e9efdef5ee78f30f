/** A parser that does not parse the same piece twice: an intent is planned, applied, and applied anew when somebody was faster. */
import { openDocument, type TriadDocument } from "../../triad/document/open.ts";
import type { BlockParser } from "../../triad/document/remark.ts";
import { byParts } from "./long-lists.ts";

/** Characters of pieces that are kept, those of the last look; a tree takes many times as much. */
const MOST = 4_000_000;

const known = new WeakMap<BlockParser, BlockParser>();

/** The parser with its memory; the same for the same parser. */
export function remembering(parse: BlockParser): BlockParser {
  const before = known.get(parse);
  if (before !== undefined) return before;
  const remembered = byParts(withMemory(parse));
  known.set(parse, remembered);
  known.set(remembered, remembered);
  return remembered;
}

/** Trees are shared: whoever asks reads them, and changes none. What was not asked for the longest is forgotten first. */
function withMemory(parse: BlockParser): BlockParser {
  const trees = [new Map<string, ReturnType<BlockParser>>(), new Map<string, ReturnType<BlockParser>>()] as const;
  let size = 0;
  return (markdown, frontMatter) => {
    const kept = trees[frontMatter ? 1 : 0];
    const before = kept.get(markdown);
    const tree = before ?? parse(markdown, frontMatter);
    kept.delete(markdown);
    kept.set(markdown, tree);
    if (before === undefined) size += markdown.length;
    for (const [oldest] of kept) {
      if (size <= MOST || oldest === markdown) break;
      kept.delete(oldest);
      size -= oldest.length;
    }
    return tree;
  };
}

const opened = new WeakMap<BlockParser, Map<string, TriadDocument>>();

/**
 * A document as it was opened before: what is planned, applied and looked at in the next cycle is the same text, and reading a long one
 * is what costs.
 */
export function openKnown(text: string, parse: BlockParser): TriadDocument {
  const known = opened.get(parse) ?? new Map<string, TriadDocument>();
  opened.set(parse, known);
  const document = known.get(text) ?? openDocument(text, remembering(parse));
  known.delete(text);
  known.set(text, document);
  let size = 0;
  for (const one of [...known.keys()].reverse()) {
    size += one.length;
    if (size > 2 * MOST && one !== text) known.delete(one);
  }
  return document;
}
