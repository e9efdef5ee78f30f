/** Other people's text on a line of a document: it stays on that line and means nothing to Markdown's block structure. */
import { oneLine } from "../../messages/terminal-text.ts";
import { shorten } from "../../messages/width.ts";

/** Columns; a document names things, it does not hold them. */
const MOST_COLUMNS = 300;
const CODE_SPAN = /(`+[^`]*`+)/;
const TAG = /<(?=[A-Za-z/!?])/g;

/** One line of text in which no tag and no comment can start; code between backticks stays as it is, but for comments. */
export function plainInline(text: string): string {
  const line = shorten(oneLine(text), MOST_COLUMNS);
  return line
    .split(CODE_SPAN)
    .map((part, index) => (index % 2 === 1 ? part.replaceAll("<!--", "<\\!--") : part.replace(TAG, "\\<")))
    .join("");
}

/** What could start a heading, list, quotation, fence, rule, table, tag or definition at the start of a line. */
const BLOCK_START = /^(?:#{1,6}(?=\s|$)|[-+*](?=\s|$)|[-=*_](?=[-=*_ \t]*$)|>|`{3}|~{3}|\||\[|:)/;
const NUMBER_START = /^(\d{1,9})([.)])(?=\s|$)/;

/** The same for a text that starts a line by itself: it stays a paragraph. */
export function plainParagraph(text: string): string {
  const line = plainInline(text);
  return BLOCK_START.test(line) ? `\\${line}` : line.replace(NUMBER_START, "$1\\$2");
}
