/** Three trees of pieces become one: what either side added or changed is there, what one side took out and the other left alone is not. */
import { isPlaceholder, saysNothing } from "../templates/placeholders.ts";
import { adoptLabels, dateOf } from "./match.ts";
import { type Later, mergeOwnLines } from "./own-lines.ts";
import { type Line, type Piece, type PieceKind, textOf } from "./pieces.ts";
import { mergeOrder } from "./sequence.ts";

/** A piece of the result, and what it was made from. */
export interface Joined {
  readonly kind: PieceKind;
  readonly lines: readonly Line[];
  readonly base: Piece | null;
  readonly ours: Piece | null;
  readonly theirs: Piece | null;
  readonly children: readonly Joined[];
}

type Pieces = readonly Piece[];

/** Merges the trees. `base` null: no common past is known, so nothing was taken out. */
export function joinTrees(base: Piece | null, ours: Piece, theirs: Piece, later: Later): Joined {
  const children = joinChildren(base?.children ?? [], ours.children, theirs.children, later);
  return { kind: "root", lines: [], base, ours, theirs, children };
}

function joinChildren(base: Pieces, ours: Pieces, theirs: Pieces, later: Later): Joined[] {
  adoptLabels(base, ours);
  adoptLabels(base, theirs);
  const byLabel = (pieces: Pieces) => new Map(pieces.map((piece) => [piece.label, piece]));
  const [before, mine, other] = [byLabel(base), byLabel(ours), byLabel(theirs)];
  const joined = new Map<string, Joined[]>();
  for (const label of new Set([...mine.keys(), ...other.keys()])) {
    const found = joinOne(before.get(label) ?? null, mine.get(label) ?? null, other.get(label) ?? null, later);
    if (found.length > 0) joined.set(label, found);
  }
  const there = (pieces: Pieces) => pieces.map(({ label }) => label).filter((label) => joined.has(label));
  const dates = new Map<string, string | null>();
  const order = mergeOrder({
    base: base.length > 0 ? base.map(({ label }) => label) : null,
    ours: there(ours),
    theirs: there(theirs),
    newestFirst: isNewestFirst(ours) || isNewestFirst(theirs),
    dateOf: (label) => {
      const known = dates.get(label);
      if (known !== undefined) return known;
      const piece = mine.get(label) ?? other.get(label);
      const date = piece === undefined ? null : dateOf(piece);
      dates.set(label, date);
      return date;
    },
  });
  return withoutNothing(order.flatMap((label) => joined.get(label) ?? []));
}

function isNewestFirst(pieces: Pieces): boolean {
  const dates = pieces.flatMap((piece) => dateOf(piece) ?? []);
  return dates.length > 1 && (dates[0] ?? "") > (dates.at(-1) ?? "");
}

function joinOne(base: Piece | null, ours: Piece | null, theirs: Piece | null, later: Later): Joined[] {
  if (ours !== null && theirs !== null) return joinBoth(base, ours, theirs, later);
  const only = ours ?? theirs;
  if (only === null) return [];
  const children = joinChildren(base?.children ?? [], ours?.children ?? [], theirs?.children ?? [], later);
  // Taken out on the other side: it stays when it was changed here, in itself or in what belongs to it.
  const stays = base === null || textOf(base.lines) !== textOf(only.lines) || children.length > 0;
  return stays ? [{ kind: only.kind, lines: only.lines, base, ours, theirs, children }] : [];
}

function joinBoth(base: Piece | null, ours: Piece, theirs: Piece, later: Later): Joined[] {
  const children = joinChildren(base?.children ?? [], ours.children, theirs.children, later);
  const [first = [], second] = mergeOwnLines(base, ours, theirs, later);
  if (second === undefined) return [{ kind: ours.kind, lines: first, base, ours, theirs, children }];
  // Two texts of one item: what is nested in it stays with the last.
  const isOursFirst = first.at(-1) === ours.lines.at(-1) || textOf(first) === textOf(ours.lines);
  const [a, b] = isOursFirst ? [ours, null] : [null, theirs];
  return [
    { kind: ours.kind, lines: first, base: null, ours: a, theirs: b, children: [] },
    {
      kind: ours.kind,
      lines: second,
      base,
      ours: isOursFirst ? null : ours,
      theirs: isOursFirst ? theirs : null,
      children,
    },
  ];
}

/** `None.` of one side gives way to what the other side lists. */
function withoutNothing(joined: readonly Joined[]): Joined[] {
  const isNothing = ({ kind, lines, ours, theirs, children }: Joined) => {
    if ((ours !== null && theirs !== null) || children.length > 0) return false;
    const own = ours ?? theirs;
    const isParagraph = own?.label.startsWith("paragraph:") === true;
    const words = isParagraph ? textOf(lines) : kind === "item" ? own?.words : undefined;
    if (words === undefined) return false;
    return saysNothing(words) || isPlaceholder(words);
  };
  return joined.filter((one) => {
    const isOther = (sibling: Joined) =>
      sibling.kind === "item" &&
      (one.ours === null ? sibling.theirs === null : sibling.ours === null) &&
      !isNothing(sibling);
    return !isNothing(one) || !joined.some(isOther);
  });
}
