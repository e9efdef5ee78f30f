/** Recognises status checks: "show tasks", "what's in the queue?", "查看任务". */

import { CLOSING, JOINED, NOUN_ALONE, OPENING, STATUS } from "./status-words.ts";
import { stick } from "./sticky.ts";

/** Both languages everywhere: "T-02 状态" begins in one and ends in the other. */
const PATTERNS: readonly RegExp[] = [...STATUS.en, ...STATUS.zh];

/** End of the status check that begins at `start`, its punctuation left out; null when there is none. */
export function statusAt(text: string, start: number, end: number): number | null {
  let from = start;
  while (from < end && /\s/.test(text[from] ?? "")) from += 1;
  const body = from + (stick(OPENING, text, from)?.[0].length ?? 0);
  for (const at of body === from ? [from] : [body, from]) {
    const found = PATTERNS.map((pattern) => matched(pattern, text, at, end)).filter((place) => place !== null);
    if (found.length > 0) return Math.max(...found);
  }
  return null;
}

function matched(pattern: RegExp, text: string, at: number, end: number): number | null {
  const found = stick(pattern, text, at);
  if (found === null || found[0] === "") return null;
  const stop = at + found[0].length;
  const closed = stick(CLOSING, text, stop) !== null || stop >= end || stick(JOINED, text, stop) !== null;
  return stop <= end && closed ? stop : null;
}

/** Whether a whole message is nothing but the name of the list. */
export function isNounAlone(text: string): boolean {
  const body = text
    .trim()
    .replace(/^[/@]ltpm\s*/, "")
    .replace(/^\//, "");
  const found = stick(NOUN_ALONE, body, 0);
  return found !== null && /^[\s.?!。]*$/.test(body.slice(found[0].length));
}
