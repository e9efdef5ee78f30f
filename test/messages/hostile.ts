import fc from "fast-check";

/** What must never reach a terminal from a user's text: controls, bidi and zero-width characters, half characters. */
export const UNSAFE =
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\uffa0\ufff9-\ufffb]|\p{Surrogate}/u;

const PIECES = [
  "\x1b[31m",
  "\x1b[2J",
  "\x1b]0;t\x07",
  "\x1b]8;;u\x1b\\",
  "\x1b",
  "\x9b",
  "\x9d",
  "\x07",
  "\r",
  "\n",
  "\t",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u200d",
  "\ufeff",
  "\ufe0f",
  "\ud83d",
  "\ude00",
  "👩‍💻",
  "🇨🇳",
  "1️⃣",
  "中文",
  "e\u0301",
  "[",
  "]",
  "m",
  "0;",
  "word",
  " ",
  "::error::",
];

/** Texts made of the worst pieces and of anything else. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 4 })), { maxLength: 30 })
  .map((pieces) => pieces.join(""));
