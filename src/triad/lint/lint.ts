/** `lint`: what in the three documents makes them less true, short or findable than they could be. */
import { findSection } from "../places/section.ts";
import type { SectionRole } from "../places/wordings.ts";
import { checkBlockers } from "./blockers.ts";
import { checkBoundaries } from "./boundaries.ts";
import { type Finding, finding, type Kind, type Triad } from "./finding.ts";
import { checkPercent } from "./percent.ts";
import { checkTasks } from "./tasks.ts";

/** The places that commands write to, by document. */
const PLACES: readonly (readonly [Kind, SectionRole])[] = [
  ["progress", "stage"],
  ["progress", "activity"],
  ["progress", "blockers"],
  ["next", "next"],
];

/** Where a command did not know for certain where to write, and used a section of our own. */
function checkPlaces(triad: Triad): Finding[] {
  return PLACES.flatMap(([kind, role]) => {
    const document = triad[kind];
    const place = document === null ? null : findSection(document, role);
    if (place === null || place.found || place.reason === "absent") return [];
    const lines = place.lines.map((line) => line + 1).join(", ");
    const code = place.reason === "several" ? "place_several" : "place_unsure";
    return [finding(kind, place.lines[0] ?? 0, code, role, lines)];
  });
}

/** All findings, by file and line. */
export function lint(triad: Triad): Finding[] {
  const found = [
    ...checkBoundaries(triad),
    ...checkPercent(triad),
    ...checkPlaces(triad),
    ...(triad.progress === null ? [] : checkBlockers(triad.progress)),
    ...(triad.next === null ? [] : checkTasks(triad.next)),
  ];
  return found.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}
