/** Recognises "add task: …" and "my tasks: …", and tells them from requests that only look so ("add task sorting"). */
import { ADD, LABELLED, LISTED, QUEUED, WRAPPED } from "./explicit-words.ts";
import { imperativeAt, standsAlone } from "./imperative.ts";
import { isHan, QUOTED } from "./normal.ts";
import { stick } from "./sticky.ts";
import { tongues } from "./tongue.ts";
import type { Span } from "./types.ts";

export interface Explicit {
  /** Where what is to be added begins. */
  end: number;
  plural: boolean;
  /** List framing or delegation: a trigger on the command line, talk in a comment. */
  listed: boolean;
}

const LONGEST_TAIL = 60;
const BREAK = /\s*(?:[:：]|[-–—](?=\s)|->)\s*|\s*[.!?]*[ \t]*(?=\n|$)/y;
const LIST_BREAK = /\s*[:?]\s*|[ \t]*(?=\n)/y;
const PLURAL =
  /\b(?:tasks|todos|to-dos|items|these|those|following|things|all|list|below)\b|这些|以下|下列|下面|如下|几|一些|列表|清单|[二三四五六两]|\b(?:two|three|four|five|six|several|\d+)\b/;

/** The explicit opening at `at`; null when there is none. */
export function explicitAt(text: string, at: number, end: number): Explicit | null {
  for (const pattern of tongues(LABELLED, text, at)) {
    const found = stick(pattern, text, at);
    if (found !== null) return ending(found[0], at + found[0].length, false);
  }
  for (const pattern of tongues(ADD, text, at).flat()) {
    const found = stick(pattern, text, at);
    const after = found === null ? null : added(text, at + found[0].length, end);
    if (found !== null && after !== null) return ending(found[0], after, false);
  }
  for (const pattern of tongues(QUEUED, text, at).flat()) {
    const found = stick(pattern, text, at);
    const after = found === null ? null : broken(text, at + found[0].length, end, BREAK);
    if (found !== null && after !== null) return ending(found[0], after, false);
  }
  for (const pattern of tongues(LISTED, text, at).flat()) {
    const found = stick(pattern, text, at);
    if (found === null || found[0].trim() === "") continue;
    const after = broken(text, at + found[0].length, end, LIST_BREAK);
    if (after !== null) return { ...ending(found[0], after, true), plural: true };
  }
  return null;
}

function ending(opening: string, end: number, listed: boolean): Explicit {
  return { end, plural: PLURAL.test(opening), listed };
}

function broken(text: string, at: number, end: number, pattern: RegExp): number | null {
  const found = stick(pattern, text, at);
  if (found === null) return null;
  const inside = at + found[0].trimEnd().length <= end;
  return inside ? Math.max(at, Math.min(at + found[0].length, end)) : null;
}

/** The request inside "add <request> to the queue"; null when the sentence is none of that form. */
export function wrappedIn(text: string, at: number, end: number): Span | null {
  for (const { before, after } of tongues(WRAPPED, text, at)) {
    const opening = stick(before, text, at);
    if (opening === null) continue;
    const start = at + opening[0].length;
    const tail = text.slice(Math.max(start, end - LONGEST_TAIL), end);
    const closing = after.exec(tail);
    if (closing === null) continue;
    const stop = end - tail.length + closing.index;
    const request = text[start] === QUOTED || imperativeAt(text, start, stop) !== null;
    if (stop > start && request) return { start, end: stop };
  }
  return null;
}

/** After "add task": a colon, the end, "to fix …", "fix …", or quoted text; anything else was no trigger. */
function added(text: string, at: number, end: number): number | null {
  const direct = broken(text, at, end, BREAK);
  if (direct !== null) return direct;
  const linked = stick(/\s+(?:to|that|which|so that you)\s+|\s*,\s*(?:please\s+|which is to\s+)?/y, text, at);
  if (linked !== null && imperativeAt(text, at + linked[0].length, end) !== null) return at + linked[0].length;
  const named = stick(/\s+(?:called|named|titled|for|about|saying)\s+|\s*(?:叫做?|名为|内容是|是)\s*/y, text, at);
  if (named !== null) return at + named[0].length;
  const space = stick(/\s*/y, text, at)?.[0].length ?? 0;
  if (text[at + space] === QUOTED) return at + space;
  const verb = imperativeAt(text, at + space, end);
  if (verb === null || (space === 0 && !isHan(text[at]))) return null;
  return !verb.weak || standsAlone(text, at + space, end) ? at + space : null;
}
