/** Tells whether two failures are the same one: their words without what changes from try to try. */

/**
 * The words of a failure without times, numbers, object names, temporary places and the attempt's own token.
 * Two attempts with the same signature failed in the same way.
 */
export function failureSignature(words: string, token = ""): string {
  const withoutToken = token === "" ? words : words.replaceAll(token, "");
  return withoutToken
    .slice(0, 4_000)
    .toLowerCase()
    .replace(/(?:\/private)?\/(?:tmp|var\/tmp|var\/folders)\/[^\s:;,'"`)\]]*/g, " ")
    .replace(/\b[a-z]:\\[^\s;,'"`)\]]*/g, " ")
    .replace(/\b(?:0x)?[0-9a-f]{7,}\b/g, " ")
    .replace(/\d+(?:[.,:]\d+)*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
