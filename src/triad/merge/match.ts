/** Which piece of one version is which of another, also where somebody rewrote or renamed it. */
import { idOnLine } from "../commands/marker.ts";
import type { Piece } from "./pieces.ts";
import { textOf } from "./pieces.ts";

export const DATE = /\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?/;
/** So many comparisons at most; in a document with more rewritten pieces both versions stay. */
const MOST_PAIRS = 20_000;
const ALIKE = 0.5;

/** The date in a piece's own lines, comparable as text; null: there is none. */
export function dateOf(piece: Piece): string | null {
  return DATE.exec(textOf(piece.lines))?.[0].replace("T", " ") ?? null;
}

const TASK = /\bT-\d{2,9}\b/;

/** Gives pieces of `side` the labels of the pieces of `base` that they were made from. Call for parents before children. */
export function adoptLabels(base: readonly Piece[], side: readonly Piece[]): void {
  const [there, here] = [new Set(base.map(({ label }) => label)), new Set(side.map(({ label }) => label))];
  const gone = base.filter(({ label }) => !here.has(label));
  const fresh = side.filter(({ label }) => !there.has(label));
  if (gone.length * fresh.length > MOST_PAIRS) return;
  const pairs = gone.flatMap((old) => fresh.map((piece) => ({ old, piece, score: likeness(old, piece) })));
  const alike = pairs.filter(({ score }) => score >= ALIKE).sort((a, b) => b.score - a.score);
  const taken = new Set<Piece>();
  for (const { old, piece } of alike) {
    if (taken.has(old) || taken.has(piece)) continue;
    taken.add(old).add(piece);
    piece.label = old.label;
  }
  if (taken.size > 0) return;
  const [title, ...moreTitles] = gone.filter(isTitle);
  const [renamed, ...moreRenamed] = fresh.filter(isTitle);
  const isOnly = moreTitles.length + moreRenamed.length === 0;
  if (isOnly && title !== undefined && renamed !== undefined) renamed.label = title.label;
}

function isTitle({ kind, level }: Piece): boolean {
  return kind === "section" && level === 1;
}

/** From 0 to 1. Different entries of a log or tasks are never alike, however close their words. */
function likeness(a: Piece, b: Piece): number {
  if (a.kind !== b.kind) return 0;
  if (a.kind === "section") return a.level === b.level ? overlap(labelsIn(a), labelsIn(b)) : 0;
  if (a.kind !== "item") return 0;
  const [first, second] = [textOf(a.lines), textOf(b.lines)];
  const [idA, idB] = [idOnLine(a.lines[0]?.text ?? ""), idOnLine(b.lines[0]?.text ?? "")];
  if (idA !== null && idB !== null && idA !== idB) return 0;
  if (dateOf(a) !== dateOf(b) || TASK.exec(first)?.[0] !== TASK.exec(second)?.[0]) return 0;
  return overlap(wordsIn(a.words), wordsIn(b.words));
}

function labelsIn(section: Piece): Set<string> {
  return new Set(section.children.map(({ label }) => label));
}

function wordsIn(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? []);
}

/** Common members as a part of the larger set. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let common = 0;
  for (const member of a) if (b.has(member)) common++;
  return common / Math.max(a.size, b.size);
}
