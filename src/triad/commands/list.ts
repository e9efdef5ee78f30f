/** Adds items to a list that is there, as its author would have; or starts one. */
import { type Edit, insertLines, replaceLines } from "../document/edit.ts";
import { insertBlock, insertList, ownTextEnd } from "../document/insert.ts";
import { isBlank } from "../document/lines.ts";
import type { TriadDocument } from "../document/open.ts";
import { type Block, type Item, itemsBetween, ownBlocks, type Section } from "../document/outline.ts";
import { styleOf } from "../document/style.ts";
import { isPlaceholder, saysNothing } from "../templates/placeholders.ts";

/** A line of an item and what is listed below it. Texts are safe already. */
export interface NewItem {
  readonly text: string;
  readonly details?: readonly string[];
}

/** What stands between the start of the line and the text of the n-th new item. */
interface Shape {
  readonly indent: string;
  readonly gap: string;
  marker(index: number): string;
}

const DATE = /\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?/;
/** What may follow a list directly without becoming part of its last item: a heading, a fence, a rule. */
const STANDS_ALONE = /^(?:#{1,6}(?:[ \t]|$)|`{3}|~{3}|-{3,}[ \t]*$|\*{3,}[ \t]*$)/;

function render(shape: Shape, items: readonly NewItem[], bullet: string, loose: boolean): string[] {
  return items.flatMap(({ text, details = [] }, index) => {
    const marker = shape.marker(index);
    const inner = shape.gap.includes("\t") ? "\t" : " ".repeat(shape.indent.length + marker.length + shape.gap.length);
    const lines = [
      `${shape.indent}${marker}${shape.gap}${text}`,
      ...details.map((line) => `${inner}${bullet} ${line}`),
    ];
    return loose && index > 0 ? ["", ...lines] : lines;
  });
}

function shapeLike(document: TriadDocument, item: Item): Shape {
  const { lines, text } = document;
  const behind = lines.start(item.line) + item.indent.length + item.marker.length;
  const gap = text.slice(behind, Math.min(item.content, lines.end(item.line)));
  const number = Number.parseInt(item.marker, 10);
  const delimiter = item.marker.at(-1) ?? ".";
  return {
    indent: item.indent,
    gap: gap.length > 0 && gap.length <= 4 && !gap.includes("\n") ? gap : " ",
    marker: (index) => (item.ordered ? `${number + 1 + index}${delimiter}` : item.marker),
  };
}

/** The items of one list at the margin, without those nested in them. */
export function topItems(document: TriadDocument, list: Block): readonly Item[] {
  const within = itemsBetween(document.outline(), list.line, list.lastLine + 1);
  return within.filter(({ depth, list: start }) => depth === 0 && start === list.line);
}

/** Nobody has written anything here yet, not below an item either: template lines, or words that say there is nothing. */
function isUnused(document: TriadDocument, list: Block): boolean {
  const items = itemsBetween(document.outline(), list.line, list.lastLine + 1);
  if (!items.every(({ text }) => isPlaceholder(text) || saysNothing(text))) return false;
  const starts = new Set(items.map(({ line }) => line));
  for (let line = list.line; line <= list.lastLine; line++) {
    if (!starts.has(line) && !isBlank(document.lines.text(line))) return false;
  }
  return items.length > 0;
}

function isLoose(document: TriadDocument, items: readonly Item[]): boolean {
  const last = items.at(-1);
  return items.length > 1 && last !== undefined && isBlank(document.lines.text(last.line - 1));
}

function newestFirst(items: readonly Item[]): boolean {
  const dates = items.flatMap(({ text }) => DATE.exec(text)?.[0] ?? []);
  const [first, last] = [dates[0], dates.at(-1)];
  return first !== undefined && last !== undefined && first.replace("T", " ") > last.replace("T", " ");
}

function behindList(document: TriadDocument, at: number, lines: readonly string[]): Edit {
  const next = at < document.lines.count ? document.lines.text(at) : "";
  return insertLines(document, at, isBlank(next) || STANDS_ALONE.test(next) ? lines : [...lines, ""]);
}

function intoList(document: TriadDocument, list: Block, items: readonly NewItem[], bullet: string): Edit {
  const there = topItems(document, list);
  const [first, last] = [there[0], there.at(-1)];
  if (first === undefined || last === undefined)
    return insertBlock(
      document,
      list.lastLine + 1,
      items.map(({ text }) => text),
    );
  if (isUnused(document, list)) {
    const shape = shapeLike(document, first);
    const from = { ...shape, marker: (index: number) => (first.ordered ? shape.marker(index - 1) : first.marker) };
    return replaceLines(document, list.line, list.lastLine, render(from, items, bullet, false));
  }
  const loose = isLoose(document, there);
  if (newestFirst(there)) {
    const shape = shapeLike(document, first);
    const lines = render({ ...shape, marker: () => first.marker }, [...items].reverse(), bullet, loose);
    return insertLines(document, first.line, loose ? [...lines, ""] : lines);
  }
  const lines = render(shapeLike(document, last), items, bullet, loose);
  return behindList(document, list.lastLine + 1, loose ? ["", ...lines] : lines);
}

/** The items as a list of their own, in the document's style. */
export function newList(document: TriadDocument, items: readonly NewItem[], ordered = false): string[] {
  const { bullet } = styleOf(document);
  const shape = { indent: "", gap: " ", marker: (index: number) => (ordered ? `${index + 1}.` : bullet) };
  return render(shape, items, bullet, false);
}

/** Sections whose own text is a table are kept in a way that no list item fits into. */
export function takesItems(document: TriadDocument, section: Section): boolean {
  return !ownBlocks(document.outline(), section).some(({ type }) => type === "table");
}

/**
 * Adds items to the section's own list: on top where the newest stands first, else behind the last. Template lines and
 * `None.` give way. Without a list one is started behind the section's own text.
 */
export function addToSection(document: TriadDocument, section: Section, items: readonly NewItem[]): Edit[] {
  if (items.length === 0) return [];
  const blocks = ownBlocks(document.outline(), section);
  const lists = blocks.filter(({ type }) => type === "list");
  const { bullet } = styleOf(document);
  const first = lists[0];
  const list = first !== undefined && newestFirst(topItems(document, first)) ? first : lists.at(-1);
  if (list !== undefined) return [intoList(document, list, items, bullet)];
  const lines = newList(document, items);
  const empty = blocks.find((block) => block.type === "paragraph" && isEmptyParagraph(document, block));
  if (empty !== undefined) return [replaceLines(document, empty.line, empty.lastLine, lines)];
  return [insertList(document, ownTextEnd(document, section), lines)];
}

function isEmptyParagraph(document: TriadDocument, block: Block): boolean {
  const text = document.lines.text(block.line);
  return block.line === block.lastLine && (saysNothing(text) || isPlaceholder(text));
}
