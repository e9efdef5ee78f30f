/** Tells sentences that ask for no work: questions, courtesy, talk, a single search or reminder. */

import {
  ASKS_TO_TELL,
  CLOSING,
  COURTESY,
  OUR_OWN,
  QUESTION,
  QUESTION_TAIL,
  REMINDER,
  SEARCH,
  TALK,
} from "./negative-words.ts";
import { stick } from "./sticky.ts";
import { type Bilingual, tongues } from "./tongue.ts";

/** Longest sentence that may be nothing but courtesy. */
const COURTESY_LENGTH = 120;

/** Thanks, greetings, "let me know". */
export function isCourtesy(text: string, start: number, end: number): boolean {
  if (meets(CLOSING, text, start)) return true;
  if (end - start > COURTESY_LENGTH) return false;
  if (/[\uE000-\uE003]/.test(text.slice(start, end))) return false;
  const sentence = text
    .slice(start, end)
    .replace(/[^\p{L}\p{N}\s'+:;)!,.-]/gu, " ")
    .trim();
  return sentence === "" || COURTESY.en.test(sentence) || COURTESY.zh.test(sentence);
}

/** A question in form; whether somebody is asked to act is the head's business. */
export function isQuestion(text: string, start: number, end: number): boolean {
  if (meets(QUESTION, text, start)) return true;
  const tail = text.slice(Math.max(start, end - 20), end);
  return /\?["')\]」”]*\s*$/.test(tail) || QUESTION_TAIL.test(tail);
}

/** "tell me what time it is": the answer is a sentence. */
export function asksToTell(text: string, start: number, end: number): boolean {
  return end > start && meets(ASKS_TO_TELL, text, start);
}

/** "google X", "remind me in 20 min": one of them alone is no task. */
export function isErrand(text: string, start: number, end: number): boolean {
  if (meets(REMINDER, text, start)) return true;
  return meets(SEARCH, text, start) && !OUR_OWN.test(text.slice(start, Math.min(end, start + 200)));
}

/** "save progress", "start project X", "retry everything": said to the tool, not about work. */
export function isTalk(text: string, start: number): boolean {
  return meets(TALK, text, start);
}

function meets(patterns: Bilingual<RegExp>, text: string, at: number): boolean {
  return tongues(patterns, text, at).some((pattern) => stick(pattern, text, at) !== null);
}
