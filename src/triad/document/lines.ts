/** The lines of a document with their exact endings: LF, CRLF, CR, mixed, and none at the end. Lines count from 0 here. */

export type Ending = "\n" | "\r\n" | "\r" | "";

export interface Lines {
  /** How many there are; a line break at the end of the text starts no further line. */
  readonly count: number;
  /** The offset of a line's first character; a byte order mark stands before line 0. At `count`: the end of the text. */
  start(line: number): number;
  /** The offset behind a line's last character, before its ending. */
  end(line: number): number;
  /** A line without its ending. */
  text(line: number): string;
  ending(line: number): Ending;
  /** The line that holds this offset. */
  at(offset: number): number;
  /** The ending most lines have; LF where there is none. */
  readonly usual: "\n" | "\r\n" | "\r";
}

export const BYTE_ORDER_MARK = "\ufeff";
const BLANK = /^[ \t]*$/;

export function isBlank(text: string): boolean {
  return BLANK.test(text);
}

/** Offsets behind every line break. */
function breaks(text: string): number[] {
  const found: number[] = [];
  let lf = text.indexOf("\n");
  let cr = text.indexOf("\r");
  while (lf >= 0 || cr >= 0) {
    const isCr = cr >= 0 && (lf < 0 || cr < lf);
    const end = isCr ? (lf === cr + 1 ? lf + 1 : cr + 1) : lf + 1;
    found.push(end);
    if (lf >= 0 && lf < end) lf = text.indexOf("\n", end);
    if (cr >= 0 && cr < end) cr = text.indexOf("\r", end);
  }
  return found;
}

function endingBefore(text: string, next: number): Ending {
  const last = text[next - 1];
  if (last === "\n") return text[next - 2] === "\r" ? "\r\n" : "\n";
  return last === "\r" ? "\r" : "";
}

function mostUsed(endings: readonly Ending[]): "\n" | "\r\n" | "\r" {
  const counts = { "\n": 0, "\r\n": 0, "\r": 0 };
  for (const ending of endings) if (ending !== "") counts[ending]++;
  if (counts["\r\n"] > counts["\n"]) return counts["\r\n"] >= counts["\r"] ? "\r\n" : "\r";
  return counts["\r"] > counts["\n"] ? "\r" : "\n";
}

/** Finds the lines of a text; linear in its length. */
export function splitLines(text: string): Lines {
  const first = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const starts = breaks(text);
  starts.unshift(first);
  if (starts.at(-1) === text.length) starts.pop();
  const count = starts.length;
  const start = (line: number) => starts[line] ?? text.length;
  const endings = starts.map((_, line) => endingBefore(text, start(line + 1)));
  const ending = (line: number): Ending => endings[line] ?? "";
  const end = (line: number) => start(line + 1) - ending(line).length;
  return {
    count,
    start,
    end,
    text: (line) => text.slice(start(line), end(line)),
    ending,
    at: (offset) => lineAt(starts, offset),
    usual: mostUsed(endings),
  };
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 0);
}
