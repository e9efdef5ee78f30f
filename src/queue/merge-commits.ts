/** Which commits were heard, on both sides: what either side has heard is heard. */
import { same } from "./merge-values.ts";
import type { Queue } from "./schema.ts";

type Commits = Queue["commits"];

/** So many heads are known: one for each work tree and branch that people switch between. */
export const MOST_HEADS = 20;
export const MOST_HANDLED = 200;

/** The union of both; of more than are kept, those that were heard last. */
export function mergedCommits(ours: Commits, theirs: Commits): Commits {
  if (ours === undefined || theirs === undefined || same(ours, theirs)) return ours ?? theirs;
  const handled = together(ours.handled ?? [], theirs.handled ?? [], MOST_HANDLED);
  const [first, second] = inOrder(ours, theirs);
  return {
    ...first,
    ...second,
    heads: together(ours.heads, theirs.heads, MOST_HEADS),
    ...(ours.handled === undefined && theirs.handled === undefined ? {} : { handled }),
  };
}

/** The newest stand last on both sides, so the end of each counts; the same whichever side is called ours. */
function together(ours: readonly string[], theirs: readonly string[], most: number): string[] {
  if (same(ours, theirs)) return [...ours];
  const age = new Map<string, number>();
  for (const side of [ours, theirs])
    for (const [at, one] of side.entries()) age.set(one, Math.min(age.get(one) ?? side.length, side.length - at));
  const ordered = [...age].sort(([a, older], [b, old]) => old - older || (a < b ? -1 : 1));
  return ordered.map(([one]) => one).slice(-most);
}

/** A field of somebody else's is the side's that sorts behind the other. */
function inOrder<T>(ours: T, theirs: T): [T, T] {
  return JSON.stringify(ours) < JSON.stringify(theirs) ? [ours, theirs] : [theirs, ours];
}
