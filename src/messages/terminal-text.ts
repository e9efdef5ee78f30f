/**
 * Makes text of people, agents and programs safe to show in a terminal: nothing in it can move the cursor, change a
 * title or a colour, hide, or turn the reading direction.
 */
import { shorten } from "./width.ts";

/** The fast path: most texts need no work. */
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Escape sequences as terminals understand them, 7-bit and 8-bit: CSI (colours, cursor), the string kinds (OSC titles and
 * links, DCS, SOS, PM, APC) with their terminator, and the short ones. None of the parts overlap, so matching is linear.
 */
const SEQUENCES =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]/g;
/** What is left of controls, and characters that are not to be seen: bidi marks and overrides, zero-width, fillers, tags. */
const INVISIBLE = /[\x00-\x09\x0b-\x1f\x7f-\x9f\ufff9-\ufffb]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu;
/** Half a character; a terminal or a pipe could not encode it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** A variation selector means something only once and behind a character: ⏭️. */
const STRAY_SELECTOR = /(?<=^|\s|\ufe0e|\ufe0f)(?:\ufe0e|\ufe0f)+/g;

/** Safe text that keeps its lines. Line ends become `\n`, tabs four spaces. */
export function safeLines(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/\r\n?|[\u2028\u2029\x85]/g, "\n")
    .replace(/\t/g, "    ")
    .replace(SEQUENCES, "")
    .replace(INVISIBLE, "")
    .replace(LONE_SURROGATE, "\ufffd")
    .replace(STRAY_SELECTOR, "");
}

/** Safe text on one line: its lines are trimmed, empty ones left out, and joined by a space. */
export function oneLine(text: string): string {
  if (PLAIN.test(text)) return text.trim();
  return safeLines(text)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}

/** The most columns that one value takes inside a sentence; what is longer belongs in `ltpm show`. */
const MOST_COLUMNS = 1_000;

/** A template tag for one line of output: every text put into it is made safe and kept on the line. */
export function say(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.reduce((line, part, index) => {
    const value = values[index - 1] ?? "";
    return line + (typeof value === "number" ? String(value) : shorten(oneLine(value), MOST_COLUMNS)) + part;
  });
}

/** The text as a sentence: `stop` is added unless it ends with a mark of its own; a Chinese sentence ends with a Chinese one. */
export function sentence(text: string, stop: "." | "。"): string {
  const line = oneLine(text);
  if (stop === "。" && /[^.]\.$/.test(line)) return line.slice(0, -1) + stop;
  return /[.!?…。\uff01\uff1f]$/.test(line) ? line : line + stop;
}
