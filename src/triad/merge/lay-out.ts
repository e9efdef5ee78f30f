/** The merged pieces as a text: line ends, and blank lines between pieces as the side has them that has these two neighbours. */
import type { Ending } from "../document/lines.ts";
import type { Joined } from "./join.ts";
import { inOrder, type Line, type Piece, textOf } from "./pieces.ts";

type Side = "base" | "ours" | "theirs";
const SIDES = ["ours", "theirs"] as const;

/** Each piece's neighbours in its own document; the root comes before the first. */
interface Neighbours {
  readonly next: ReadonlyMap<Piece, Piece | null>;
  readonly previous: ReadonlyMap<Piece, Piece>;
}

function neighbours(root: Piece | null): Neighbours {
  const next = new Map<Piece, Piece | null>();
  const previous = new Map<Piece, Piece>();
  const pieces = root === null ? [] : inOrder(root);
  for (const [index, piece] of pieces.entries()) {
    const behind = pieces[index + 1] ?? null;
    next.set(piece, behind);
    if (behind !== null) previous.set(behind, piece);
  }
  return { next, previous };
}

function flatten(root: Joined): Joined[] {
  const all: Joined[] = [];
  const open = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    all.push(next);
    open.push(...[...next.children].reverse());
  }
  return all;
}

/** All lines of the result, with the ends that they have on their sides. `ending`: for a line that had none. */
export function layOut(root: Joined, ending: Ending): Line[] {
  const around = { base: neighbours(root.base), ours: neighbours(root.ours), theirs: neighbours(root.theirs) };
  const pieces = flatten(root);
  const lines = pieces.flatMap((piece, index) => {
    const behind = pieces[index + 1] ?? null;
    const isEmpty = piece.kind === "root" && behind === null;
    return [...piece.lines, ...(isEmpty ? [] : gapBetween(piece, behind, around))];
  });
  return lines.map((line, index) => (line.ending === "" && index < lines.length - 1 ? { ...line, ending } : line));
}

type Around = Readonly<Record<Side, Neighbours>>;

function gapBetween(piece: Joined, behind: Joined | null, around: Around): readonly Line[] {
  const there = (side: Side): readonly Line[] | null => {
    const own = piece[side];
    if (own === null) return null;
    const next = around[side].next.get(own);
    return next === (behind === null ? null : (behind[side] ?? undefined)) ? own.gap : null;
  };
  const [base, ours, theirs] = [there("base"), there("ours"), there("theirs")];
  if (ours !== null && theirs !== null) return mergeGaps(base, ours, theirs);
  return ours ?? theirs ?? newGap(piece, behind, around);
}

function mergeGaps(base: readonly Line[] | null, ours: readonly Line[], theirs: readonly Line[]): readonly Line[] {
  const [a, b] = [raw(ours), raw(theirs)];
  if (a === b || (base !== null && raw(base) === b)) return ours;
  if (base !== null && raw(base) === a) return theirs;
  return wider([ours, theirs]);
}

function raw(gap: readonly Line[]): string {
  return gap.map(({ text, ending }) => text + ending).join("");
}

/** The longest, whichever side it is of; of the longest the first by its bytes. */
function wider(gaps: readonly (readonly Line[])[]): readonly Line[] {
  const isBefore = (a: readonly Line[], b: readonly Line[]) =>
    a.length === b.length ? raw(a) < raw(b) : a.length > b.length;
  return gaps.reduce((best, gap) => (isBefore(gap, best) ? gap : best), gaps[0] ?? []);
}

const BLANK: Line = { text: "", ending: "" };

/** Two that were never neighbours: as close as their kind usually stands, and never so close that they run into each other. */
function newGap(piece: Joined, behind: Joined | null, around: Around): readonly Line[] {
  if (behind === null) return [];
  if (piece.kind === behind.kind && (piece.kind === "row" || piece.kind === "field")) return [];
  if (isListed(piece) && behind.kind === "item") return innerGap(piece, behind, around);
  if (textOf(piece.lines).startsWith("---") || behind.kind === "row") return [];
  const own = wider(SIDES.map((side) => piece[side]?.gap ?? []));
  return own.length > 0 || piece.kind === "root" ? own : [BLANK];
}

function isListed({ kind, ours, theirs }: Joined): boolean {
  return kind === "item" || (ours ?? theirs)?.label.startsWith("nested:") === true;
}

/** The blank lines between items as the list has them where one of the two stands. */
function innerGap(piece: Joined, behind: Joined, around: Around): readonly Line[] {
  const before = SIDES.flatMap((side) => gapBefore(behind[side], around[side]) ?? []);
  if (before.length > 0) return wider(before.map(({ gap }) => gap));
  const beside = SIDES.flatMap((side) => {
    const own = piece[side];
    if (own === null) return [];
    return around[side].next.get(own)?.kind === "item" ? own : (gapBefore(own, around[side]) ?? []);
  });
  return wider(beside.map(({ gap }) => gap));
}

/** The item that a piece comes after, for the blank lines between the two. */
function gapBefore(own: Piece | null, { previous }: Neighbours): Piece | null {
  const before = own === null ? undefined : previous.get(own);
  return before?.kind === "item" ? before : null;
}
