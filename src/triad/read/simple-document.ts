/**
 * The headings and the items at the margin of a document whose lines are plain beyond doubt, without a parser: a hot command asks for
 * one line of NEXT_STEPS.md. Whatever could be read in two ways makes it no simple document; the parser then decides.
 */
import { behindFrontMatter } from "../document/chunks.ts";
import { isBlank, type Lines, splitLines } from "../document/lines.ts";
import type { TriadDocument } from "../document/open.ts";
import { type Box, type Heading, type Item, sectionsOf } from "../document/outline.ts";
import { boxState } from "../document/walk.ts";

const HEADING = /^(#{1,6}) +(.*)$/;
const ITEM = /^([-*+]|\d{1,9}[.)])( {1,4})([^ \t].*)$/;
const NESTED_ITEM = /^ +(?:[-*+]|1[.)]) +[^ \t]/;
const BOX = /^\[([ xX✓✔☑√~/-])\](?=[ ]|$)/;
const FENCE = /^(`{3,}|~{3,})(.*)$/;
const RULE = /^[-*_=+ \t]+$/;
/** What inside an item starts a block of its own: a list, heading, quotation, fence, HTML, table, definition. */
const BLOCK = /^(?:[-*+](?:\s|$)|\d{1,9}[.)](?:\s|$)|#{1,6}(?:\s|$)|[><|]|`{3}|~{3}|\[[^\]]*\]:)/;

/** What the line before was. */
type Before = "blank" | "heading" | "paragraph" | "item" | "inside";

interface Scan {
  readonly lines: Lines;
  readonly headings: Heading[];
  readonly items: Item[];
  before: Before;
  /** Spaces that what belongs to the open item starts with; null where no item is open. */
  offset: number | null;
}

/**
 * A document with headings, sections and items at the margin, just as the parser gives them, and nothing else; null where the
 * lines are not plain enough to be sure.
 */
export function simpleDocument(text: string): TriadDocument | null {
  const lines = splitLines(text);
  if (behindFrontMatter(lines) > 0) return null;
  const scan: Scan = { lines, headings: [], items: [], before: "blank", offset: null };
  for (let line = 0; line < lines.count; ) {
    const next = readLine(scan, line, lines.text(line));
    if (next === null) return null;
    line = next;
  }
  const { headings, items } = scan;
  const sections = sectionsOf(headings, lines.count);
  const outline = { headings, sections, items, blocks: [], visible: new Uint8Array(), comments: [] };
  return { text, lines, outline: () => outline };
}

/** The line to go on with; null: not plain. */
function readLine(scan: Scan, line: number, text: string): number | null {
  if (isBlank(text)) {
    scan.before = "blank";
    return line + 1;
  }
  if (text.startsWith("\t")) return null;
  if (text.startsWith(" ")) return readInside(scan, line, text);
  const heading = HEADING.exec(text);
  if (heading !== null) return readHeading(scan, line, heading[1]?.length ?? 1, heading[2] ?? "");
  if (/^#{1,6}(?:\t|$)/.test(text)) return null;
  if (RULE.test(text)) return readRule(scan, line, text);
  const item = ITEM.exec(text);
  if (item !== null) return readItem(scan, line, item);
  if (/^(?:[-*+]|\d{1,9}[.)])(?:\s|$)/.test(text)) return null;
  if (FENCE.test(text)) return behindFence(scan, line, text);
  if (text.startsWith("<")) return behindComment(scan, line, text);
  // A lazy line goes on with the item's own words.
  if (scan.before === "item" || hasOpenComment(text)) return null;
  scan.before = "paragraph";
  scan.offset = null;
  return line + 1;
}

/** A line that belongs to the open item. The item's own words end with its line, or they are not plain. */
function readInside(scan: Scan, line: number, text: string): number | null {
  const indent = /^ */.exec(text)?.[0].length ?? 0;
  if (scan.offset === null || indent < scan.offset || text[indent] === "\t") return null;
  if (scan.before === "item" && !NESTED_ITEM.test(text)) return null;
  scan.before = "inside";
  return line + 1;
}

