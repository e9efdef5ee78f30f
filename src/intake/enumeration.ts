/** Finds lists written in a row: "1) fix the login 2) update the docs", "①…②…", "• a • b". */
import type { Block, Item, List } from "./blocks.ts";
import type { Page } from "./page.ts";
import type { Span } from "./types.ts";

interface Style {
  mark: RegExp;
  /** Number of the n-th mark; null for bullets, which carry none. */
  numberOf: ((written: string) => number) | null;
}

const HAN = "一二三四五六七八九";
const STYLES: readonly Style[] = [
  { mark: /(?<=^|[\s:;,.。、!?\u4e00-\u9fff])\((\d{1,2})\)[.、:]?\s*/g, numberOf: Number },
  { mark: /(?<=^|[\s:;,.。、!?])(\d{1,2})\)\s*/g, numberOf: Number },
  { mark: /(?<=^|[\s:;,。、!?])(\d{1,2})\.(?:\s+|(?=[\u4e00-\u9fff]))/g, numberOf: Number },
  { mark: /(?<=^|[\s:;,.。!?\u4e00-\u9fff])(\d{1,2})、\s*/g, numberOf: Number },
  { mark: /([①-⑳])\s*/g, numberOf: (written) => written.charCodeAt(0) - 0x245f },
  {
    mark: /(?<=^|[\s:;,.。!?\u4e00-\u9fff])\(([一二三四五六七八九])\)[、,]?\s*/g,
    numberOf: (written) => HAN.indexOf(written) + 1,
  },
  { mark: /(?<=^|[\s:;,.。!?])([一二三四五六七八九])、\s*/g, numberOf: (written) => HAN.indexOf(written) + 1 },
  {
    mark: /(?<=^|[\s:;,.。!?])第([一二三四五六七八九])(?:步|项|条|个任务|件事|点)?\s*[,:、]\s*/g,
    numberOf: (written) => HAN.indexOf(written) + 1,
  },
  {
    mark: /(?<=^|[\s:;,.。!?])([一二三四五六七八九])是\s*/g,
    numberOf: (written) => HAN.indexOf(written) + 1,
  },
  { mark: /(?<=^|[\s:;,.。!?])([a-h])\)\s+/g, numberOf: (written) => written.charCodeAt(0) - 96 },
  { mark: /(?<=^|[\s:;])[•●▪]\s*/g, numberOf: null },
];

/** Spares plain text the search for nine styles. */
const ANY_MARK = /[\da-h][.)、]|[①-⑳•●▪]|[一二三四五六七八九][)、,:步项条是]/;
/** What may stand before the first mark; "version 1. Then version 2." is no list. */
const OPENS_LIST =
  /(?:^|[:;,.!?。、\n\uE000-\uE003-]|\b(?:do|these|those|tasks|following|are|is|to|please|need|needs|you|me|items?|things?|list)|[做要成请务理有如下])\s*$/;

/** The block itself, or the prose before the enumeration and the enumeration as a list. */
export function inlineItems(page: Page, block: Block): Block[] {
  if (block.kind === "prose") return fromProse(page, block);
  if (block.kind === "list" && block.items.length === 1) return [fromSingle(page, block)];
  return [block];
}

function fromProse(page: Page, block: Block): Block[] {
  const marks = enumerate(page.text, block.start, block.end);
  const first = marks[0];
  if (first === undefined || marks.length < 2) return [block];
  const list: List = {
    kind: "list",
    start: first.start,
    end: block.end,
    ordered: true,
    boxed: false,
    items: itemsOf(page, marks, block.end),
    blankBefore: false,
  };
  const before = page.text.slice(block.start, first.start).trim();
  return before === ""
    ? [list]
    : [{ kind: "prose", start: block.start, end: first.start, blankBefore: block.blankBefore }, list];
}

/** A list of one line whose text goes on with "2." */
function fromSingle(page: Page, list: List): List {
  const item = list.items[0];
  if (item === undefined) return list;
  const marks = enumerate(page.text, item.start, item.lineEnd);
  const fromTheStart = marks[0] !== undefined && page.text.slice(item.start, marks[0].start).trim() === "";
  return fromTheStart && marks.length > 1 ? { ...list, items: itemsOf(page, marks, item.end) } : list;
}

function itemsOf(page: Page, marks: readonly Span[], end: number): Item[] {
  return marks.map((mark, index): Item => {
    const stop = trimmed(page.text, marks[index + 1]?.start ?? end, mark.end);
    const newline = page.text.slice(mark.end, stop).indexOf("\n");
    return {
      start: mark.start,
      contentStart: mark.end,
      lineEnd: newline === -1 ? stop : mark.end + newline,
      end: stop,
      number: index + 1,
      ticked: false,
    };
  });
}

/** Drops the comma or semicolon, and the "and", that lead to the next mark. */
function trimmed(text: string, end: number, start: number): number {
  const tail = text.slice(Math.max(start, end - 24), end);
  const kept = tail.replace(/[\s,;、]*(?:\s(?:and|then|and\s+then)|和|以及|然后|并)?[\s,;、.。]*$/, "");
  return end - (tail.length - kept.length);
}

/** Marks 1, 2, 3 … of one style; the first style that counts to two wins. */
function enumerate(text: string, start: number, end: number): Span[] {
  const slice = text.slice(start, end);
  if (!ANY_MARK.test(slice)) return [];
  for (const { mark, numberOf } of STYLES) {
    const spans: Span[] = [];
    for (const found of slice.matchAll(mark)) {
      if (numberOf !== null && numberOf(found[1] ?? "") !== spans.length + 1) continue;
      if (spans.length === 0 && !OPENS_LIST.test(slice.slice(Math.max(0, found.index - 16), found.index))) continue;
      spans.push({ start: start + found.index, end: start + found.index + found[0].length });
    }
    if (spans.length >= 2) return spans;
  }
  return [];
}
