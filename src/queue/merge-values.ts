/** Three versions of a value become one; the same whichever side is called ours. */

/** Which side was written later; "unknown": both at the same moment, or nobody knows. */
export type Newer = "ours" | "theirs" | "unknown";

/** As it is compared and ordered: nothing and null are the same. */
function textOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}

export function same(a: unknown, b: unknown): boolean {
  return a === b || textOf(a) === textOf(b);
}

/** The side with the later moment. */
export function newerOf(ours: string | undefined, theirs: string | undefined): Newer {
  const [a, b] = [Date.parse(ours ?? ""), Date.parse(theirs ?? "")];
  if (Number.isNaN(a) || Number.isNaN(b) || a === b) return "unknown";
  return a > b ? "ours" : "theirs";
}

/** A value before, here and there. `known`: there is a common past, so that what one side left alone is the other's to decide. */
export interface Versions<T> {
  readonly known: boolean;
  readonly base: T | undefined;
  readonly ours: T;
  readonly theirs: T;
}

/** What only one side changed is that side's; of two changes the newer counts, else the one that sorts behind the other. */
export function decide<T>({ known, base, ours, theirs }: Versions<T>, newer: Newer): T {
  // Nothing and null say the same; null is what both can agree on.
  if (same(ours, theirs)) return ours === undefined ? theirs : ours;
  if (known && same(base, ours)) return theirs;
  if (known && same(base, theirs)) return ours;
  if (newer !== "unknown") return newer === "ours" ? ours : theirs;
  return textOf(ours) >= textOf(theirs) ? ours : theirs;
}

/** Lists as sets: what either side added is there, what either side took out is not. The order is the longer side's. */
export function decideList<T>(versions: Versions<readonly T[]>): T[] {
  const { known, base, ours, theirs } = versions;
  if (same(ours, theirs)) return [...ours];
  if (known && same(base, ours)) return [...theirs];
  if (known && same(base, theirs)) return [...ours];
  const keysOf = (list: readonly T[]) => new Set(list.map(textOf));
  const [before, mine, other] = [keysOf((known ? base : null) ?? []), keysOf(ours), keysOf(theirs)];
  const stays = (value: T) => {
    const key = textOf(value);
    return (mine.has(key) && other.has(key)) || !before.has(key);
  };
  const [first, second] = comesFirst(ours, theirs) ? [ours, theirs] : [theirs, ours];
  const there = keysOf(first);
  return [...first, ...second.filter((value) => !there.has(textOf(value)))].filter(stays);
}

function comesFirst(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length ? textOf(a) >= textOf(b) : a.length > b.length;
}

/** Records by key: each entry by itself; one that a side took out and the other left alone is gone. `merge` decides where both have it. */
export function decideRecord<T>(
  base: Readonly<Record<string, T>> | null,
  ours: Readonly<Record<string, T>>,
  theirs: Readonly<Record<string, T>>,
  merge: (base: T | undefined, ours: T, theirs: T) => T,
): Record<string, T> {
  const merged: [string, T][] = [];
  for (const key of [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort()) {
    const [before, a, b] = [base?.[key], ours[key], theirs[key]];
    if (a !== undefined && b !== undefined) merged.push([key, merge(before, a, b)]);
    else {
      const only = a ?? b;
      if (only !== undefined && (before === undefined || !same(before, only))) merged.push([key, only]);
    }
  }
  return Object.fromEntries(merged);
}
