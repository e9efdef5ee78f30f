/**
 * Where a document may be cut so that its pieces parse to the same blocks as the whole. A parser's time grows faster
 * than a text of a megabyte; pieces of a few kilobytes keep it linear.
 */
import type { Lines } from "./lines.ts";

const AT_MARGIN = /^[^ \t]/;
const ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const HEADING_AT_MARGIN = /^#{1,6}(?:[ \t]|$)/;
const FRONT_MATTER = /^(---|\+\+\+)[ \t]*$/;
const BLANK = /^[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** The HTML blocks that blank lines do not end, with what ends them (CommonMark 4.6, kinds 1 to 5). */
const RAW_HTML: readonly (readonly [opens: RegExp, closes: RegExp])[] = [
  [/^ {0,3}<(?:script|pre|style|textarea)(?:[ \t>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<\?/, /\?>/],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/],
  [/^ {0,3}<![A-Za-z]/, />/],
];

/** The start of a piece's last block, as the parser saw it. */
export interface LastBlock {
  readonly type: string;
  readonly line: number;
  readonly lastLine: number;
}

/**
 * A block starts here whatever stood before, unless raw text is open there: a heading, or behind a blank line anything
 * at the margin but an item, which may go on with a list.
 */
function startsAfresh(lines: Lines, line: number): boolean {
  const text = lines.text(line);
  if (HEADING_AT_MARGIN.test(text)) return true;
  return AT_MARGIN.test(text) && !ITEM.test(text) && BLANK.test(lines.text(line - 1));
}

/** Where the piece that starts at line `from` ends: where a block starts afresh at least `size` characters away. */
export function nextCut(lines: Lines, from: number, size: number): number {
  const least = lines.start(from) + size;
  let line = Math.max(lines.at(least) + 1, from === 0 ? behindFrontMatter(lines) : 0);
  while (line < lines.count && !startsAfresh(lines, line)) line++;
  return Math.min(line, lines.count);
}

/** The line behind front matter, where `#` starts a comment and no heading; 0 when there is none. */
export function behindFrontMatter(lines: Lines): number {
  const mark = FRONT_MATTER.exec(lines.count > 0 ? lines.text(0) : "")?.[1];
  if (mark === undefined) return 0;
  for (let line = 1; line < lines.count; line++) {
    if (FRONT_MATTER.exec(lines.text(line))?.[1] === mark) return line + 1;
  }
  return 0;
}

function closingFence(opening: string): RegExp {
  const mark = opening[0] === "`" ? "`" : "~";
  return new RegExp(`^ {0,3}${mark}{${opening.length},}[ \\t]*$`);
}

function lineMatching(lines: Lines, from: number, end: number, pattern: RegExp): number | null {
  for (let line = from; line < end; line++) if (pattern.test(lines.text(line))) return line;
  return null;
}

/** What closes the raw text that this block opens; null for every other block. */
function closing(lines: Lines, block: LastBlock): { readonly pattern: RegExp; readonly from: number } | null {
  const opening = lines.text(block.line);
  if (block.type === "code") {
    const fence = FENCE.exec(opening)?.[1];
    return fence === undefined ? null : { pattern: closingFence(fence), from: block.line + 1 };
  }
  if (block.type !== "html") return null;
  const kind = RAW_HTML.find(([opens]) => opens.test(opening));
  return kind === undefined ? null : { pattern: kind[1], from: block.line };
}

/** Whether the block is raw text that nothing has closed by its last line. */
export function isOpen(lines: Lines, block: LastBlock): boolean {
  const closes = closing(lines, block);
  return closes !== null && lineMatching(lines, closes.from, block.lastLine + 1, closes.pattern) === null;
}

/** The last line of a block that goes on behind its piece, which ended before line `to`; null for one that does not. */
export function goesOnTo(lines: Lines, block: LastBlock, to: number): { line: number; open: boolean } | null {
  const closes = closing(lines, block);
  if (closes === null) {
    // Other HTML ends at a blank line, and at nothing else.
    const goesOn = block.type === "html" && block.lastLine === to - 1;
    return goesOn ? { line: (lineMatching(lines, to, lines.count, BLANK) ?? lines.count) - 1, open: false } : null;
  }
  if (!isOpen(lines, block)) return null;
  const line = lineMatching(lines, to, lines.count, closes.pattern);
  return line === null ? { line: lines.count - 1, open: true } : { line, open: false };
}
