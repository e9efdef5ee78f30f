/** How many columns a text takes on a terminal, and cutting it to a number of them by whole characters. */

const ASCII = /^[\x20-\x7e]*$/;
/** East-Asian wide and full-width characters, and pictures that are wide by themselves. */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18df2}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** Marks that stand on the character before them. */
const ATTACHED = /[\p{Mn}\p{Me}\u1160-\u11ff\u200d]/u;

const isFlagHalf = (code: number) => code >= 0x1f1e6 && code <= 0x1f1ff;
const isSkinTone = (code: number) => code >= 0x1f3fb && code <= 0x1f3ff;

/** Columns of one code point; `before` is the width of the one in front of it. */
function columnsOf(character: string, code: number, before: number): number {
  if (code < 0x300 || isFlagHalf(code)) return 1;
  if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x309b && code <= 0x30ff)) return 2;
  if (isSkinTone(code) && before === 2) return 0;
  if (ATTACHED.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Columns of a text without control characters (`terminal-text.ts` takes them out). */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let total = 0;
  let before = 0;
  let last = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    // U+FE0F asks for the coloured picture of a narrow sign, which is wide: ⏭️.
    const widened = code === 0xfe0f && before === 1 && /\p{Emoji}/u.test(last);
    const width = widened ? 1 : columnsOf(character, code, before);
    total += width;
    if (width > 0) before = widened ? 2 : width;
    last = character;
  }
  return total;
}

/** The text with spaces behind it up to `columns`; a longer one stays as it is. */
export function padTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** Scripts whose characters never join: Latin without loose accents, Chinese, Japanese, Korean syllables, full-width forms (but U+FF9E). */
const SEPARATE =
  /^[\x20-\x7e\u00a0-\u02ff\u2010-\u2027\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uac00-\ud7a3\uff01-\uff9d\uffa1-\uffef]*$/;
/** Made once, when first needed, since it costs milliseconds. */
let segmenter: Intl.Segmenter | undefined;

/** What a person sees as characters, one by one. */
function* characters(text: string): Generator<string> {
  if (SEPARATE.test(text)) return yield* text;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** The text, or as many whole characters of it as fit with a `…` behind them into `columns`. */
export function shorten(text: string, columns: number): string {
  if (ASCII.test(text)) return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
  // A character takes at least one UTF-16 unit, and at most two columns.
  if (text.length * 2 <= columns || displayWidth(text) <= columns) return text;
  let kept = "";
  let used = 0;
  for (const character of characters(text)) {
    const width = displayWidth(character);
    if (used + width > columns - 1) break;
    kept += character;
    used += width;
  }
  return `${kept.trimEnd()}…`;
}
