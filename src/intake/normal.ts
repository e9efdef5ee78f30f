/**
 * Text as the rules see it: every character keeps its place, so that a match found here can be cut from the original.
 * Full-width forms become ASCII, the dashes one hyphen, odd spaces one space, and A-Z lower case.
 */

/** Stand-ins for protected text; they never occur in normalised text by themselves. */
export const CODE = "\uE000";
export const QUOTED = "\uE001";
export const ASIDE = "\uE002";
export const ATOM = "\uE003";

const ODD =
  /[A-Z\0\u00A0\u00AD\u2000-\u200F\u2010-\u2015\u2018\u2019\u2028-\u202E\u2060-\u2064\u2212\u3000\uE000-\uE003\uFE58\uFE63\uFEFF\uFF01-\uFF5E]/g;
const DASH = /[\u2010-\u2015\u2212\uFE58\uFE63]/;

/** The same text, of the same length, in the one form that the rules are written for. */
export function normalise(text: string): string {
  return text
    .replace(ODD, plain)
    .replace(/\r(?!\n)/g, "\n")
    .replaceAll("\r", " ");
}

function plain(character: string): string {
  if (character >= "A" && character <= "Z") return character.toLowerCase();
  if (character >= "\uFF01" && character <= "\uFF5E") {
    return String.fromCharCode(character.charCodeAt(0) - 0xfee0).toLowerCase();
  }
  if (DASH.test(character)) return "-";
  if (character === "\u2018" || character === "\u2019") return "'";
  return " ";
}

/** Whether the character is written without spaces between words (Han, kana). */
export function isHan(character: string | undefined): boolean {
  return character !== undefined && /[\u3040-\u30FF\u3400-\u9FFF\uF900-\uFAFF]/.test(character);
}
