/** A document: its text, its lines, and, only when somebody asks, its outline. */
import { behindFrontMatter, goesOnTo, nextCut } from "./chunks.ts";
import { type Lines, splitLines } from "./lines.ts";
import { type Outline, sectionsOf } from "./outline.ts";
import type { BlockParser } from "./remark.ts";
import { type Reading, readTree } from "./walk.ts";

export interface TriadDocument {
  /** The whole text, a byte order mark included. */
  readonly text: string;
  readonly lines: Lines;
  /** Parsed at the first call; later calls cost nothing. */
  outline(): Outline;
}

/** Characters; larger pieces make the parser's time grow faster than the text. */
const PIECE = 4_000;

/** Opens a decoded text. Nothing is parsed yet. */
export function openDocument(text: string, parse: BlockParser, piece: number = PIECE): TriadDocument {
  let lines: Lines | null = null;
  let outline: Outline | null = null;
  const allLines = () => {
    lines ??= splitLines(text);
    return lines;
  };
  return {
    text,
    get lines() {
      return allLines();
    },
    outline: () => {
      outline ??= readOutline(text, allLines(), parse, piece);
      return outline;
    },
  };
}

function readOutline(text: string, lines: Lines, parse: BlockParser, piece: number): Outline {
  const reading: Reading = {
    text,
    lines,
    headings: [],
    blocks: [],
    items: [],
    visible: new Uint8Array(lines.count),
    comments: [],
  };
  // Without a closing line there is none; told to look for it all the same, the parser would misread the lines behind.
  const hasFrontMatter = behindFrontMatter(lines) > 0;
  let from = 0;
  while (from < lines.count) {
    const to = nextCut(lines, from, piece);
    const place = { firstLine: from, firstOffset: lines.start(from) };
    readTree(reading, parse(text.slice(place.firstOffset, lines.start(to)), from === 0 && hasFrontMatter), place);
    from = to < lines.count ? behindOpenBlock(reading, to) : to;
  }
  const { headings, blocks, items, visible, comments } = reading;
  return { headings, sections: sectionsOf(headings, lines.count), blocks, items, visible, comments };
}

/** A piece may have ended inside raw text: then the heading it was cut at is none, and the block goes on. */
function behindOpenBlock(reading: Reading, to: number): number {
  const last = reading.blocks.at(-1);
  const end = last === undefined ? null : goesOnTo(reading.lines, last, to);
  if (last === undefined || end === null) return to;
  reading.blocks[reading.blocks.length - 1] = { ...last, lastLine: end.line, open: end.open };
  return end.line + 1;
}
