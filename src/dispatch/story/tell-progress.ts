/** PROGRESS.md: what happened, what is achieved, what is blocked, how far the whole is. */
import type { DocumentRecord, Queue } from "../../queue/schema.ts";
import { addToSection, type NewItem, takesItems } from "../../triad/commands/list.ts";
import { isWritten, marker } from "../../triad/commands/marker.ts";
import { addItems } from "../../triad/commands/own-section.ts";
import { recordMilestone } from "../../triad/commands/record.ts";
import type { Step } from "../../triad/commands/rewrite.ts";
import { plainInline } from "../../triad/commands/safe-text.ts";
import { setUpdated } from "../../triad/commands/status.ts";
import type { Edit } from "../../triad/document/edit.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { completedSection } from "../../triad/read/entries.ts";
import { manyId } from "../../triad/read/queue-lines.ts";
import { blockerSteps } from "./blockers.ts";
import { type Happening, logItem, tame, wordsFor } from "./entry.ts";
import { revised } from "./pages.ts";
import { type PercentSource, percentStep } from "./percent.ts";
import { type Achievements, achievementsIn, entryId, happenings, type Transition } from "./transitions.ts";
import type { Pen, SpokenWord } from "./types.ts";

export interface TellingProgress {
  readonly queue: Queue;
  readonly transitions: readonly Transition[];
  readonly record: DocumentRecord | null;
  /** What the log says before all of it. */
  readonly before: readonly Happening[];
  /** NEXT_STEPS.md before and after. */
  readonly next: { readonly before: TriadDocument | null; readonly after: TriadDocument | null };
  readonly now: string;
}

export interface ToldProgress {
  readonly document: TriadDocument;
  readonly percent: number | undefined;
  readonly blockers: readonly string[];
}

/** The document as it is to be. */
export function tellProgress(document: TriadDocument, telling: TellingProgress, pen: Pen): ToldProgress {
  const { transitions, now } = telling;
  const blocking = blockerSteps(document, telling, pen);
  const said = [...telling.before, ...checkpoints(pen.said, now), ...happenings(transitions, now)];
  const entries = revised(document, pen.parse, [
    (current) => log(current, said, pen),
    (current) => achieved(current, achievementsIn(transitions), now, pen),
    ...pen.said.filter(({ kind }) => kind === "milestone").map((word) => milestone(word, now, pen)),
    ...blocking.steps,
  ]);
  const from: PercentSource = { before: document, after: entries, next: telling.next, known: telling.record?.percent };
  const { steps, percent } = percentStep(from);
  const stamp: Step = (current) => setUpdated(current, pen.stampOf(now));
  return { document: revised(entries, pen.parse, steps, stamp, document), percent, blockers: blocking.written };
}

function checkpoints(said: readonly SpokenWord[], now: string): Happening[] {
  return said
    .filter(({ kind }) => kind === "checkpoint")
    .map(({ id, text }) => ({ id, moment: now, text: () => text }));
}

function milestone({ id, text }: SpokenWord, now: string, pen: Pen): Step {
  return (document) => recordMilestone(document, { id, at: pen.stampOf(now), achieved: tame(text) });
}

function log(document: TriadDocument, said: readonly Happening[], pen: Pen): Edit[] {
  const fresh = new Map(said.map((happening) => [marker(happening.id), happening]));
  const missing = [...fresh.values()].filter(({ id }) => !isWritten(document.text, id));
  if (missing.length === 0) return [];
  const words = wordsFor(document);
  return addItems(
    document,
    "activity",
    missing.map((happening) => logItem(happening, words, pen.stampOf)),
  );
}

function achieved(document: TriadDocument, { tasks, asOne }: Achievements, now: string, pen: Pen): Edit[] {
  const [first] = tasks;
  if (first === undefined) return [];
  const list = completedSection(document);
  if (list === null || !takesItems(document, list)) return [];
  const day = (moment: string) => `[${pen.stampOf(moment).slice(0, 10)}]`;
  if (asOne) {
    const id = manyId(tasks.length, entryId("milestone", first));
    const words = wordsFor(document).many({ done: tasks.map((task) => task.id), blocked: [], back: [], skipped: [] });
    return isWritten(document.text, id)
      ? []
      : addToSection(document, list, [{ text: `${day(now)} ${words} ${marker(id)}` }]);
  }
  const missing = tasks.filter((task) => !isWritten(document.text, entryId("milestone", task)));
  const items = missing.map((task): NewItem => {
    const words = plainInline(tame(`${task.id}: ${task.description}`));
    return { text: `${day(task.completed_at ?? now)} ${words} ${marker(entryId("milestone", task))}` };
  });
  return addToSection(document, list, items);
}
