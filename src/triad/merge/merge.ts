/**
 * Two versions of a document become one, by section and entry. Both sides' entries are there, in the order of their dates or
 * places; of a field the value of the document that was updated later; of prose both texts. Never conflict markers.
 */
import { BYTE_ORDER_MARK, type Ending, splitLines } from "../document/lines.ts";
import { openDocument, type TriadDocument } from "../document/open.ts";
import type { BlockParser } from "../document/remark.ts";
import { findField } from "../places/field.ts";
import { joinTrees } from "./join.ts";
import { layOut } from "./lay-out.ts";
import { DATE } from "./match.ts";
import type { Later } from "./own-lines.ts";
import { type Line, lineByLine, type Piece, takeApart } from "./pieces.ts";

/** Merges decoded documents. `base` null: no common past is known, so nothing counts as taken out. */
export function mergeDocuments(base: string | null, ours: string, theirs: string, parse: BlockParser): string {
  if (ours === theirs || theirs === base) return ours;
  if (ours === base) return theirs;
  const [before, a, b] = [base === null ? null : bare(base), bare(ours), bare(theirs)];
  const documents = [
    before === null ? null : openDocument(before, parse),
    openDocument(a, parse),
    openDocument(b, parse),
  ] as const;
  const [baseTree, ourTree, theirTree] = treesOf(...documents);
  const joined = joinTrees(baseTree, ourTree, theirTree, laterOf(documents[1], documents[2]));
  const lines = layOut(joined, chooseEnding(before, a, b) ?? usualOf(before, a, b));
  const marked = decide(
    base?.startsWith(BYTE_ORDER_MARK),
    ours.startsWith(BYTE_ORDER_MARK),
    theirs.startsWith(BYTE_ORDER_MARK),
  );
  return (marked ? BYTE_ORDER_MARK : "") + written(lines, before, a, b);
}

function bare(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

type Trees = readonly [base: Piece | null, ours: Piece, theirs: Piece];

/** All are read the same way, or nothing would match. */
function treesOf(base: TriadDocument | null, ours: TriadDocument, theirs: TriadDocument): Trees {
  const [before, a, b] = [base === null ? null : takeApart(base), takeApart(ours), takeApart(theirs)];
  if (a !== null && b !== null && (base === null || before !== null)) return [before, a, b];
  return [base === null ? null : lineByLine(base), lineByLine(ours), lineByLine(theirs)];
}

function laterOf(ours: TriadDocument, theirs: TriadDocument): Later {
  const [a, b] = [updatedAt(ours), updatedAt(theirs)];
  if (a === null || b === null || a === b) return "neither";
  return a > b ? "ours" : "theirs";
}

function updatedAt(document: TriadDocument): string | null {
  const field = findField(document, "updated");
  return field.found ? (DATE.exec(field.place.value)?.[0].replace("T", " ") ?? null) : null;
}

/** What only one side changed is that side's; both: as it is most of the time (`true`). */
function decide(base: boolean | undefined, ours: boolean, theirs: boolean): boolean {
  if (ours === theirs) return ours;
  return base === undefined ? true : base === ours ? theirs : ours;
}

/** The one ending of all lines; null where they are mixed. */
function endingOf(text: string): Ending | null {
  const { count, ending } = splitLines(text);
  const found = new Set(Array.from({ length: count }, (_, line) => ending(line)));
  found.delete("");
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

/** The ending that all lines of the result get, where one side changed them all; null: each line keeps its own. */
function chooseEnding(base: string | null, ours: string, theirs: string): Ending | null {
  const [a, b] = [endingOf(ours), endingOf(theirs)];
  if (a === null || b === null || a === b) return null;
  const before = base === null ? null : endingOf(base);
  if (before === a || before === b) return before === a ? b : a;
  return "\n";
}

/** For lines that had no ending of their own. */
function usualOf(base: string | null, ours: string, theirs: string): Ending {
  const usual = (text: string | null) => (text !== null && /[\r\n]/.test(text) ? splitLines(text).usual : null);
  const [before, a, b] = [usual(base), usual(ours), usual(theirs)];
  if (a === null || b === null || a === b) return a ?? b ?? before ?? "\n";
  return before === a ? b : before === b ? a : "\n";
}

function written(lines: readonly Line[], base: string | null, ours: string, theirs: string): string {
  const all = chooseEnding(base, ours, theirs);
  const text = lines.map((line) => line.text + (all !== null && line.ending !== "" ? all : line.ending)).join("");
  const isClosed = (whole: string) => /[\r\n]$/.test(whole);
  const closed = decide(base === null ? undefined : isClosed(base), isClosed(ours), isClosed(theirs));
  if (closed === isClosed(text) || text === "") return text;
  return closed ? text + (all ?? usualOf(base, ours, theirs)) : text.replace(/(?:\r\n|\n|\r)$/, "");
}
