/** Groups the lines of a message into prose, lists, code and headings. Nested content stays inside its item. */
import { inlineItems } from "./enumeration.ts";
import { readHead } from "./head.ts";
import type { Line } from "./lines.ts";
import { isCourtesy } from "./negative.ts";
import type { Page } from "./page.ts";
import type { Span } from "./types.ts";

export interface Item extends Span {
  /** Where the text of the item begins, behind marker and box. */
  contentStart: number;
  /** End of its first line; what follows are details. */
  lineEnd: number;
  number: number | null;
  ticked: boolean;
}

export interface List extends Span {
  kind: "list";
  ordered: boolean;
  boxed: boolean;
  items: Item[];
  blankBefore: boolean;
}

export interface Plain extends Span {
  kind: "prose" | "code" | "heading";
  blankBefore: boolean;
}

export type Block = List | Plain;

/** The blocks of a page in order. */
export function readBlocks(page: Page): Block[] {
  const { lines } = page;
  const blocks: Block[] = [];
  const nextOrdered = followingNumbers(lines);
  let blank = true;
  for (let i = 0; i < lines.length; ) {
    const line = lines[i];
    if (line === undefined) break;
    if (line.kind === "blank" || line.kind === "quote" || line.kind === "rule") {
      blank = true;
      i += 1;
      continue;
    }
    const next =
      line.kind === "item" ? readList(page, i, nextOrdered, blocks, blank) : readPlain(page, i, blocks, blank);
    blank = false;
    i = next;
  }
  return blocks.flatMap((block) => inlineItems(page, block));
}

function readPlain(page: Page, index: number, blocks: Block[], blankBefore: boolean): number {
  const first = page.lines[index];
  if (first === undefined) return index + 1;
  const kind = first.kind === "code" ? "code" : first.kind === "heading" ? "heading" : "prose";
  let last = index;
  while (kind !== "heading" && page.lines[last + 1]?.kind === first.kind) last += 1;
  if (page.text.slice(first.start, first.end).trim() === "--") return page.lines.length;
  blocks.push({ kind, start: first.start, end: page.lines[last]?.end ?? first.end, blankBefore });
  return last + 1;
}

/** Reads a list from its first item on; answers the index of the line after it. */
function readList(
  page: Page,
  index: number,
  nextOrdered: readonly Next[],
  blocks: Block[],
  blankBefore: boolean,
): number {
  const first = page.lines[index];
  if (first?.marker == null) return index + 1;
  const list: List = {
    kind: "list",
    start: first.start,
    end: first.end,
    ordered: first.marker.ordered,
    boxed: false,
    items: [],
    blankBefore,
  };
  blocks.push(list);
  let i = index;
  let blank = false;
  for (; i < page.lines.length; i += 1) {
    const line = page.lines[i];
    if (line === undefined) break;
    if (line.kind === "blank") {
      blank = true;
      continue;
    }
    if (line.kind === "item" && isSibling(line, list, first.indent, blank, nextOrdered[i])) addItem(list, line);
    else if (line.kind === "quote" && line.indent < 2) continue;
    else if (!belongs(page, line, list, first.indent, blank, nextOrdered[i])) break;
    extend(list, line);
    blank = false;
  }
  return i;
}

function addItem(list: List, line: Line): void {
  if (line.marker === null) return;
  const { contentStart, number, box } = line.marker;
  list.boxed ||= box !== "none";
  list.items.push({
    start: line.start,
    contentStart,
    lineEnd: line.end,
    end: line.end,
    number,
    ticked: box === "ticked",
  });
}

function extend(list: List, line: Line): void {
  const item = list.items.at(-1);
  if (item !== undefined) item.end = line.end;
  list.end = line.end;
}

/** An item of the list itself, not one nested in the item before. */
function isSibling(line: Line, list: List, indent: number, blank: boolean, next: Next | undefined): boolean {
  if (line.marker === null || line.indent >= indent + 2) return false;
  if (line.indent === indent + 1 && line.marker.ordered !== list.ordered) return false;
  if (line.marker.ordered === list.ordered) return true;
  if (!list.ordered) return line.indent <= indent;
  return blank && !continues(list, next);
}

/** Whether a line that is no sibling is content of the last item. */
function belongs(page: Page, line: Line, list: List, indent: number, blank: boolean, next: Next | undefined): boolean {
  if (line.kind === "heading" || line.kind === "rule") return line.kind === "heading" && line.indent > indent + 1;
  if (line.indent >= indent + 2) return true;
  if (line.kind === "code") return true;
  if (line.kind === "item") return !blank || continues(list, next);
  if (blank)
    return list.ordered && continues(list, next) && !page.text.slice(line.start, line.end).trimEnd().endsWith(":");
  return !startsAnew(page, line);
}

/** A line right under an item that is not part of it: thanks, a header, "also …". */
function startsAnew(page: Page, line: Line): boolean {
  const text = page.text.slice(line.start, line.end).trimEnd();
  if (text.endsWith(":") || isCourtesy(page.text, line.textStart, line.start + text.length)) return true;
  const head = readHead(page.text, line.textStart, line.end);
  return head.ordered || head.explicit || head.asked || head.polite;
}

interface Next {
  number: number | null;
}

/** For every line the next ordered item below it that is not indented. */
function followingNumbers(lines: readonly Line[]): Next[] {
  const next = new Array<Next>(lines.length);
  let seen: Next = { number: null };
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    next[i] = seen;
    const line = lines[i];
    if (line?.kind === "heading") seen = { number: null };
    if (line?.marker?.ordered === true && line.indent < 4) seen = { number: line.marker.number };
  }
  return next;
}

/** Whether the numbering of the list goes on further down. */
function continues(list: List, next: Next | undefined): boolean {
  const last = list.items.at(-1)?.number ?? null;
  return last !== null && next?.number === last + 1;
}
