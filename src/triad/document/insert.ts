/** Where new blocks go, and how they keep apart from what stands there. */

import { displayWidth } from "../../messages/width.ts";
import { type Edit, insertLines } from "./edit.ts";
import { isBlank } from "./lines.ts";
import type { TriadDocument } from "./open.ts";
import { type Block, ownBlocks, type Section } from "./outline.ts";
import type { DocumentStyle } from "./style.ts";

/** Inserts lines as a block of their own before line `at`: a blank line keeps it apart on each side that has text. */
export function insertBlock(document: TriadDocument, at: number, block: readonly string[]): Edit {
  const { lines } = document;
  const before = at > 0 && !isBlank(lines.text(at - 1)) ? [""] : [];
  const after = at < lines.count && !isBlank(lines.text(at)) ? [""] : [];
  return insertLines(document, at, [...before, ...block, ...after]);
}

/** An empty comment: the way to end a list where the next line is indented and would become part of its last item. */
const LIST_END = "<!-- -->";

/** Inserts lines that end with a list, as {@link insertBlock} does; what follows stays outside of it. */
export function insertList(document: TriadDocument, at: number, block: readonly string[]): Edit {
  const { lines } = document;
  let next = at;
  while (next < lines.count && isBlank(lines.text(next))) next++;
  const swallowed = next < lines.count && /^[ \t]/.test(lines.text(next));
  return insertBlock(document, at, swallowed ? [...block, "", LIST_END] : block);
}

function behind(blocks: readonly Block[], start: number): number {
  const last = blocks.at(-1);
  if (last === undefined) return start;
  // Nothing can be written behind a fence or comment that is never closed: it would be swallowed.
  return last.open ? last.line : last.lastLine + 1;
}

/** The line behind a section's own text: before its subsections, and before a rule that parts it from the next. */
export function ownTextEnd(document: TriadDocument, section: Section): number {
  const blocks = [...ownBlocks(document.outline(), section)];
  while (blocks.at(-1)?.type === "thematicBreak") blocks.pop();
  return behind(blocks, Math.min(section.body, document.lines.count));
}

/** The line behind all text, before blank lines at the end of the document. */
export function textEnd(document: TriadDocument): number {
  return behind(document.outline().blocks, 0);
}

/** A heading in the document's own style, with the blank line that it keeps behind headings. */
export function headingLines(style: DocumentStyle, title: string): string[] {
  const air = style.airy ? [""] : [];
  if (style.heading === "setext" && style.level <= 2) {
    return [title, (style.level === 1 ? "=" : "-").repeat(Math.max(3, displayWidth(title))), ...air];
  }
  const marks = "#".repeat(style.level);
  return [style.closed ? `${marks} ${title} ${marks}` : `${marks} ${title}`, ...air];
}
