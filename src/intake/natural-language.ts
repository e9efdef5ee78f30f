/** Hears the natural-language triggers: project start, progress, pause, end, milestone, in English and Chinese. */
import {
  ASKED,
  DENIED_AFTER,
  DENIED_BEFORE,
  LEADS_IN,
  MENTIONED,
  OPEN_BEFORE,
  type TriggerWord,
  WELCOME,
  WORDS,
} from "./natural-words.ts";
import type { Span, Tongue, Trigger } from "./types.ts";

/** Order in which the categories are answered. */
const ORDER: readonly Trigger[] = ["start", "progress", "pause", "end", "milestone"];
/** So far around a hit its denial may stand. */
const REACH = 60;

interface Hit extends Span {
  word: TriggerWord;
}

/** Both, where nobody chose. */
export const ALL_TONGUES: readonly Tongue[] = ["en", "zh-CN"];

/** A trigger that counts: where it stands, and what it is about. */
export interface Heard extends Span {
  readonly categories: readonly Trigger[];
}

/** The triggers that count in `text`, in their order. Protected text and tasks must be painted over before. */
export function triggerHits(text: string, tongues: readonly Tongue[] = ALL_TONGUES): Heard[] {
  return counted(text, tongues)
    .filter((hit) => holds(text, hit))
    .map(({ start, end, word }) => ({ start, end, categories: word.categories }));
}

/** The categories that `text` speaks of. Protected text and tasks must be painted over before. */
export function triggersIn(text: string, tongues: readonly Tongue[] = ALL_TONGUES): Trigger[] {
  const categories = new Set(triggerHits(text, tongues).flatMap((hit) => hit.categories));
  return ORDER.filter((category) => categories.has(category));
}

/** Whether a text opens with such a trigger: then it is said to the tool, and no task that somebody describes. */
export function opensWithTrigger(text: string, tongues: readonly Tongue[] = ALL_TONGUES): boolean {
  const [first] = triggerHits(text, tongues);
  return first !== undefined && first.start < REACH && LEADS_IN.test(text.slice(0, first.start));
}

/** A word hides shorter ones that overlap it, also those of the other language. */
function counted(text: string, tongues: readonly Tongue[]): Hit[] {
  if (tongues.length === 0) return [];
  const all = longest(WORDS.flatMap((word) => hits(text, word)));
  return all.filter(({ word }) => word.language === undefined || tongues.includes(word.language));
}

function hits(text: string, word: TriggerWord): Hit[] {
  return [...text.matchAll(word.pattern)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    word,
  }));
}

/** Of hits that overlap the longest counts: in "stage done" only the stage is news. */
function longest(all: Hit[]): Hit[] {
  const sorted = all.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Hit[] = [];
  for (const hit of sorted) {
    const last = kept.at(-1);
    const same = last !== undefined && hit.start === last.start && hit.end === last.end;
    if (last === undefined || hit.start >= last.end || same) kept.push(hit);
    else if (hit.end - hit.start > last.end - last.start) kept[kept.length - 1] = hit;
  }
  return kept;
}

/** Whether the words around a hit leave it standing. */
function holds(text: string, hit: Hit): boolean {
  const clause =
    text
      .slice(Math.max(0, hit.start - REACH), hit.start)
      .split(/[.,;!?。\n]/)
      .at(-1) ?? "";
  const after = text.slice(hit.end, hit.end + REACH);
  if (DENIED_BEFORE.en.test(clause) || DENIED_BEFORE.zh.test(clause)) return false;
  if (/^see/.test(text.slice(hit.start, hit.start + 3)) && seesSomething(clause, after)) return false;
  if (hit.word.categories.includes("end") && MENTIONED.test(after)) return false;
  if (hit.word.claims !== true) return true;
  if (DENIED_AFTER.test(after) || OPEN_BEFORE.en.test(clause) || OPEN_BEFORE.zh.test(clause)) return false;
  return !asked(text, hit);
}

/** "I see you changed the parser" takes no leave. */
function seesSomething(clause: string, after: string): boolean {
  if (WELCOME.test(clause)) return true;
  return (
    /(?:\bi|\bwe|\bcan|\bto|\bcould|\bdidn't|\bglad to|\bnice to|\bgood to)\s+$/.test(clause) &&
    !/^\s*(?:later|soon|tomorrow|around|next|again|then|on|in|at|[.!,]|$)/.test(after)
  );
}

/** The hit stands in a question. */
function asked(text: string, hit: Hit): boolean {
  const before =
    text
      .slice(Math.max(0, hit.start - 2 * REACH), hit.start)
      .split(/[.;!?。\n]/)
      .at(-1) ?? "";
  const end = /[.;!?。\n]/.exec(text.slice(hit.end, hit.end + 2 * REACH))?.[0];
  return (
    (end === "?" && (ASKED.test(before) || /[\u4e00-\u9fff]/.test(before) || before.trim() === "")) ||
    /^\s*(?:吗|了吗|了没)/.test(text.slice(hit.end, hit.end + 4))
  );
}
