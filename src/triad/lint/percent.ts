/** The overall percentage against what the checklists say. */
import { idOnLine } from "../commands/marker.ts";
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

/** The id of a milestone that `mark_milestone` recorded; those of the queue's tasks have a task's uid and epoch. */
const MARKED = /^milestone-(?![a-z0-9]+-\d{1,4}(?:-|$))/;

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

function milestoneLines(document: TriadDocument, role: "completed" | "in_progress" | "pending"): string[] {
  return sectionsFor(document, role)
    .flatMap((section) => itemsBetween(document.outline(), section.body, section.ownEnd))
    .filter(({ depth, text }) => depth === 0 && !isPlaceholder(text))
    .map(({ line }) => document.lines.text(line));
}

/** Entries of the template's three lists of milestones: those completed are done, all others are not. */
function tallyMilestones(document: TriadDocument): Tally & { readonly planned: boolean } {
  // Milestones that were moved to LEARNINGS.md are done all the same.
  const count = (lines: readonly string[]) => lines.reduce((sum, line) => sum + standsFor(line), 0);
  const completed = milestoneLines(document, "completed");
  const done = count(completed);
  const open = count([...milestoneLines(document, "in_progress"), ...milestoneLines(document, "pending")]);
  // What `mark_milestone` records was on no list before: alone, it does not say how much there is to do.
  const planned = completed.some((line) => consolidatedOn(line) === null && !MARKED.test(idOnLine(line) ?? ""));
  return { done, total: done + open, planned };
}

/**
 * What the checklists say, 0 to 100: the lists of milestones of PROGRESS.md, with the queue's open tasks in NEXT_STEPS.md
 * (its done ones are milestones), or with all open boxes there when nothing else is open; without any done, or with none
 * that was planned, the boxes of PROGRESS.md; else those of NEXT_STEPS.md. Null where there are none.
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
  const { done, total, planned } = tallyMilestones(document);
  if (done === 0) return tallyBoxes(document);
  const open = total - done + (next === null ? 0 : openTasks(next));
  if (open > 0) return { done, total: done + open };
  if (!planned) return tallyBoxes(document);
  const boxes = next === null ? { done: 0, total: 0 } : tallyBoxes(next);
  return { done, total: done + boxes.total - boxes.done };
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
