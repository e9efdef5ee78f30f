/** What a document is made of, as far as edits need it: headings, sections, blocks, list items, and which lines are text. */

export interface Heading {
  readonly level: number;
  readonly style: "atx" | "setext";
  /** As written, without the marks of the heading; hidden comments are blanked out. */
  readonly title: string;
  readonly line: number;
  /** The underline of a setext heading, else the same line. */
  readonly lastLine: number;
}

/** A block at the margin. `lastLine` is included. */
export interface Block {
  /** As mdast names it: paragraph, list, code, html, table, blockquote, thematicBreak, yaml, heading … */
  readonly type: string;
  readonly line: number;
  readonly lastLine: number;
  /** Raw text (a fence, a comment) that runs to the end of the document because nothing closes it. */
  readonly open: boolean;
}

export type BoxState = "open" | "done" | "unclear";

/** A box `[ ]` at the start of an item; `[-]` and the like say neither done nor open. */
export interface Box {
  readonly state: BoxState;
  /** The offset of the character between the brackets. */
  readonly at: number;
  readonly mark: string;
}

export interface Item {
  /** 0 for an item of a list at the margin. */
  readonly depth: number;
  readonly ordered: boolean;
  /** `-`, `*`, `+`, `1.`, `2)`. */
  readonly marker: string;
  readonly line: number;
  /** The last line of all that belongs to the item, nested lists included. */
  readonly lastLine: number;
  /** Characters on the item's line before its marker. */
  readonly indent: string;
  /** Offset of the first character behind marker and spaces. */
  readonly content: number;
  readonly box: Box | null;
  /** Its first paragraph on one line, without box and comments. */
  readonly text: string;
  /** Inside a quotation: it is somebody's words, not a list of the document. */
  readonly quoted: boolean;
  /** Which of the lists at the margin it belongs to, as the line where that list starts. */
  readonly list: number;
}

/** A heading and what stands below it; the first section has no heading. All line numbers count from 0. */
export interface Section {
  readonly heading: Heading | null;
  readonly level: number;
  /** The line of the heading. */
  readonly line: number;
  /** The first line behind the heading. */
  readonly body: number;
  /** Where the next heading of any level starts. */
  readonly ownEnd: number;
  /** Where the next heading of the same or a higher level starts. */
  readonly end: number;
  /** Index of the section this one stands in; null for the first and for those at the top. */
  readonly parent: number | null;
}

export interface Outline {
  readonly headings: readonly Heading[];
  readonly sections: readonly Section[];
  readonly blocks: readonly Block[];
  readonly items: readonly Item[];
  /** 1 for lines of running text: paragraphs, headings, items, tables. Fences, comments, HTML and front matter are 0. */
  readonly visible: Uint8Array;
  /** Comments inside of running text, as offsets, in order. */
  readonly comments: readonly { readonly start: number; readonly end: number }[];
}

/** Puts the sections together from the headings at the margin. */
export function sectionsOf(headings: readonly Heading[], lineCount: number): Section[] {
  const first = headings[0];
  const top = { heading: null, level: 0, line: 0, body: 0, parent: null };
  const sections: Section[] = [{ ...top, ownEnd: first?.line ?? lineCount, end: first?.line ?? lineCount }];
  const open: number[] = [];
  const ends = endsOf(headings, lineCount);
  headings.forEach((heading, index) => {
    while (open.length > 0 && (headings[open.at(-1) ?? 0]?.level ?? 0) >= heading.level) open.pop();
    const parent = open.at(-1);
    sections.push({
      heading,
      level: heading.level,
      line: heading.line,
      body: heading.lastLine + 1,
      ownEnd: headings[index + 1]?.line ?? lineCount,
      end: ends[index] ?? lineCount,
      parent: parent === undefined ? null : parent + 1,
    });
    open.push(index);
  });
  return sections;
}

function endsOf(headings: readonly Heading[], lineCount: number): number[] {
  const ends: number[] = [];
  const nearest: number[] = new Array(8).fill(lineCount);
  for (let index = headings.length - 1; index >= 0; index--) {
    const heading = headings[index];
    if (heading === undefined) continue;
    ends[index] = Math.min(...nearest.slice(0, heading.level + 1));
    nearest[heading.level] = heading.line;
    for (let level = heading.level + 1; level < nearest.length; level++) nearest[level] = heading.line;
  }
  return ends;
}

/** The blocks of a section before its first subheading, without the heading itself. */
export function ownBlocks(outline: Outline, section: Section): readonly Block[] {
  return outline.blocks.slice(firstFrom(outline.blocks, section.body), firstFrom(outline.blocks, section.ownEnd));
}

/** The list items on the lines from `line` up to `end`, which is not included. */
export function itemsBetween(outline: Outline, line: number, end: number): readonly Item[] {
  return outline.items.slice(firstFrom(outline.items, line), firstFrom(outline.items, end));
}

/** Index of the first that starts on this line or below; they are in order. */
function firstFrom(ordered: readonly { readonly line: number }[], line: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle]?.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether this offset lies in a comment inside of running text. */
export function inComment(outline: Outline, offset: number): boolean {
  let low = 0;
  let high = outline.comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((outline.comments[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const comment = outline.comments[low];
  return comment !== undefined && comment.start <= offset;
}
