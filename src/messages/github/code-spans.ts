/**
 * Which parts of a Markdown text GitHub certainly shows as code. Mentions and references do nothing there, and an escape
 * would be seen. Where it is not certain the text is not code: then an escape too many is seen, and no mention too many.
 */

export interface Piece {
  readonly code: boolean;
  readonly text: string;
}

/** A fence at the left edge: only there no list or quote around it can end it early. */
const OPENS = /^(`{3,}|~{3,})(.*)$/;

interface Fence {
  readonly mark: string;
  readonly length: number;
}

function opens(line: string): Fence | null {
  const found = OPENS.exec(line);
  const run = found?.[1];
  if (run === undefined || (run.startsWith("`") && found?.[2]?.includes("`"))) return null;
  return { mark: run.charAt(0), length: run.length };
}

/** Only spaces may stand around it: a space of another kind (U+00A0) is text. */
const CLOSES = /^ {0,3}(`{3,}|~{3,}) *$/;

function closes(line: string, fence: Fence): boolean {
  const run = CLOSES.exec(line)?.[1];
  return run !== undefined && run.length >= fence.length && run.startsWith(fence.mark);
}

/** What a language after a fence may be; anything else there is left out. */
const LANGUAGE = /^[\w+.#-]{1,40}/;

function fenceLine(line: string, { mark, length }: Fence): string {
  return mark.repeat(length) + (LANGUAGE.exec(line.slice(length).trim())?.[0] ?? "");
}

/** The text as fenced code and everything else, in turns; a fence that is left open is closed. Put together they are the text. */
export function fencedPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let lines: string[] = [];
  let fence: Fence | null = null;
  const put = (code: boolean) => {
    if (lines.length > 0) pieces.push({ code, text: lines.join("\n") });
    lines = [];
  };
  for (const line of text.split("\n")) {
    if (fence !== null) {
      lines.push(line);
      if (!closes(line, fence)) continue;
      put(true);
      fence = null;
      continue;
    }
    fence = opens(line);
    if (fence !== null) put(false);
    lines.push(fence === null ? line : fenceLine(line, fence));
  }
  if (fence !== null) lines.push(fence.mark.repeat(fence.length));
  put(fence !== null);
  return pieces;
}

const RUN = /`+/g;

/** Pieces of a line by the rule for inline code; null when a backtick is left over. */
function spansOf(line: string): Piece[] | null {
  const runs = [...line.matchAll(RUN)].map((run) => ({ at: run.index, length: run[0].length }));
  const pieces: Piece[] = [];
  let from = 0;
  for (let i = 0; i < runs.length; i += 1) {
    const open = runs[i];
    if (open === undefined) break;
    const close = runs.findIndex((run, at) => at > i && run.length === open.length);
    const end = runs[close];
    if (end === undefined) return null;
    pieces.push({ code: false, text: line.slice(from, open.at) });
    pieces.push({ code: true, text: line.slice(open.at, end.at + end.length) });
    from = end.at + end.length;
    i = close;
  }
  return [...pieces, { code: false, text: line.slice(from) }];
}

/** More runs of backticks than a person writes on one line; looking for their partners would take its time. */
const MOST_RUNS = 200;

/** A bare address takes everything up to the next space with it, backticks too. */
function isAddressWithCode(word: string): boolean {
  const last = word.lastIndexOf("`");
  return last > 0 && /:\/\/|www\./i.test(word.slice(0, last));
}

/**
 * Whether backticks on this line mean what they seem to mean: none escaped, none in an address, no pipe that a table
 * would split the line at.
 */
function isPlain(line: string): boolean {
  if ((line.match(RUN)?.length ?? 0) > MOST_RUNS || /\\|\||\]\(|\]:/.test(line)) return false;
  return !line.split(/\s+/).some(isAddressWithCode);
}

/**
 * One block of lines without a blank one between them, outside fences: line by line its pieces. Inline code counts only
 * when every backtick of the whole block has its partner on its own line: else one line could turn another inside out.
 */
export function inlinePieces(lines: readonly string[]): Piece[][] {
  const asText = (): Piece[][] => lines.map((text) => [{ code: false, text }]);
  if (!lines.every((line) => !line.includes("`") || isPlain(line))) return asText();
  const pieces: Piece[][] = [];
  for (const line of lines) {
    const spans = line.includes("`") ? spansOf(line) : [{ code: false, text: line }];
    if (spans === null) return asText();
    pieces.push(spans);
  }
  return pieces;
}
