/** Text of agents and programs made fit to be kept in the queue: no control characters, short, cut between words. */

/** The most UTF-16 units of one result, reason or complaint that the queue keeps. */
export const MAX_KEPT = 2_000;
/** The most UTF-16 units of a sentence that stands in a message. */
export const MAX_SENTENCE = 300;

/** Colours and titles of terminals. No two parts can match the same text, so matching is linear. */
const SEQUENCE = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]/g;
/** Controls except line feed and tab, and the characters that turn the reading direction or hide text. */
const UNSEEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const HALF_CHARACTER = /\p{Surrogate}/gu;

/** The text without control characters; line ends become `\n`, tabs stay. */
export function plainText(text: string): string {
  return text
    .replace(SEQUENCE, "")
    .replace(/\r\n?|[\u2028\u2029\x85\v\f]/g, "\n")
    .replace(UNSEEN, "")
    .replace(HALF_CHARACTER, "\ufffd");
}

/** The text's words on one line. */
export function onOneLine(text: string): string {
  return plainText(text).replace(/\s+/g, " ").trim();
}

/** Where to cut so that a word stays whole, unless the word itself is longer than a fifth of the limit. */
function cutBefore(text: string, limit: number): string {
  const room = text.slice(0, limit);
  const space = Math.max(room.lastIndexOf(" "), room.lastIndexOf("\n"));
  const cut = space > limit * 0.8 ? room.slice(0, space) : room;
  return cut.replace(/[\ud800-\udbff]$/, "").trimEnd();
}

/** The beginning of a text, at most `limit` units; what was cut shows as ` …`. Control characters are stripped. */
export function shortened(text: string, limit: number = MAX_KEPT): string {
  const plain = plainText(text.slice(0, limit * 4)).trim();
  return plain.length <= limit ? plain : `${cutBefore(plain, limit - 2)} …`;
}

/** The end of a text, at most `limit` units: what a program printed last says most. */
export function ending(text: string, limit: number = MAX_KEPT): string {
  const plain = plainText(text.slice(-limit * 4)).trim();
  if (plain.length <= limit) return plain;
  const room = plain.slice(-(limit - 2));
  const space = room.search(/\s/);
  return `… ${(space >= 0 && space < limit * 0.2 ? room.slice(space) : room.replace(/^[\udc00-\udfff]/, "")).trimStart()}`;
}

/** The first sentence of a text, on one line. */
export function firstSentence(text: string, limit: number = MAX_SENTENCE): string {
  const line = plainText(text.slice(0, limit * 8))
    .split("\n")
    .map((part) => part.trim())
    .find((part) => /[\p{L}\p{N}]/u.test(part));
  const words = (line ?? "").replace(/^(?:#{1,6}|[-*•>])\s+/, "");
  const end = /[.!?](?=\s)|[。！？]/.exec(words);
  return shortened(onOneLine(end === null ? words : words.slice(0, end.index + 1)), limit);
}
