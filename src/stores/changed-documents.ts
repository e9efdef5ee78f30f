/** What an intent made of the documents it was given. Pure, and the same for every transport. */
import type { Documents } from "../state/state.ts";

/**
 * The documents that are to be written: those whose bytes are not the ones that were given. A document is never taken away, and one that was not given
 * (nobody asked for it, or it cannot be written now) is not ours: both count as unchanged.
 */
export function changedDocuments(given: Documents, answer: Documents | undefined): Map<string, Uint8Array> {
  const changed = new Map<string, Uint8Array>();
  if (answer === undefined || answer === given) return changed;
  for (const [path, before] of given) {
    const after = answer.get(path) ?? null;
    if (after !== null && after !== before && !isEqual(before, after)) changed.set(path, after);
  }
  return changed;
}

/** The documents as they are after the write. */
export function documentsAfter(given: Documents, changes: ReadonlyMap<string, Uint8Array>): Documents {
  return changes.size === 0 ? given : new Map([...given, ...changes]);
}

function isEqual(before: Uint8Array | null, after: Uint8Array): boolean {
  return before !== null && Buffer.compare(before, after) === 0;
}
