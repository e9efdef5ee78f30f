/** The order of siblings that come from two sides. */

/** What stands in a side's order, by label. */
export interface Order {
  readonly base: readonly string[] | null;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  /** The date of a piece that only one side has; null: none. */
  dateOf(label: string): string | null;
  /** Of a log whose newest entry stands on top. */
  readonly newestFirst: boolean;
}

/** The labels of both sides in one order; each side's own order stays as far as the other's allows. */
export function mergeOrder(order: Order): string[] {
  const { ours, theirs } = order;
  const [inOurs, inTheirs] = [new Set(ours), new Set(theirs)];
  const spine = spineOf(order, inOurs, inTheirs);
  const isCommon = (label: string) => inOurs.has(label) && inTheirs.has(label);
  const [mine, other] = [runs(ours, isCommon), runs(theirs, isCommon)];
  const START = "";
  return [START, ...spine].flatMap((anchor) => {
    const between = mergeRuns(mine.get(anchor) ?? [], other.get(anchor) ?? [], order);
    return anchor === START ? between : [anchor, ...between];
  });
}

/** The order of what both have: the side's that moved something; where both did, one of them, the same whoever asks. */
function spineOf({ base, ours, theirs }: Order, inOurs: ReadonlySet<string>, inTheirs: ReadonlySet<string>): string[] {
  const a = ours.filter((label) => inTheirs.has(label));
  const b = theirs.filter((label) => inOurs.has(label));
  const [textA, textB] = [a.join("\0"), b.join("\0")];
  if (textA === textB) return a;
  if (base !== null) {
    const there = new Set(base);
    const before = base.filter((label) => inOurs.has(label) && inTheirs.has(label)).join("\0");
    const known = (labels: readonly string[]) => labels.filter((label) => there.has(label)).join("\0");
    if (known(a) === before && known(b) !== before) return b;
    if (known(b) === before && known(a) !== before) return a;
  }
  return textA <= textB ? a : b;
}

/** What only one side has, by the common label that it stands behind; "" for the beginning. */
function runs(labels: readonly string[], isCommon: (label: string) => boolean): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let anchor = "";
  for (const label of labels) {
    if (isCommon(label)) anchor = label;
    else {
      const run = found.get(anchor);
      if (run === undefined) found.set(anchor, [label]);
      else run.push(label);
    }
  }
  return found;
}

function mergeRuns(ours: readonly string[], theirs: readonly string[], order: Order): string[] {
  if (ours.length === 0 || theirs.length === 0) return [...ours, ...theirs];
  const dates = [ours, theirs].map((run) => run.map(order.dateOf));
  const [first, second] = comesFirst(ours, theirs, order) ? [ours, theirs] : [theirs, ours];
  if (dates.flat().some((date) => date === null)) return [...first, ...second];
  const merged: string[] = [];
  const [left, right] = [[...first], [...second]];
  while (left.length > 0 && right.length > 0) {
    const [a, b] = [order.dateOf(left[0] ?? "") ?? "", order.dateOf(right[0] ?? "") ?? ""];
    const isLeft = a === b || (order.newestFirst ? a > b : a < b);
    merged.push((isLeft ? left : right).shift() ?? "");
  }
  return [...merged, ...left, ...right];
}

/** By their first dates, else by their words: whoever asks gets the same answer. */
function comesFirst(ours: readonly string[], theirs: readonly string[], order: Order): boolean {
  const dateOf = (run: readonly string[]) => run.map(order.dateOf).find((date) => date !== null) ?? null;
  const [a, b] = [dateOf(ours), dateOf(theirs)];
  if (a !== null && b !== null && a !== b) return order.newestFirst ? a > b : a < b;
  return ours.join("\0") <= theirs.join("\0");
}
