/** The name somebody may have meant. */

/** Insertions, deletions, exchanges and swaps of neighbours between two short names. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? least) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[-_]/g, "");

/** The nearest of `known`, when no more than a third of the name is different; else null. `maxRetries` is `max_retries`. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (name.length > 60) return null;
  const wanted = plain(name);
  let best: string | null = null;
  let least = Math.ceil(wanted.length / 3) + 1;
  for (const candidate of known) {
    const far = distance(wanted, plain(candidate));
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}
