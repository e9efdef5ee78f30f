/** The paths that a record lists of an attempt that changed very many. */
import { isUnder, PROTECTED_PATHS } from "../../verify/repository-path.ts";

/** How many paths a record lists. */
export const MOST_LISTED = 200;

/** At most `MOST_LISTED` of the paths; those under `prefixes` (what it must not touch) come first, so that none of them is cut off. */
export function listedChanges(changed: readonly string[], prefixes: readonly string[] = PROTECTED_PATHS): string[] {
  if (changed.length <= MOST_LISTED) return [...changed];
  const isProtected = (path: string) => prefixes.some((prefix) => isUnder(path, prefix));
  const first = changed.filter(isProtected);
  const rest = changed.filter((path) => !isProtected(path));
  return [...first, ...rest].slice(0, MOST_LISTED);
}
