/** The overall percentage against what the checklists say. */
import type { TriadDocument } from "../document/open.ts";
import { itemsBetween } from "../document/outline.ts";
import { findPercent } from "../places/field.ts";
import { sectionsFor } from "../places/section.ts";
import { consolidatedOn } from "../read/consolidated.ts";
import { manyOn, openTasks, restItems } from "../read/queue-lines.ts";
import { isPlaceholder } from "../templates/placeholders.ts";
import { type Finding, finding, type Triad } from "./finding.ts";

export interface Tally {
  readonly done: number;
  readonly total: number;
}

/** Percentage points that the source allows. */
const TOLERANCE = 5;

/** Boxes that are ticked, of all. Only the ones without boxes below them count, so that nothing counts twice. */
export function tallyBoxes(document: TriadDocument): Tally {
  const { items } = document.outline();
  let done = 0;
  let total = 0;
  items.forEach((item, index) => {
    if (item.box === null || item.box.state === "unclear" || item.quoted || isPlaceholder(item.text)) return;
    for (let below = index + 1; below < items.length; below++) {
      const child = items[below];
      if (child === undefined || child.line > item.lastLine || child.depth <= item.depth) break;
      if (child.box !== null) return;
    }
    total++;
    if (item.box.state === "done") done++;
  });
  return { done, total };
}

function standsFor(line: string): number {
  return consolidatedOn(line) ?? manyOn(line) ?? 1;
}

/** Entries of the template's three lists of milestones: those completed are done, all others are not. */
function tallyMilestones(document: TriadDocument): Tally {
  const count = (role: "completed" | "in_progress" | "pending") =>
    sectionsFor(document, role)
      .flatMap((section) => itemsBetween(document.outline(), section.body, section.ownEnd))
      .filter(({ depth, text }) => depth === 0 && !isPlaceholder(text))
      // Milestones that were moved to LEARNINGS.md are done all the same.
      .reduce((sum, { line }) => sum + standsFor(document.lines.text(line)), 0);
  const done = count("completed");
  return { done, total: done + count("in_progress") + count("pending") };
}

/**
 * What the checklists say, 0 to 100: the lists of milestones of PROGRESS.md, with the queue's open tasks in NEXT_STEPS.md
 * (its done ones are milestones); without any done, the boxes of PROGRESS.md; else those of NEXT_STEPS.md. Null where
 * there are none.
 */
export function checklistPercent({ progress, next }: Triad): number | null {
  const tallies = [
    ...(progress === null ? [] : [milestonesOrBoxes(progress, next)]),
    ...(next === null ? [] : [withRest(next, tallyBoxes(next))]),
  ];
  const tally = tallies.find(({ total }) => total > 0);
  return tally === undefined ? null : (tally.done / tally.total) * 100;
}

function milestonesOrBoxes(document: TriadDocument, next: TriadDocument | null): Tally {
  const { done, total } = tallyMilestones(document);
  if (done === 0) return tallyBoxes(document);
  return { done, total: total + (next === null ? 0 : openTasks(next)) };
}

/** The tasks that the list only counts are open ones. */
function withRest(next: TriadDocument, { done, total }: Tally): Tally {
  return { done, total: total + restItems(next).reduce((sum, { count }) => sum + count, 0) };
}

/** A percentage more than 5 points away from the checklists, or one whose place is not certain. */
export function checkPercent(triad: Triad): Finding[] {
  if (triad.progress === null) return [];
  const place = findPercent(triad.progress);
  if (!place.found) {
    if (place.reason === "absent") return [];
    return [finding("progress", place.lines[0] ?? 0, "percent_unsure", place.lines.map((line) => line + 1).join(", "))];
  }
  const expected = checklistPercent(triad);
  if (expected === null || place.place.unfilled) return [];
  const off = Math.abs(place.place.value - expected) > TOLERANCE;
  return off ? [finding("progress", place.place.line, "percent_off", place.place.value, Math.round(expected))] : [];
}
