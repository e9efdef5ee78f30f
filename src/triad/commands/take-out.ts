/** Takes items out of a document so that all others stay what they are: no heading, list or paragraph comes to mean something else. */
import { type Edit, removeLines, replaceLines } from "../document/edit.ts";
import { isBlank } from "../document/lines.ts";
import type { TriadDocument } from "../document/open.ts";
import type { Item } from "../document/outline.ts";

interface Range {
  first: number;
  last: number;
  /** The list at the margin that it was part of, as the line where that starts. */
  readonly list: number;
}

function ranges(document: TriadDocument, items: readonly Item[]): Range[] {
  const merged: Range[] = [];
  for (const item of [...items].sort((a, b) => a.line - b.line)) {
    const before = merged.at(-1);
    if (before !== undefined && before.list === item.list && firstText(document, before.last + 1) === item.line) {
      before.last = item.lastLine;
    } else merged.push({ first: item.line, last: item.lastLine, list: item.list });
  }
  return merged;
}

/** The first line from here on that is not blank; the number of lines where there is none. */
function firstText(document: TriadDocument, from: number): number {
  let line = from;
  while (line < document.lines.count && isBlank(document.lines.text(line))) line++;
  return line;
}

function cut(document: TriadDocument, { first, last, list }: Range): Edit {
  const { lines } = document;
  const { headings, items } = document.outline();
  const next = firstText(document, last + 1);
  let start = first;
  if (next >= lines.count) {
    // At the end, the blank lines before go along; the one behind a heading stays with it.
    while (start > 1 && isBlank(lines.text(start - 1)) && isBlank(lines.text(start - 2))) start--;
    return removeLines(document, start, lines.count - 1);
  }
  if (first === 0 || isBlank(lines.text(first - 1))) return removeLines(document, first, next - 1);
  if (next > last + 1) return removeLines(document, first, last);
  const isBehindHeading = headings.some(({ lastLine }) => lastLine === first - 1);
  const isInList = items.some((item) => item.list === list && item.depth === 0 && item.lastLine === first - 1);
  // Two blocks that the items kept apart stay apart.
  return isBehindHeading || isInList ? removeLines(document, first, last) : replaceLines(document, first, last, [""]);
}

/** Removes these items at the margin with all that belongs to them, and the blank lines that set them apart. */
export function takeOut(document: TriadDocument, items: readonly Item[]): Edit[] {
  return ranges(document, items).map((range) => cut(document, range));
}

/** The item's lines as they stand in a list of `-` at the margin: nothing but its indent and its marker changes. */
export function linesOf(document: TriadDocument, item: Item): string[] {
  const { lines } = document;
  const all = Array.from({ length: item.lastLine - item.line + 1 }, (_, index) => lines.text(item.line + index));
  const [first = "", ...others] = all.map((line) =>
    line.startsWith(item.indent) ? line.slice(item.indent.length) : line,
  );
  const content = first.slice(item.marker.length);
  const isRule = /^[-*_ \t]*$/.test(content);
  const gap = /^ */.exec(content)?.[0].length ?? 0;
  const width = item.marker.length - 1;
  if (isRule || gap === 0 || gap + width > 4) return [first, ...others];
  return [`-${" ".repeat(width)}${content}`, ...others];
}
