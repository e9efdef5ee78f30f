/** A piece's own lines on three sides become one: what one side changed is that side's; of two changes see below. */
import { idOnLine, marker } from "../commands/marker.ts";
import { boxState } from "../document/walk.ts";
import { DATE } from "./match.ts";
import { type Line, type Piece, textOf } from "./pieces.ts";

/** Which document says that it was updated later. */
export type Later = "ours" | "theirs" | "neither";

/** The lines that stay: one version, or both where each says something of its own. */
export type Kept = readonly (readonly Line[])[];

/** `base` null: it was added on both sides. */
export function mergeOwnLines(base: Piece | null, ours: Piece, theirs: Piece, later: Later): Kept {
  const [a, b] = [textOf(ours.lines), textOf(theirs.lines)];
  const before = base === null ? null : textOf(base.lines);
  if (a === b) return [sameText(base, ours, theirs)];
  if (before === a) return [theirs.lines];
  if (before === b) return [ours.lines];
  if (ours.kind === "item") return mergeItem(base, ours, theirs);
  const winner = newest(ours, theirs, later);
  return [withMore(winner, winner === ours.lines ? theirs : ours, base)];
}

/** A value or heading of several lines keeps what only the other side has: one line would be lost with the older value. */
function withMore(winner: readonly Line[], other: Piece, base: Piece | null): readonly Line[] {
  const isHeading = other.kind === "section";
  const lines = isHeading ? other.lines.slice(0, -1) : other.lines;
  if (lines.length < 2) return winner;
  const known = new Set([...winner, ...(base?.lines ?? [])].map(({ text }) => text));
  const more = lines.filter(({ text }) => !known.has(text));
  return isHeading ? [...more, ...winner] : [...winner, ...more];
}

/** Only line ends differ, if anything does. */
function sameText(base: Piece | null, ours: Piece, theirs: Piece): readonly Line[] {
  const raw = ({ lines }: Piece) => lines.map(({ text, ending }) => text + ending).join("");
  const [a, b] = [raw(ours), raw(theirs)];
  if (base !== null && raw(base) === a) return theirs.lines;
  if (base !== null && raw(base) === b) return ours.lines;
  return a <= b ? ours.lines : theirs.lines;
}

/** A field or a heading has one value: that of the document which was updated later; the date of updating itself only goes on. */
function newest(ours: Piece, theirs: Piece, later: Later): readonly Line[] {
  const [a, b] = [textOf(ours.lines), textOf(theirs.lines)];
  const [dateA, dateB] = [DATE.exec(a)?.[0] ?? "", DATE.exec(b)?.[0] ?? ""];
  if (dateA !== dateB && dateA !== "" && dateB !== "") return dateA > dateB ? ours.lines : theirs.lines;
  if (later !== "neither") return later === "ours" ? ours.lines : theirs.lines;
  const [percentA, percentB] = [percentIn(a), percentIn(b)];
  if (percentA !== percentB) return percentA > percentB ? ours.lines : theirs.lines;
  return a >= b ? ours.lines : theirs.lines;
}

function percentIn(text: string): number {
  return Number(/(\d{1,3}(?:\.\d{1,3})?)[ \u00a0]?[%％]/.exec(text)?.[1] ?? -1);
}

/** The box by itself, the words by themselves. */
function mergeItem(base: Piece | null, ours: Piece, theirs: Piece): Kept {
  const [a, b, before] = [masked(ours), masked(theirs), base === null ? null : masked(base)];
  const mark = mergeMark(base, ours, theirs);
  if (a === b || before === b) return [withMark(ours, mark)];
  if (before === a) return [withMark(theirs, mark)];
  // Both wrote it anew: both texts stay. One entry of ours must not stand there twice, so the second is a person's line.
  const [first, second] = a <= b ? [ours, theirs] : [theirs, ours];
  return [withMark(first, mark), withoutMarker(withMark(second, mark))];
}

/** The text with a placeholder for the mark in the box. */
function masked(item: Piece): string {
  return textOf(item.box === null ? item.lines : setMark(item, "\0"));
}

function markOf({ box, lines }: Piece): string | null {
  return box === null ? null : (lines[0]?.text[box] ?? null);
}

function isTicked(mark: string | null): boolean {
  return mark !== null && boxState(mark) === "done";
}

/** Ticked when either side ticked it since; else who changed it has it. */
function mergeMark(base: Piece | null, ours: Piece, theirs: Piece): string | null {
  const [before, a, b] = [base === null ? null : markOf(base), markOf(ours), markOf(theirs)];
  if (a === b) return a;
  if (base !== null && before === a) return b;
  if (base !== null && before === b) return a;
  if (isTicked(a) !== isTicked(b)) return isTicked(a) ? a : b;
  return (a ?? "") >= (b ?? "") ? a : b;
}

function setMark({ box, lines }: Piece, mark: string): Line[] {
  return lines.map((line, index) => {
    if (index > 0 || box === null) return line;
    return { ...line, text: line.text.slice(0, box) + mark + line.text.slice(box + 1) };
  });
}

function withMark(item: Piece, mark: string | null): readonly Line[] {
  return item.box === null || mark === null || markOf(item) === mark ? item.lines : setMark(item, mark);
}

function withoutMarker(lines: readonly Line[]): Line[] {
  return lines.map((line) => {
    const id = idOnLine(line.text);
    return id === null ? line : { ...line, text: line.text.replace(marker(id), "").trimEnd() };
  });
}
