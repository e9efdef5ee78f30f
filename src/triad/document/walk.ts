/** Reads remark's tree of one piece into the outline's lists, with places counted from the start of the document. */
import type { Nodes, Root } from "mdast";

import { isOpen } from "./chunks.ts";
import { isBlank, type Lines } from "./lines.ts";
import type { Block, Box, BoxState, Heading, Item } from "./outline.ts";

/** What has been read so far. */
export interface Reading {
  readonly text: string;
  readonly lines: Lines;
  readonly headings: Heading[];
  readonly blocks: Block[];
  readonly items: Item[];
  readonly visible: Uint8Array;
  readonly comments: { start: number; end: number }[];
}

interface Place {
  readonly firstLine: number;
  readonly firstOffset: number;
}

interface Inside {
  readonly depth: number;
  readonly quoted: boolean;
  readonly list: number;
}

/** Deeper than people nest; what is below is nobody's task. */
const DEEPEST = 60;
const MARKER = /(?:[-*+]|\d{1,9}[.)])(?=\s|$)/y;
const BOX = /\[([ xX✓✔☑√~/-])\](?=\s|$)/y;
const DONE = "xX✓✔☑√";

/** Adds everything below `root`, which was parsed from the text at `place`. */
export function readTree(reading: Reading, root: Root, place: Place): void {
  for (const node of root.children) readBlock(reading, node, place, { depth: 0, quoted: false, list: -1 }, true);
}

function readBlock(reading: Reading, node: Nodes, place: Place, inside: Inside, atMargin: boolean): void {
  const { position } = node;
  if (position === undefined || inside.depth > DEEPEST) return;
  const line = position.start.line - 1 + place.firstLine;
  const lastLine = lastLineOf(reading.lines, line, position, place, node.type === "code" || node.type === "html");
  if (atMargin) {
    const block = { type: node.type, line, lastLine };
    reading.blocks.push({ ...block, open: isOpen(reading.lines, block) });
  }
  switch (node.type) {
    case "heading":
      showText(reading, line, lastLine);
      if (atMargin) reading.headings.push(readHeading(reading, line, lastLine, node.depth));
      return;
    case "paragraph":
    case "table":
      showText(reading, line, lastLine);
      return;
    case "blockquote":
      for (const child of node.children) {
        readBlock(reading, child, place, { ...inside, depth: inside.depth + 1, quoted: true }, false);
      }
      return;
    case "list":
      for (const child of node.children) {
        readItem(reading, child, place, { ...inside, list: atMargin ? line : inside.list }, node.ordered === true);
      }
      return;
    default:
      return;
  }
}

/** A block that only ends where the next begins would reach into that line, and over the blank lines before it. */
function lastLineOf(
  lines: Lines,
  line: number,
  position: NonNullable<Nodes["position"]>,
  place: Place,
  raw: boolean,
): number {
  const reaches = position.end.column === 1 && position.end.line > position.start.line ? 2 : 1;
  let last = Math.min(position.end.line - reaches + place.firstLine, lines.count - 1);
  while (!raw && last > line && isBlank(lines.text(last))) last--;
  return last;
}

function readItem(reading: Reading, node: Nodes, place: Place, inside: Inside, ordered: boolean): void {
  const { position } = node;
  if (node.type !== "listItem" || position === undefined) return;
  const { text, lines } = reading;
  const line = position.start.line - 1 + place.firstLine;
  const start = (position.start.offset ?? 0) + place.firstOffset;
  MARKER.lastIndex = start;
  const marker = MARKER.exec(text)?.[0] ?? "";
  let content = start + marker.length;
  while (text[content] === " " || text[content] === "\t") content++;
  const lastLine = lastLineOf(lines, line, position, place, false);
  const indent = text.slice(lines.start(line), start);
  // What stands in the item comes first: its comments are known then. The item itself goes before its children.
  const index = reading.items.length;
  const box = readBox(text, content);
  const item = { ...inside, ordered, marker, line, lastLine, indent, content, box, text: "" };
  reading.items.push(item);
  for (const child of node.children) readBlock(reading, child, place, { ...inside, depth: inside.depth + 1 }, false);
  const first = node.children[0];
  if (first?.type !== "paragraph" || first.position === undefined) return;
  const end = first.position.end.line - 1 + place.firstLine;
  const from = box === null ? content : box.at + 2;
  const words = plainText(reading, from, lines.end(Math.min(end, lines.count - 1)));
  reading.items[index] = { ...item, text: words };
}

function readBox(text: string, content: number): Box | null {
  BOX.lastIndex = content;
  const mark = BOX.exec(text)?.[1];
  return mark === undefined ? null : { state: boxState(mark), at: content + 1, mark };
}

/** What a mark between the brackets says. */
export function boxState(mark: string): BoxState {
  if (mark === " ") return "open";
  return DONE.includes(mark) ? "done" : "unclear";
}

function readHeading(reading: Reading, line: number, lastLine: number, level: number): Heading {
  const { lines } = reading;
  const atx = /^ {0,3}#{1,6}(?=[ \t]|$)/.exec(lines.text(line));
  if (atx === null) {
    const title = plainText(reading, lines.start(line), lines.end(Math.max(line, lastLine - 1)));
    return { level, style: "setext", title, line, lastLine };
  }
  const whole = plainText(reading, lines.start(line) + atx[0].length, lines.end(line));
  return { level, style: "atx", title: withoutClosing(whole), line, lastLine: line };
}

/** A heading may be closed by `#` marks behind a space. */
function withoutClosing(title: string): string {
  let end = title.length;
  while (end > 0 && title[end - 1] === "#") end--;
  return end === 0 || title[end - 1] === " " || title[end - 1] === "\t" ? title.slice(0, end).trim() : title;
}

/** Marks lines as running text and finds the comments in it. */
function showText(reading: Reading, line: number, lastLine: number): void {
  reading.visible.fill(1, line, lastLine + 1);
  const from = reading.lines.start(line);
  const part = reading.text.slice(from, reading.lines.end(lastLine));
  for (const { start, end } of commentsIn(part)) reading.comments.push({ start: from + start, end: from + end });
}

/** The text between two offsets on one line, comments left out. */
function plainText(reading: Reading, start: number, end: number): string {
  const part = reading.text.slice(start, Math.max(start, end));
  let from = 0;
  let words = "";
  for (const comment of commentsIn(part)) {
    words += part.slice(from, comment.start);
    from = comment.end;
  }
  return (words + part.slice(from)).replace(/[\s\u0085]+/g, " ").trim();
}

/** The closed comments of a text, in order. */
function commentsIn(part: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let start = part.indexOf("<!--");
  while (start >= 0) {
    const close = part.indexOf("-->", start + 2);
    if (close < 0) break;
    found.push({ start, end: close + 3 });
    start = part.indexOf("<!--", close + 3);
  }
  return found;
}
