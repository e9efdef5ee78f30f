/** What a message said that is to be recorded: the words behind its triggers, as they were written. Pure. */
import { addressedAt } from "./address.ts";
import { leftOver } from "./intake.ts";
import { type Heard, triggerHits } from "./natural-language.ts";
import { ASKS_FOR, COMMAND, ENDS_IN_QUESTION, NAMED, SAID_BEHIND } from "./spoken-words.ts";
import type { Source, Span, SpokenWord, Tongue, Trigger } from "./types.ts";

/** A message that is no longer than this is recorded whole; of a longer one the sentences that hold a trigger. */
const SHORT = 280;
/** More in one message are a list of something else. */
const MOST_MILESTONES = 5;

/** The languages whose triggers count, by the project's setting `natural_language`. */
export function tonguesOf(setting: {
  readonly enabled: boolean;
  readonly languages: readonly Tongue[];
}): readonly Tongue[] {
  return setting.enabled ? setting.languages : [];
}

interface Sentence extends Span {
  readonly hits: readonly Heard[];
  readonly asks: boolean;
}

/**
 * What is to be recorded of a message: `categories` as intake gave them for it, `id` the same for the same message. Progress, pause and
 * end give one checkpoint with what was said; each milestone gives one with the words behind it. Questions give nothing.
 */
export function spokenWords(
  text: string,
  categories: readonly Trigger[],
  id: string,
  source: Source = "issue_comment",
): SpokenWord[] {
  if (!categories.some((category) => category !== "start")) return [];
  const left = leftOver(text, source);
  const wanted = (hit: Heard) => hit.categories.some((category) => categories.includes(category));
  const sentences = sentencesOf(left, triggerHits(left).filter(wanted)).filter(
    (sentence) => !sentence.asks && (sentence.hits.length > 0 || !holdsTask(text, left, sentence)),
  );
  const milestones = sentences.filter((sentence) => milestoneHit(sentence) !== undefined).slice(0, MOST_MILESTONES);
  const borrowed = new Set(milestones.flatMap((sentence) => wordsNextTo(left, sentence, sentences) ?? []));
  const others = sentences
    .filter((sentence) => !borrowed.has(sentence))
    .flatMap((sentence) => (milestoneHit(sentence) === undefined ? [sentence] : farewellIn(sentence)));
  const words = milestones.map((sentence, index): SpokenWord => {
    const next = wordsNextTo(left, sentence, sentences);
    const achieved = next === null ? achievedIn(text, left, sentence) : text.slice(next.start, next.end);
    return { kind: "milestone", id: `${id}.milestone${index === 0 ? "" : `-${index + 1}`}`, text: achieved };
  });
  if (!others.some(({ hits }) => hits.length > 0)) return words;
  return [...words, { kind: "checkpoint", id: `${id}.checkpoint`, text: toldIn(text, others) }];
}

/** Whether every trigger of a message stands in a question about it ("what's the progress?"). */
export function onlyAsks(text: string, source: Source = "issue_comment"): boolean {
  const left = leftOver(text, source);
  const sentences = sentencesOf(left, triggerHits(left)).filter(({ hits }) => hits.length > 0);
  return sentences.length > 0 && sentences.every(({ asks }) => asks);
}

function milestoneHit({ hits }: Sentence): Heard | undefined {
  return hits.find((hit) => hit.categories.includes("milestone"));
}

/** The sentences with something in them, each trimmed. What was painted over is no part of one at its edges. */
function sentencesOf(left: string, hits: readonly Heard[]): Sentence[] {
  const sentences: Sentence[] = [];
  const said = addressedAt(left, Math.max(0, left.search(/\S/))) ?? 0;
  let start = 0;
  let next = 0;
  for (const stop of left.matchAll(/[.!?;。]+(?=\s|$|[\u3400-\u9fff])|\n|$/g)) {
    const end = stop.index + stop[0].length;
    const own: Heard[] = [];
    for (let hit = hits[next]; hit !== undefined && hit.start < end; hit = hits[next]) {
      own.push(hit);
      next += 1;
    }
    const span = trimmed(left, Math.max(start, said), end);
    const asks = isQuestion(left.slice(span.start, span.end));
    if (span.start < span.end) sentences.push({ ...span, hits: own, asks });
    start = end;
  }
  return sentences;
}

