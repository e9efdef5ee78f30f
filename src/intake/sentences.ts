/** Cuts prose into sentences: at full stops, and at line ends where a new thought begins instead of a wrapped line. */
import { readHead } from "./head.ts";
import { imperativeAt } from "./imperative.ts";
import { words } from "./lexicon.ts";
import { isHan } from "./normal.ts";
import type { Page } from "./page.ts";
import type { Span } from "./types.ts";

/** A line this long was wrapped by an editor, not ended by a person. */
const WRAPPED = 60;
const ABBREVIATIONS = words(
  "e.g i.e eg ie etc vs mr mrs ms dr prof no nr fig al approx inc ltd co corp jr sr st dept est cf a.m p.m u.s u.k ver resp incl min max",
);
/** A line that ends with one of these goes on in the next. */
const HANGING =
  /(?:^|[\s,(])(?:should|could|would|can|will|must|may|might|shall|to|not|don't|do|and|or|but|nor|we|i|you|they|the|a|an|of|for|if|when|that|which|never|cannot|can't|shouldn't|won't|also|then|than|with|without|in|on|at|by|from|as|into|about|is|are|was|were|be|been|has|have|had|my|our|your|its|their|this|these|those|because|so|let's|didn't|isn't|either|neither|instead|rather|via|please)$|(?:不要|别|应该|可以|要|是否|如果|请勿|不|和|或|或者|就|的|与|及|并|把|将|对|在|为|从|[,、])$/;

/** Whether the text before a line break leaves its sentence open ("I think we should"). */
export function hangs(text: string, lineStart: number, lineEnd: number): boolean {
  return HANGING.test(text.slice(Math.max(lineStart, lineEnd - 24), lineEnd).trimEnd());
}

/** The sentences of a stretch of prose, in order, without white space at their edges. */
export function sentences(page: Page, start: number, end: number): Span[] {
  const found: Span[] = [];
  let from = start;
  for (const stop of stops(page, start, end)) {
    push(found, page.text, from, stop);
    from = stop;
  }
  push(found, page.text, from, end);
  return found;
}

function push(found: Span[], text: string, start: number, end: number): void {
  let [from, to] = [start, end];
  while (from < to && /\s/.test(text[from] ?? "")) from += 1;
  while (to > from && /\s/.test(text[to - 1] ?? "")) to -= 1;
  if (from < to) found.push({ start: from, end: to });
}

const STOP = /[.!?]+["')\]”」]*|[。…]+[”」』"')]*|\n/g;

function stops(page: Page, start: number, end: number): number[] {
  const places: number[] = [];
  let lineStart = start;
  for (const hit of page.text.slice(start, end).matchAll(STOP)) {
    const at = start + hit.index;
    const after = at + hit[0].length;
    if (hit[0] === "\n") {
      if (breaksAtLine(page, lineStart, at, end)) places.push(after);
      lineStart = after;
    } else if (/^[。…]/.test(hit[0]) || endsSentence(page, at, after, end)) places.push(after);
  }
  return places;
}

/** Whether `.`, `!` or `?` ends a sentence here: not in "v1.2", "next.js", "e.g. this". */
function endsSentence(page: Page, at: number, after: number, end: number): boolean {
  const next = page.text[after];
  if (after >= end || next === undefined) return true;
  if (isHan(next)) return page.text[at] !== "." || page.raw[at] !== ".";
  if (!/\s/.test(next)) return false;
  if (page.text[at] !== ".") return true;
  const before =
    page.text
      .slice(Math.max(0, at - 12), at)
      .split(/[\s(]/)
      .at(-1) ?? "";
  return !(ABBREVIATIONS.has(before) || (/^[a-z]$/.test(before) && before !== "i"));
}

/** Whether the line after this one begins something new. */
function breaksAtLine(page: Page, lineStart: number, lineEnd: number, end: number): boolean {
  const { text, raw } = page;
  let next = lineEnd + 1;
  while (next < end && (text[next] === " " || text[next] === "\t")) next += 1;
  if (next >= end || text[next] === "\n") return true;
  if (hangs(text, lineStart, lineEnd)) return false;
  if (isHan(text[next])) return true;
  const stop = text.slice(next, end).indexOf("\n");
  const opens = opensRequest(text, next, stop === -1 ? end : next + stop);
  if (/[a-z]/.test(raw[next] ?? "")) return opens && lineEnd - lineStart < WRAPPED;
  return opens || lineEnd - lineStart < WRAPPED;
}

function opensRequest(text: string, at: number, end: number): boolean {
  const head = readHead(text, at, end);
  return head.explicit || head.asked || head.framed || imperativeAt(text, head.body, end) !== null;
}