function readHeading(scan: Scan, line: number, level: number, rest: string): number | null {
  const whole = plain(rest);
  if (whole === null) return null;
  const closed = /(?:^|[ \t])#+$/.exec(whole);
  const title = closed === null ? whole : whole.slice(0, closed.index).trim();
  scan.headings.push({ level, style: "atx", title, line, lastLine: line });
  scan.before = "heading";
  scan.offset = null;
  return line + 1;
}

/** `---` behind a blank line parts; behind text it may make a heading of it. */
function readRule(scan: Scan, line: number, text: string): number | null {
  const marks = text.replace(/[ \t]/g, "");
  const isRule = marks.length >= 3 && /^[-*_]$/.test(marks[0] ?? "") && marks === marks[0]?.repeat(marks.length);
  if (!isRule || (scan.before !== "blank" && scan.before !== "heading")) return null;
  scan.before = "heading";
  scan.offset = null;
  return line + 1;
}

function readItem(scan: Scan, line: number, [, marker = "", gap = "", rest = ""]: RegExpExecArray): number | null {
  const { lines } = scan;
  const ordered = marker.length > 1;
  const previous = scan.items.at(-1);
  const goesOn = scan.offset !== null && previous?.ordered === true && previous.marker.at(-1) === marker.at(-1);
  // Only a list that starts with 1 can stand directly below a text.
  if (ordered && !goesOn && Number.parseInt(marker, 10) !== 1 && scan.before !== "blank") return null;
  const words = plain(rest);
  if (words === null || BLOCK.test(rest) || RULE.test(rest)) return null;
  const content = lines.start(line) + marker.length + gap.length;
  const mark = BOX.exec(rest)?.[1];
  const box: Box | null = mark === undefined ? null : { state: boxState(mark), at: content + 1, mark };
  const text = box === null ? words : (plain(rest.slice(3)) ?? "");
  const place = { line, lastLine: line, indent: "", content, list: line };
  scan.items.push({ depth: 0, ordered, marker, ...place, box, text, quoted: false });
  scan.before = "item";
  scan.offset = marker.length + gap.length;
  return line + 1;
}

function behindFence(scan: Scan, line: number, text: string): number | null {
  const [, marks = "", info = ""] = FENCE.exec(text) ?? [];
  if (marks.startsWith("`") && info.includes("`")) return null;
  const { lines } = scan;
  for (let at = line + 1; at < lines.count; at++) {
    const closing = lines.text(at).trim();
    const indent = lines.text(at).indexOf(closing);
    const isClosing = closing.length >= marks.length && closing === marks[0]?.repeat(closing.length) && indent < 4;
    if (!isClosing) continue;
    scan.before = "heading";
    scan.offset = null;
    return at + 1;
  }
  return null;
}

function behindComment(scan: Scan, line: number, text: string): number | null {
  if (!text.startsWith("<!--")) return null;
  const { lines } = scan;
  for (let at = line; at < lines.count; at++) {
    if (!lines.text(at).includes("-->")) continue;
    // `<!-->` is a whole comment to one reader and an open one to another.
    if (at === line && text.indexOf("-->") < 4) return null;
    scan.before = "heading";
    scan.offset = null;
    return at + 1;
  }
  return null;
}

function hasOpenComment(text: string): boolean {
  const start = text.lastIndexOf("<!--");
  return start >= 0 && text.indexOf("-->", start) < 0;
}

/** The text without comments; null where one stays open. */
function plain(text: string): string | null {
  if (!text.includes("<!--")) return collapse(text);
  if (hasOpenComment(text)) return null;
  let words = "";
  let from = 0;
  for (let start = text.indexOf("<!--"); start >= 0; start = text.indexOf("<!--", from)) {
    words += text.slice(from, start);
    from = text.indexOf("-->", start + 2) + 3;
  }
  return collapse(words + text.slice(from));
}

function collapse(text: string): string {
  return text.replace(/[\s\u0085]+/g, " ").trim();
}
