/**
 * Protected spans: text that no rule may look into or cut (code, URLs, quoted text, parentheses). They are painted over
 * with stand-ins of the same length, so a rule that works on the painted text cannot do harm by construction.
 */
import type { Line } from "./lines.ts";
import { ASIDE, ATOM, CODE, QUOTED } from "./normal.ts";
import type { Span } from "./types.ts";

/** Longest quoted text or aside that is taken for one; beyond it the opening mark was a slip. */
const LONGEST = 600;
const ELEMENTS = /<(code|pre|kbd|samp|blockquote|q)\b[^<>\n]{0,200}>[^<]{0,2000}<\/\1>/g;
const URLS =
  /(?:https?:\/\/|www\.|git@|ssh:\/\/|file:\/\/)[^\s<>"'`，。；：！？、（）()【】「」\u3000\u4e00-\u9fff]+/gi;
const PAIRS: ReadonlyMap<string, string> = new Map([
  ["“", "”"],
  ["「", "」"],
  ["『", "』"],
  ["《", "》"],
  ["«", "»"],
  ["„", "“"],
  ["【", "】"],
]);
/** `1`, `(2)`, `一` in parentheses number something; they are no asides. */
const NUMBERING = /^(?:\d{1,3}|[一二三四五六七八九十]{1,3})$/;

/** Paints code, URLs, quotations and asides over. `raw` is the text as written; all three have the same length. */
export function protect(text: string, raw: string, lines: readonly Line[]): string {
  let painted = paint(text, wholeLines(lines, "code"), CODE);
  painted = paint(painted, wholeLines(lines, "quote"), " ");
  const regions = inlineRegions(lines);
  painted = paint(
    painted,
    regions.flatMap((region) => codeSpans(painted, region)),
    CODE,
  );
  painted = paint(painted, matches(painted, ELEMENTS), CODE);
  painted = paint(painted, urls(raw, painted), ATOM);
  painted = paint(
    painted,
    regions.flatMap((region) => quotations(painted, region)),
    QUOTED,
  );
  return paint(
    painted,
    regions.flatMap((region) => asides(painted, region)),
    ASIDE,
  );
}

/** Writes `mark` over every character of the spans except line ends. Spans may nest or touch. */
export function paint(text: string, spans: readonly Span[], mark: string): string {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of sorted) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    pieces.push(text.slice(at, from), text.slice(from, end).replace(/[^\n]/g, mark));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}

function wholeLines(lines: readonly Line[], kind: Line["kind"]): Span[] {
  return lines.filter((line) => line.kind === kind);
}

/** Runs of lines in which inline marks may pair: a blank line, an item, a heading or code ends one. */
function inlineRegions(lines: readonly Line[]): Span[] {
  const regions: Span[] = [];
  let open: Span | null = null;
  for (const line of lines) {
    if (line.kind === "text" && open !== null) {
      open.end = line.end;
      continue;
    }
    open = null;
    if (line.kind !== "text" && line.kind !== "item" && line.kind !== "heading") continue;
    open = { start: line.marker?.contentStart ?? line.start, end: line.end };
    regions.push(open);
    if (line.kind === "heading") open = null;
  }
  return regions;
}

/** Inline code as Markdown pairs it: a run of backticks closes with the next run of the same length. */
function codeSpans(text: string, region: Span): Span[] {
  const slice = text.slice(region.start, region.end);
  const runs = [...slice.matchAll(/`+/g)].map((run) => ({ at: run.index, length: run[0].length }));
  const next = new Array<number>(runs.length).fill(-1);
  const seen = new Map<number, number>();
  for (let i = runs.length - 1; i >= 0; i -= 1) {
    const length = runs[i]?.length ?? 0;
    next[i] = seen.get(length) ?? -1;
    seen.set(length, i);
  }
  const spans: Span[] = [];
  for (let i = 0; i < runs.length; i += 1) {
    const close = next[i] ?? -1;
    const [from, to] = [runs[i], runs[close]];
    if (from === undefined || to === undefined) continue;
    spans.push({ start: region.start + from.at, end: region.start + to.at + to.length });
    i = close;
  }
  return spans;
}

function matches(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((found) => ({ start: found.index, end: found.index + found[0].length }));
}

/** URLs outside code. Looked for in the original, where "，" is no comma and ends them. */
function urls(raw: string, painted: string): Span[] {
  const found = matches(raw, URLS).filter(({ start }) => painted[start] !== CODE && painted[start] !== " ");
  return found.map((span) => withoutTail(raw, span));
}

/** A URL at the end of a sentence does not own the full stop. */
function withoutTail(text: string, span: Span): Span {
  let end = span.end;
  while (end > span.start && ".,;:!?*_".includes(text[end - 1] ?? " ")) end -= 1;
  return { start: span.start, end };
}

/** Quoted text on one line: “…”, 「…」, "…", '…'. */
function quotations(text: string, region: Span): Span[] {
  const spans: Span[] = [];
  const closers = new Map<string, number>();
  const pattern = /["'“「『《«„【]/g;
  const slice = text.slice(region.start, region.end);
  for (let found = pattern.exec(slice); found !== null; found = pattern.exec(slice)) {
    const end = closing(slice, found.index, found[0], closers);
    if (end === -1) continue;
    spans.push({ start: region.start + found.index, end: region.start + end });
    pattern.lastIndex = end;
  }
  return spans;
}

/** End of the quotation that opens at `open`; -1 when the mark is an apostrophe, an inch or a slip. */
function closing(text: string, open: number, mark: string, closers: Map<string, number>): number {
  const other = PAIRS.get(mark);
  if (other !== undefined) return within(text, open, nextCloser(text, open, other, closers));
  if (/[\w\uE000-\uE003]/.test(text[open - 1] ?? " ") || /[\s'"]/.test(text[open + 1] ?? " ")) return -1;
  let at = open;
  for (let tries = 0; tries < 6; tries += 1) {
    at = text.indexOf(mark, at + 1);
    const opensAnother = /\s/.test(text[at - 1] ?? " ");
    if (at === -1 || opensAnother) return -1;
    if (!/\w/.test(text[at + 1] ?? " ")) return within(text, open, at);
  }
  return -1;
}

/** The next closing mark after `open`; remembered, so that many openings do not search the same text again. */
function nextCloser(text: string, open: number, mark: string, closers: Map<string, number>): number {
  const known = closers.get(mark);
  if (known === -1 || (known !== undefined && known > open)) return known;
  const found = text.indexOf(mark, open + 1);
  closers.set(mark, found);
  return found;
}

/** The place after `close`, when it is near and on the same line. */
function within(text: string, open: number, close: number): number {
  if (close === -1 || close - open > LONGEST) return -1;
  return text.slice(open, close).includes("\n") ? -1 : close + 1;
}

/** Parentheses and link brackets on one line, outermost, not the ones that number a list. */
function asides(text: string, region: Span): Span[] {
  const spans: Span[] = [];
  const stack: number[] = [];
  for (let at = region.start; at < region.end; at += 1) {
    const character = text[at];
    if (character === "\n") stack.length = 0;
    else if (character === "(" || character === "[") stack.push(at);
    else if (character === ")" || character === "]") {
      const start = stack.pop();
      if (start === undefined || at - start > LONGEST) continue;
      if (!NUMBERING.test(text.slice(start + 1, at))) spans.push({ start, end: at + 1 });
    }
  }
  return spans;
}
