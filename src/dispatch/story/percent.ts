/** The overall percentage: what the checklists say, written when that has changed; a person's own number stays until then. */

import type { Step } from "../../triad/commands/rewrite.ts";
import { setPercent } from "../../triad/commands/status.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { checklistPercent } from "../../triad/lint/percent.ts";
import { findPercent } from "../../triad/places/field.ts";

/** So far may a number be off and still be the one that the checklists give (the source's 5 %). */
const NEAR = 5;

export interface PercentSource {
  /** PROGRESS.md before our changes, and after them. */
  readonly before: TriadDocument;
  readonly after: TriadDocument;
  readonly next: { readonly before: TriadDocument | null; readonly after: TriadDocument | null };
  /** What the checklists gave when the number was looked at last; none: never. */
  readonly known: number | null | undefined;
}

/** What the checklists say, rounded; null where there are none. */
export function checklistNumber(progress: TriadDocument, next: TriadDocument | null): number | null {
  const percent = checklistPercent({ mission: null, progress, next });
  return percent === null ? null : Math.round(percent);
}

/** Whether and how the number is written, and what the record keeps. */
export function percentStep(source: PercentSource): {
  readonly steps: readonly Step[];
  readonly percent: number | undefined;
} {
  const known = source.known ?? undefined;
  const number = checklistNumber(source.after, source.next.after);
  if (number === null || number === known) return { steps: [], percent: known };
  const place = findPercent(source.after);
  // Once it was there: whoever took it out does not want it.
  if (known !== undefined && !place.found) return { steps: [], percent: known };
  const isForeign = known === undefined && place.found && !place.place.unfilled && !agrees(place.place.value, source);
  if (isForeign) return { steps: [], percent: number };
  return { steps: [(document) => setPercent(document, number)], percent: number };
}

/** At the first sight: whether the number that stands there is what the checklists gave. */
function agrees(value: number, { before, next }: PercentSource): boolean {
  return Math.abs(value - (checklistNumber(before, next.before) ?? 0)) <= NEAR;
}
