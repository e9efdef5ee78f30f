/** Tasks in a row behind a plural opening: "add these tasks: login, docs; deploy". */
import { requests } from "./clauses.ts";
import { imperativeAt } from "./imperative.ts";
import type { Span } from "./types.ts";

const SEMICOLON = /;\s*(?:and\s+)?/g;
const COMMA = /,\s*(?:(?:and\s+then|and|then)\s+)?|、\s*/g;
const ANY = /,\s*(?:(?:and\s+then|and|then)\s+)?|、\s*|\s(?:and|then)\s+|(?:和|以及|还有|与)/g;

/** Semicolons separate always; commas where they part requests, or where no request is meant to take several objects. */
export function row(text: string, start: number, end: number): Span[] {
  const semicolons = pieces(text, start, end, SEMICOLON);
  if (semicolons.length > 1) return semicolons;
  const asked = imperativeAt(text, start, end) !== null;
  const pattern = asked ? COMMA : ANY;
  const parts = pieces(text, start, end, pattern);
  if (parts.length > 1 && (!asked || allAsk(text, parts))) return parts;
  const loose = pieces(text, start, end, ANY);
  return loose.length > 1 && allAsk(text, loose) ? loose : requests(text, start, end);
}

/** Every part is a request with something to act on. */
function allAsk(text: string, parts: readonly Span[]): boolean {
  return parts.every(({ start, end }) => imperativeAt(text, start, end) !== null);
}

function pieces(text: string, start: number, end: number, separator: RegExp): Span[] {
  const spans: Span[] = [];
  let from = start;
  for (const hit of text.slice(start, end).matchAll(separator)) {
    if (start + hit.index > from) spans.push({ start: from, end: start + hit.index });
    from = start + hit.index + hit[0].length;
  }
  if (from < end) spans.push({ start: from, end });
  return spans.filter((span) => text.slice(span.start, span.end).trim() !== "");
}
