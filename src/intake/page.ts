/** A message made ready for the rules: the original, its painted twin, its lines, and what nobody is meant to see. */
import { type Line, readLines } from "./lines.ts";
import { normalise } from "./normal.ts";
import { paint, protect } from "./protect.ts";
import type { Span } from "./types.ts";

export interface Page {
  /** As written. */
  raw: string;
  /** Normalised; same length. */
  normal: string;
  /** Normalised, protected spans and everything that was taken out painted over; same length. */
  text: string;
  lines: Line[];
  /** What never becomes part of a task: quoted lines, hidden comments, orders already read. Sorted, apart. */
  removed: Span[];
}

/** Reads a message once. With `hideComments` HTML comments, which no reader sees, do not reach a task either. */
export function readPage(raw: string, hideComments: boolean): Page {
  const normal = normalise(raw);
  const model = readLines(normal);
  const quotes = model.lines.filter((line) => line.kind === "quote" && line.indent < 2);
  const removed = [...quotes, ...(hideComments ? model.comments : [])];
  return {
    raw,
    normal,
    text: protect(model.text, raw, model.lines),
    lines: model.lines,
    removed: merge(removed),
  };
}

/** The page without the given spans: they no longer count for any rule, lines that held nothing else are blank. */
export function without(page: Page, spans: readonly Span[]): Page {
  if (spans.length === 0) return page;
  const gone = merge(spans);
  const text = paint(page.text, gone, " ");
  let next = 0;
  const lines = page.lines.map((line): Line => {
    while (next < gone.length && (gone[next]?.end ?? 0) <= line.start) next += 1;
    const first = gone[next];
    if (first === undefined || first.start >= line.end) return line;
    const rest = text.slice(line.start, line.end).trimStart();
    return rest === "" ? { ...line, kind: "blank", marker: null } : { ...line, textStart: line.end - rest.length };
  });
  return { ...page, text, lines, removed: merge([...page.removed, ...gone]) };
}

/** Sorted, and no two overlap. */
function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ start: span.start, end: span.end });
  }
  return merged;
}

/** The original text of a range without what was removed, trimmed of blank edges. */
export function visible(page: Page, start: number, end: number): string {
  return clean(pieces(page, start, end).join(""));
}

/** The same in one line: line breaks and the indentation after them become one space. */
export function visibleLine(page: Page, start: number, end: number): string {
  const lines = visible(page, start, end)
    .split("\n")
    .map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}

function pieces(page: Page, start: number, end: number): string[] {
  const out: string[] = [];
  let at = start;
  for (let i = firstEndingAfter(page.removed, start); i < page.removed.length; i += 1) {
    const gap = page.removed[i];
    if (gap === undefined || gap.start >= end) break;
    if (gap.start > at) out.push(page.raw.slice(at, gap.start));
    at = Math.max(at, gap.end);
  }
  if (at < end) out.push(page.raw.slice(at, end));
  return out;
}

/** Binary search. */
function firstEndingAfter(spans: readonly Span[], place: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Drops blank lines at both edges; the first line keeps its indentation when others follow it. */
function clean(text: string): string {
  const trimmed = text.trimEnd();
  const start = trimmed.search(/\S/);
  if (start === -1) return "";
  const lineStart = trimmed.lastIndexOf("\n", start) + 1;
  return trimmed.slice(lineStart === 0 || !trimmed.includes("\n", start) ? start : lineStart);
}