/** A task was painted over with full stops. */
function holdsTask(text: string, left: string, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) if (left[at] === "." && text[at] !== "." && text[at] !== "\uff0e") return true;
  return false;
}

function trimmed(left: string, start: number, end: number): Span {
  const text = left.slice(start, end);
  const from = text.search(/[^\s.,;:!?。-]/);
  return from === -1 ? { start: end, end } : { start: start + from, end: start + text.trimEnd().length };
}

function isQuestion(text: string): boolean {
  return ENDS_IN_QUESTION.test(text) || ASKS_FOR.test(text);
}

/** The end of a sentence that tells of a milestone and then takes leave: "milestone: parser done, see you tomorrow". */
function farewellIn(sentence: Sentence): Sentence[] {
  const last = sentence.hits.findLast((hit) => hit.categories.includes("milestone"));
  const leave = (hit: Heard) => hit.categories.includes("pause") || hit.categories.includes("end");
  const hits = sentence.hits.filter((hit) => hit.start >= (last?.end ?? 0) && leave(hit));
  const [first] = hits;
  return first === undefined ? [] : [{ ...sentence, start: first.start, hits }];
}

/** Where a sentence ends that goes on to take leave; commas and "and" before that are no part of what was achieved. */
function endOfNews(left: string, sentence: Sentence): number {
  const leave = farewellIn(sentence)[0]?.start;
  if (leave === undefined) return sentence.end;
  const before = left.slice(sentence.start, leave);
  const tail = /(?:[\s,;](?:and|so|then|now))?[\s,;]*$/.exec(before)?.[0].length ?? 0;
  return leave - tail;
}

/** The words behind "milestone:" or a quick command, else the sentence. */
function achievedIn(text: string, left: string, sentence: Sentence): string {
  const hit = milestoneHit(sentence);
  const end = endOfNews(left, sentence);
  const trigger = hit === undefined ? "" : left.slice(hit.start, hit.end);
  if (hit !== undefined && COMMAND.test(trigger)) return text.slice(hit.end, end).trim() || trigger.replace("/", "");
  const behind = hit !== undefined && NAMED.test(trigger) ? SAID_BEHIND.exec(left.slice(hit.end, end)) : null;
  const from = hit === undefined || behind === null ? sentence.start : hit.end + behind[0].length;
  return text.slice(from, end).trim();
}

/** "Milestone! The parser is done.": the sentence behind one that says nothing but the word; null where there is none, or no need. */
function wordsNextTo(left: string, sentence: Sentence, sentences: readonly Sentence[]): Sentence | null {
  const hit = milestoneHit(sentence);
  if (hit === undefined || !NAMED.test(left.slice(hit.start, hit.end))) return null;
  const rest = left.slice(sentence.start, hit.start) + left.slice(hit.end, sentence.end);
  if (/[^\s.,:;!?。~-]/.test(rest)) return null;
  const next = sentences[sentences.indexOf(sentence) + 1];
  return next === undefined || milestoneHit(next) !== undefined ? null : next;
}

function toldIn(text: string, sentences: readonly Sentence[]): string {
  const join = (parts: readonly Sentence[]) => parts.map((sentence) => wordsOf(text, sentence)).join(" ");
  const all = join(sentences);
  return all.length <= SHORT ? all : join(sentences.filter(({ hits }) => hits.length > 0));
}

/** Without a quick command in front, unless that is all there is. */
function wordsOf(text: string, { start, end, hits }: Sentence): string {
  const [hit] = hits;
  const trigger = hit === undefined ? "" : text.slice(hit.start, hit.end).toLowerCase();
  if (hit === undefined || !COMMAND.test(trigger)) return text.slice(start, end);
  return text.slice(hit.end, end).trim() || trigger.replace("/", "");
}
