/** Splits one sentence that asks for several things into its requests. */
import { readHead } from "./head.ts";
import { JOINT } from "./head-words.ts";
import { hasObject, hasOwnObject, imperativeAt, standsAlone, verbAt } from "./imperative.ts";
import { isHan } from "./normal.ts";
import { stick } from "./sticky.ts";
import type { Span } from "./types.ts";
import { DEPENDENT, HAN_TAKES_CLAUSE } from "./verbs.ts";

/** Before a bare "and" these let the next verb belong to them: "to install X and run Y", "users can log in and pay". */
const OPEN_VERB =
  /\b(?:to|can|could|will|would|must|should|may|might|let|lets|helps?|makes?|don't|not|never|either|both)\s+(?=[a-z])/g;

/** Chinese words that join no more than "and" does. */
const BARE_AND = /^(?:并且?|以及|而且)\s*$/;

interface Joint extends Span {
  /** An order word stood here: the writer says that something new begins. */
  explicit: boolean;
  comma: boolean;
  semicolon: boolean;
  listComma: boolean;
}

/**
 * The requests of the sentence [start, end); `start` stands behind its opening, `body` at its first verb, where that is
 * further on ("When it is green, merge"). Always at least one.
 */
export function requests(text: string, start: number, end: number, body = start): Span[] {
  const parts: Span[] = [];
  const open = openVerbs(text, start, end);
  const all = joints(text, start, end);
  const last = all.at(-1);
  const closes = last !== undefined && standsAlone(text, readHead(text, last.end, end).body, end);
  let [from, next, lastOpen] = [body, 0, -1];
  for (const joint of all) {
    for (; (open[next] ?? end) < joint.start; next += 1) lastOpen = open[next] ?? lastOpen;
    if (joint.start <= from) continue;
    const at = readHead(text, joint.end, end).body;
    const inList = joint.comma && !insideVerb(text, from, joint) && continues(text, at, end, parts.length > 0, closes);
    if (!inList && !splits(text, from, joint, at, end, lastOpen >= from)) continue;
    parts.push({ start: parts.length === 0 ? start : from, end: withoutAnd(text, from, joint.start) });
    from = at;
  }
  parts.push({ start: parts.length === 0 ? start : from, end });
  return parts;
}

/** "Fix it and, if possible, test it": the "and" before the comma goes with the comma. */
function withoutAnd(text: string, start: number, end: number): number {
  const tail = text.slice(Math.max(start, end - 12), end);
  return end - (/\s(?:and|but|then|plus|&)\s*$/.exec(tail)?.[0].length ?? 0);
}

function joints(text: string, start: number, end: number): Joint[] {
  const found: Joint[] = [];
  const slice = text.slice(start, end);
  for (const hit of slice.matchAll(JOINT)) {
    const ordered = Object.values(hit.groups ?? {}).some((group) => group !== undefined);
    found.push({
      start: start + hit.index,
      end: start + hit.index + hit[0].length,
      explicit: (ordered && !BARE_AND.test(hit[0])) || /->|=>|→/.test(hit[0]),
      comma: /^[,;]/.test(hit[0]),
      semicolon: hit[0].startsWith(";"),
      listComma: hit[0].startsWith("、"),
    });
  }
  return found;
}

/** "Buy milk, call mom, and pay rent": between commas less is needed when the row has begun, or ends, with a request. */
function continues(text: string, at: number, end: number, begun: boolean, closes: boolean): boolean {
  const verb = imperativeAt(text, at, end);
  if (verb === null || stick(DEPENDENT, text, at) !== null) return false;
  return (begun && !verb.weak) || (closes && hasOwnObject(text, verb, end));
}

function splits(text: string, from: number, joint: Joint, at: number, end: number, open: boolean): boolean {
  if (at >= end || insideVerb(text, from, joint)) return false;
  if (stick(DEPENDENT, text, at) !== null && !joint.explicit) return false;
  if (!hasObject(text, from, joint.start)) return joint.explicit && opensWithVerb(text, from, joint, at, end);
  if (joint.explicit) return explicitly(text, at, end);
  if (joint.semicolon) return separately(text, at, end);
  if (joint.listComma) return !HAN_TAKES_CLAUSE.test(text.slice(from, from + 4)) && standsAlone(text, at, end);
  if (!standsAlone(text, at, end)) return false;
  return joint.comma || isHan(text[at]) || !open;
}

/** After an order word a weak verb is enough, if it is not the end of a name ("try, catch and finally block"). */
function explicitly(text: string, at: number, end: number): boolean {
  const verb = imperativeAt(text, at, end);
  if (verb === null) return false;
  return !verb.weak || standsAlone(text, at, end) || text.slice(verb.end, Math.min(end, verb.end + 20)).trim() !== "";
}

/** After a semicolon any request is one of its own, unless it points back ("write tests; run them"). */
function separately(text: string, at: number, end: number): boolean {
  const verb = imperativeAt(text, at, end);
  if (verb === null) return false;
  return (
    hasOwnObject(text, verb, end) ||
    (!verb.weak && /^\s*(?:[.,;!?]|$)/.test(text.slice(verb.end, Math.min(end, verb.end + 8))))
  );
}

/** "build, then deploy": no object before the joint, but an order word between two verbs. */
function opensWithVerb(text: string, from: number, joint: Joint, at: number, end: number): boolean {
  const verb = verbAt(text, from, joint.start);
  return (
    verb !== null &&
    !isHan(text[from]) &&
    /then|;|->|after|finally|next/.test(text.slice(joint.start, joint.end)) &&
    explicitly(text, at, end)
  );
}

/** 并 of 合并, 再 of 再次: the joint is a piece of the verb in front. */
function insideVerb(text: string, from: number, joint: Joint): boolean {
  const verb = isHan(text[from]) ? verbAt(text, from, text.length) : null;
  return verb !== null && verb.end > joint.start;
}

/** Places of words that govern the verb after them. */
function openVerbs(text: string, start: number, end: number): number[] {
  return [...text.slice(start, end).matchAll(OPEN_VERB)]
    .filter((hit) => hit[0].trim() !== "to" || verbAt(text, start + hit.index + hit[0].length, end) !== null)
    .map((hit) => start + hit.index);
}
