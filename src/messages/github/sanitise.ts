/**
 * Makes a text safe to be posted on GitHub (security.md 16): nothing hidden, nobody mentioned, no issue referred to or
 * closed, no HTML, no marker of ours, and no line that we would read as a command. It looks as it did before.
 */
import { oneLine, safeLines } from "../terminal-text.ts";
import { shorten } from "../width.ts";
import { fencedPieces, inlinePieces, type Piece } from "./code-spans.ts";
import { BREAK, titleWithoutEffects, withoutEffects, withoutMarkers } from "./references.ts";
import { withoutCommand } from "./unspoken.ts";

/** Takes secrets out of a text. */
export type Hide = (text: string) => string;

const NOTHING_HIDDEN: Hide = (text) => text;

/** Markdown of other people made safe. Applying it twice changes nothing more. Time is linear in its length. */
export function sanitise(text: string, hide: Hide = NOTHING_HIDDEN): string {
  return fencedPieces(shown(text, hide))
    .map((piece) => harmless(piece, withoutCommand))
    .join("\n");
}

/** Other people's text on one line of at most `columns`, for a place where a line break would do harm. */
export function sanitiseLine(
  text: string,
  hide: Hide = NOTHING_HIDDEN,
  columns: number = Number.POSITIVE_INFINITY,
): string {
  return withoutCommand(sanitisePart(text, hide, columns));
}

/** The same for a place in the middle of a line, where no command can begin. */
export function sanitisePart(text: string, hide: Hide, columns: number): string {
  const line = oneLine(shown(text, hide)).replace(/^(?:\s*(?:`{3,}|~{3,}))+\s*/, "");
  return harmless({ code: false, text: shorten(line, columns) }, (part) => part);
}

/** One line for a title, which is no Markdown, of at most `columns`. */
export function sanitiseTitle(text: string, hide: Hide, columns: number): string {
  return shorten(titleWithoutEffects(oneLine(shown(text, hide))), columns);
}

/**
 * The text as people see it, without secrets: they are looked for when nothing unseen can stand between their letters any
 * more, and before escapes do.
 */
export function shown(text: string, hide: Hide): string {
  const plain = safeLines(text);
  // What stood apart before may be half a character now.
  return hide(plain.includes("<!--") ? safeLines(withoutComments(plain)) : plain);
}

function harmless(piece: Piece, unspoken: (line: string) => string): string {
  if (piece.code) return withoutMarkers(piece.text);
  const lines = piece.text.split("\n");
  const out: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = endOfBlock(lines, at);
    for (const pieces of inlinePieces(lines.slice(at, end))) {
      const line = pieces.map(({ code, text }) => (code ? withoutMarkers(text) : withoutEffects(text))).join("");
      out.push(unspoken(line.replace(SLASH, `$1${BREAK}/`)));
    }
    at = end;
  }
  return out.join("\n");
}

/** Where the block that begins at `at` ends: before a line that is blank as Markdown has it, or behind that line. */
function endOfBlock(lines: readonly string[], at: number): number {
  let end = at + 1;
  while (end < lines.length && !/^ *$/.test(lines[end] ?? "") && !/^ *$/.test(lines[end - 1] ?? "")) end += 1;
  return end;
}

/** A slash that opens a line is a command to many a bot. */
const SLASH = /^([ >*+-]{0,12}|\s{0,4}\d{1,3}[.)] {1,4})\/(?=[A-Za-z])/;

/** The text without its HTML comments; one that never ends is left for escaping. */
function withoutComments(text: string): string {
  if (!text.includes("<!--")) return text;
  const out: string[] = [];
  let from = 0;
  for (let open = text.indexOf("<!--"); open !== -1; ) {
    const close = text.indexOf("-->", open + 4);
    if (close === -1) break;
    // The short forms `<!-->` and `<!--->` end at once.
    const short = /^<!--+>/.exec(text.slice(open, open + 6));
    const end = short === null ? close + 3 : open + short[0].length;
    out.push(text.slice(from, open));
    from = end;
    open = text.indexOf("<!--", end);
  }
  return out.join("") + text.slice(from);
}
