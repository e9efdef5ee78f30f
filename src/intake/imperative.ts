/** Finds out whether a clause asks for something to be done: a verb in its base form at the front, with what it acts on. */

import { isHan } from "./normal.ts";
import { stick } from "./sticky.ts";
import { HAN_FACT, HAN_PREPOSITION, HAN_SHORT, HAN_VERBS, NEEDS, PARTICLES, STRONG, WEAK } from "./verbs.ts";

export interface Verb {
  word: string;
  /** Place after the verb and its particles. */
  end: number;
  /** As often a noun or an adjective. */
  weak: boolean;
}

const WORD = /[a-z][a-z']*(?:-[a-z]+)*/y;
const NEXT_WORD = /\s+([a-z][a-z'-]*|\d[\w.]*|[\uE000-\uE003]+|[^\s\w])/y;
const NOT_VERBS = new Set([
  "resize",
  "size",
  "prize",
  "noise",
  "otherwise",
  "likewise",
  "enterprise",
  "precise",
  "rise",
  "wise",
  "promise",
  "exercise",
  "premise",
  "franchise",
]);
/** After a verb in front they show that it is one: a noun would be followed by something else. */
const OPENS_OBJECT =
  /^(?:the|a|an|this|that|these|those|my|our|your|their|its|his|her|all|any|some|every|each|both|no|another|me|us|it|them|whether|if|how|why|what|which|where|who|when|\d.*|#.*|[\uE000-\uE003]+)$/;
const FINITE =
  /^(?:is|are|was|were|has|had|have|isn't|aren't|wasn't|weren't|hasn't|will|would|should|can|could|may|might|must|did|does|didn't|doesn't|don't|can't|won't|looks|looked|seems|works|worked|fails|failed|passes|passed|broke|breaks|crashed|continues|went|came|finished|succeeded|needs|takes|took|hangs|hung|appears|feels|got|gets|sounds|keeps|done|completed|ready|reached|broken|achieved)$/;
/** After a plural these are finite too: "Test results look good". */
const PLURAL_FINITE = /^(?:look|work|fail|pass|seem|need|break|crash|take|keep|hang|appear|go|come)$/;
/** "Review of the PR", "change in plans": here the word was a noun. */
const NOUN_COMPLEMENT = /\s+(?:of|about|in)\b/y;
const PHRASAL_IN = new Set(["log", "check", "fill", "sign", "drop", "pin", "lock", "think", "talk"]);
const HAN_ADVERB =
  /(?:重新|尽快|尽量|马上|立即|立刻|再次|全面|仔细|认真|彻底|自动|批量|手动|一起|继续|进一步|逐步|单独|顺便|赶紧|优先)+/y;
/** "Check login works": these take a whole clause, so only a finite verb right after them speaks against a request. */
const TAKES_CLAUSE = new Set(["check", "show", "see"]);
/** Objects that only point at something said before. */
const POINTER = /^(?:it|them|him|her|that|this|these|those|one|so)$/;
const AFTER_POINTER =
  /^(?:and|or|to|on|in|at|for|with|from|by|as|into|again|too|please|now|up|out|off|back|over|through|when|if|before|after|until|[^\w]|$)/;

/** The verb that stands at `at`, if one does. */
export function verbAt(text: string, at: number, end: number): Verb | null {
  if (isHan(text[at])) return hanVerbAt(text, at, end);
  const found = stick(WORD, text, at);
  if (found === null || at + found[0].length > end) return null;
  const word = found[0];
  const stop = at + word.length;
  const following = text[stop];
  if (following !== undefined && /[\w.@/\\=:_]/.test(following) && !/[.:](?:\s|$)/.test(text.slice(stop, stop + 2)))
    return null;
  const strong = isStrong(word);
  if (!strong && !WEAK.has(word)) return null;
  const need = NEEDS.get(word);
  if (need !== undefined && stick(need, text, stop) === null) return null;
  return { word, end: skipParticles(text, stop, end), weak: !strong };
}

function isStrong(word: string): boolean {
  if (STRONG.has(word)) return true;
  if (NOT_VERBS.has(word) || WEAK.has(word)) return false;
  const bare = /^(?:re|de|un|pre|auto|cross|double|over|self|dis|mis)-?(.{3,})$/.exec(word)?.[1];
  if (bare !== undefined && (STRONG.has(bare) || (WEAK.has(bare) && word.startsWith("re-")))) return true;
  return /^[a-z]{3,}(?:ify|i[sz]e)$/.test(word);
}

function skipParticles(text: string, at: number, end: number): number {
  const found = stick(NEXT_WORD, text, at);
  const word = found?.[1];
  if (found === null || word === undefined || at + found[0].length > end || !PARTICLES.has(word)) return at;
  return at + found[0].length;
}

/** Chinese: the longest known verb; a short one only where it cannot be part of another word. */
function hanVerbAt(text: string, at: number, end: number): Verb | null {
  for (let length = 4; length >= 2; length -= 1) {
    const word = text.slice(at, at + length);
    if (at + length <= end && HAN_VERBS.has(word)) return { word, end: at + length, weak: false };
  }
  const short = stick(HAN_SHORT, text, at);
  if (short !== null) return { word: short[0], end: at + 1, weak: false };
  return stick(HAN_PREPOSITION, text, at) === null ? null : verbBehind(text, at + 1, end);
}

/** The first verb within the reach of a preposition. */
function verbBehind(text: string, from: number, end: number): Verb | null {
  const stop = Math.min(end, from + HAN_REACH);
  for (let at = from + 1; at < stop && !/[,;。!?\n:]/.test(text[at] ?? "\n"); at += 1) {
    if (!isHan(text[at]) || stick(HAN_PREPOSITION, text, at) !== null) continue;
    const verb = hanVerbAt(text, at, end);
    if (verb !== null) return verb;
  }
  return null;
}

/** The verb of a clause that begins at `at` and asks for something; null for statements and everything else. */
export function imperativeAt(text: string, at: number, end: number): Verb | null {
  const place = skipAdverb(text, at);
  const verb = verbAt(text, place, end);
  if (verb === null) return null;
  if (isHan(text[place])) return statesFact(text, verb, end) ? null : verb;
  const after = place + verb.word.length;
  const noun = verb.weak && stick(NOUN_COMPLEMENT, text, after) !== null && !PHRASAL_IN.has(verb.word);
  return noun || readsAsStatement(text, after, end, verb.weak && !TAKES_CLAUSE.has(verb.word) ? 4 : 1) ? null : verb;
}

/** "carefully review", "always run", "重新部署": the adverb is no obstacle. */
function skipAdverb(text: string, at: number): number {
  if (isHan(text[at])) return at + (stick(HAN_ADVERB, text, at)?.[0].length ?? 0);
  const adverb = stick(/(?:[a-z]{3,}ly|always|also|just|please)\s+(?=[a-z])/y, text, at);
  return adverb === null ||
    /^(?:reply|apply|supply|multiply|assembly|imply|rely|ally|comply|only|early|daily|weekly|monthly|nightly|family|july|anomaly)\s/.test(
      adverb[0],
    )
    ? at
    : at + adverb[0].length;
}

/** So far behind a preposition the verb may stand. */
const HAN_REACH = 20;
/** "更新文档了" is a fact; at the end of something longer 了 belongs to a part of it. */
const SHORT_FACT = 10;

function statesFact(text: string, verb: Verb, end: number): boolean {
  if (stick(HAN_FACT, text, verb.end) !== null && verb.end < end) return true;
  if (end - verb.end > SHORT_FACT) return false;
  const tail = text.slice(verb.end, end).replace(/[\s。.!,;~…]+$/, "");
  return /(?<![为成除掉])了$/.test(tail) || /(?:失败|出错|坏了|报错)$/.test(tail);
}

/** "Build is red", "Fix works", "Release notes are out": a finite verb follows before anything opens an object. */
function readsAsStatement(text: string, at: number, end: number, reach: number): boolean {
  let place = at;
  for (let count = 0; count < reach; count += 1) {
    const found = stick(NEXT_WORD, text, place);
    const word = found?.[1];
    if (found === null || word === undefined || place + found[0].length > end) return false;
    if (OPENS_OBJECT.test(word) && !/^\d/.test(word)) return false;
    if (FINITE.test(word) || (PLURAL_FINITE.test(word) && /s\s*$/.test(text.slice(at, place)))) return true;
    place += found[0].length;
  }
  return false;
}

/** Whether a clause after a bare "and" or comma can stand as a task of its own. */
export function standsAlone(text: string, at: number, end: number): boolean {
  const verb = imperativeAt(text, at, end);
  if (verb === null || !hasOwnObject(text, verb, end)) return false;
  if (!verb.weak) return true;
  const direct = stick(NEXT_WORD, text, skipAdverb(text, at) + verb.word.length)?.[1] ?? "";
  if (/^(?:for|with|at|in|from|of|about)$/.test(direct)) return false;
  const word = stick(NEXT_WORD, text, verb.end)?.[1] ?? "";
  return OPENS_OBJECT.test(word) || /^(?:on|against|to|into)$/.test(direct) || opensName(text, verb.end, end);
}

/** Whether the verb acts on something that the clause names itself, not on "it". */
export function hasOwnObject(text: string, verb: Verb, end: number): boolean {
  if (isHan(text[verb.end - 1])) return hanObject(text, verb, end);
  const found = stick(NEXT_WORD, text, verb.end);
  const word = found?.[1];
  if (found === null || word === undefined || verb.end + found[0].length > end || /^[.,;!?]$/.test(word)) return false;
  return !pointsBack(text, word, verb.end + found[0].length, end);
}

/** "review PR 12", "close issue 5", "test version 2": a name with a number after the verb. */
function opensName(text: string, at: number, end: number): boolean {
  const found = stick(
    /\s+(?:pr|prs|issue|issues|pull request|ticket|version|v|branch|chapter|section|part|step|page)\s*#?\d/y,
    text,
    at,
  );
  return found !== null && at + found[0].length <= end;
}

function pointsBack(text: string, word: string, after: number, end: number): boolean {
  if (!POINTER.test(word)) return false;
  if (/^(?:it|them|him|her|so)$/.test(word)) return true;
  return AFTER_POINTER.test(text.slice(after, Math.min(end, after + 12)).trimStart());
}

function hanObject(text: string, verb: Verb, end: number): boolean {
  const rest = text.slice(verb.end, Math.min(end, verb.end + 12)).replace(/^[\s一下个]+/, "");
  return !/^(?:$|[,;。!?、.]|它|他们|她|这个?[,。]|并|和|后|吧|$)/.test(rest);
}

/** Whether something stands between the verb(s) at the front and `end`: "build and" has nothing, "fix the bug and" has. */
export function hasObject(text: string, at: number, end: number): boolean {
  let place = skipAdverb(text, at);
  for (let verb = verbAt(text, place, end); verb !== null; verb = verbAt(text, place, end)) {
    const between = stick(/\s*(?:,|\/|、|\band\b|\bor\b|&|并|和|与|及)?\s*(?:\b(?:and|or)\b\s*)?/y, text, verb.end);
    const next = verb.end + (between?.[0].length ?? 0);
    if (next >= end) return false;
    if (verbAt(text, next, end) === null || !/[,/&、并和与及]|and|or/.test(between?.[0] ?? "")) return true;
    place = next;
  }
  return place < end && text.slice(place, end).trim() !== "";
}
