/** The line model of a message: which lines are code, quotes, headings, list items, text. */
import { type Marker, markerAt } from "./list-marker.ts";
import { stick } from "./sticky.ts";
import type { Span } from "./types.ts";

export type LineKind = "blank" | "text" | "item" | "heading" | "code" | "quote" | "rule";

export interface Line extends Span {
  kind: LineKind;
  /** Columns before the first character; a tab counts four. */
  indent: number;
  /** First character that is no white space. */
  textStart: number;
  /** Only for items. */
  marker: Marker | null;
}

export interface LineModel {
  lines: Line[];
  /** HTML comments outside code, ends included. */
  comments: Span[];
  /** The text with comments blanked; same length. */
  text: string;
}

interface Scan {
  fence: { character: string; length: number } | null;
  inComment: boolean;
  inList: boolean;
  /** The line before was blank, or there was none. */
  afterBlank: boolean;
  inIndented: boolean;
  lastCommentEnd: number;
}

const HEADING = /#{1,6}(?:\s|$)/y;
const BOLD_LINE = /(?:\*\*[^*\n]{1,80}\*\*|__[^_\n]{1,80}__)\s*:?\s*$/;
const RULE = /^[ \t]*(?:-[ \t]*){3,}$|^[ \t]*(?:\*[ \t]*){3,}$|^[ \t]*(?:_[ \t]*){3,}$|^[ \t]*={3,}[ \t]*$|^--$/;

/** Splits normalised text into lines and says what each one is. Linear. */
export function readLines(normal: string): LineModel {
  const scan: Scan = {
    fence: null,
    inComment: false,
    inList: false,
    afterBlank: true,
    inIndented: false,
    lastCommentEnd: normal.lastIndexOf("-->"),
  };
  const model: LineModel = { lines: [], comments: [], text: "" };
  const pieces: string[] = [];
  for (let start = 0; start <= normal.length; ) {
    const found = normal.indexOf("\n", start);
    const end = found === -1 ? normal.length : found;
    const raw = normal.slice(start, end);
    const line = scan.fence === null ? blankComments(raw, start, scan, model.comments) : raw;
    model.lines.push(classify(line, start, scan));
    pieces.push(line);
    start = end + 1;
  }
  model.text = pieces.join("\n");
  return model;
}

/** Replaces HTML comments of one line by spaces; comments inside inline code are text. */
function blankComments(line: string, offset: number, scan: Scan, comments: Span[]): string {
  if (!scan.inComment && !line.includes("<!--")) return line;
  const out: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (scan.inComment) {
      const close = line.indexOf("-->", at);
      const end = close === -1 ? line.length : close + 3;
      out.push(" ".repeat(end - at));
      comments.push({ start: offset + at, end: offset + end });
      scan.inComment = close === -1;
      at = end;
      continue;
    }
    const open = nextComment(line, at);
    const closes = open !== -1 && (offset + open < scan.lastCommentEnd || line.slice(0, open).trim() === "");
    out.push(line.slice(at, closes ? open : line.length));
    at = closes ? open : line.length;
    scan.inComment = closes;
  }
  return out.join("");
}

/** The next comment opening at or after `at` that does not stand between backticks. */
function nextComment(line: string, at: number): number {
  const pattern = /(`+)|<!--/g;
  pattern.lastIndex = at;
  for (let found = pattern.exec(line); found !== null; found = pattern.exec(line)) {
    if (found[1] === undefined) return found.index;
    const close = line.indexOf(found[1], pattern.lastIndex);
    if (close === -1) return line.indexOf("<!--", pattern.lastIndex);
    pattern.lastIndex = close + found[1].length;
  }
  return -1;
}

function classify(line: string, start: number, scan: Scan): Line {
  const { indent, width } = indentOf(line);
  const base: Line = { start, end: start + line.length, kind: "text", indent, textStart: start + width, marker: null };
  const body = line.slice(width).trimEnd();
  if (scan.fence !== null) {
    if (closesFence(body, scan.fence)) scan.fence = null;
    return { ...base, kind: "code" };
  }
  if (body === "") {
    scan.afterBlank = true;
    return { ...base, kind: "blank" };
  }
  const kind = kindOf(line, body, base, scan);
  scan.inIndented = kind === "code" && scan.fence === null;
  if (kind === "item") scan.inList = true;
  else if (kind === "heading" || (kind === "text" && indent < 2 && scan.afterBlank)) scan.inList = false;
  scan.afterBlank = false;
  return { ...base, kind };
}

function kindOf(line: string, body: string, base: Line, scan: Scan): LineKind {
  if (base.indent >= 4 && !scan.inList && (scan.afterBlank || scan.inIndented)) return "code";
  if (opensFence(body, scan)) return "code";
  if (body.startsWith(">")) return "quote";
  if (RULE.test(line)) return "rule";
  if (stick(HEADING, body, 0) !== null || (BOLD_LINE.test(body) && /^(?:\*\*|__)/.test(body))) return "heading";
  const marker = markerAt(line, base.textStart - base.start, line.length);
  if (marker === null) return "text";
  base.marker = { ...marker, contentStart: marker.contentStart + base.start };
  opensFence(line.slice(marker.contentStart).trimEnd(), scan);
  return "item";
}

function opensFence(body: string, scan: Scan): boolean {
  const run = /^(`{3,}|~{3,})([^\n]*)$/.exec(body);
  if (run === null || run[1] === undefined) return false;
  const character = run[1].charAt(0);
  if (character === "`" && run[2]?.includes("`")) return false;
  scan.fence = { character, length: run[1].length };
  return true;
}

function closesFence(body: string, fence: { character: string; length: number }): boolean {
  return body.length >= fence.length && body === fence.character.repeat(body.length);
}

function indentOf(line: string): { indent: number; width: number } {
  let indent = 0;
  let width = 0;
  for (; width < line.length; width += 1) {
    const character = line[width];
    if (character === " ") indent += 1;
    else if (character === "\t") indent += 4;
    else break;
  }
  return { indent, width };
}
