/** The records: `[Auto-Sync]` by the passive track, `[Milestone]` by the active one. Each is written once. */
import { ENTRY_WORDS } from "../../messages/triad.ts";
import type { Edit } from "../document/edit.ts";
import type { TriadDocument } from "../document/open.ts";
import { type DocumentStyle, styleOf } from "../document/style.ts";
import { findSection } from "../places/section.ts";
import { addToSection, type NewItem, takesItems } from "./list.ts";
import { isWritten, marker } from "./marker.ts";
import { addItems } from "./own-section.ts";
import { plainInline } from "./safe-text.ts";

export interface AutoSync {
  /** Drawn once for this record; the entry carries it. */
  readonly id: string;
  /** `YYYY-MM-DD HH:MM`. */
  readonly at: string;
  readonly files: readonly string[];
  readonly errors: readonly string[];
}

export interface Milestone {
  readonly id: string;
  /** `YYYY-MM-DD HH:MM`. */
  readonly at: string;
  readonly achieved: string;
  readonly verified?: string | null;
  readonly obstacles?: string | null;
  readonly next?: string | null;
}

/** An entry of the log without a mark of its own: what a checkpoint or the queue has to say. */
export interface Note {
  readonly id: string;
  readonly at: string;
  readonly text: string;
}

/** So many files are named; the rest are counted. */
const NAMED_FILES = 5;
const MOST_ERRORS = 3;

function stamp(style: DocumentStyle, at: string): string {
  return style.language === "zh-CN" ? `${at}：` : `${at}: `;
}

/** Adds an `[Auto-Sync]` entry to the log of PROGRESS.md: the files changed since, and recent errors. */
export function recordAutoSync(document: TriadDocument, sync: AutoSync): Edit[] {
  if (isWritten(document.text, sync.id)) return [];
  const style = styleOf(document);
  const words = ENTRY_WORDS[style.language];
  const names = sync.files.slice(0, NAMED_FILES).map((file) => `\`${plainInline(file).replaceAll("`", "'")}\``);
  const text = `${stamp(style, sync.at)}[Auto-Sync] ${words.filesChanged(sync.files.length, names)} ${marker(sync.id)}`;
  const details = sync.errors.slice(0, MOST_ERRORS).map((error) => words.recentError(plainInline(error)));
  return addItems(document, "activity", [{ text, details }]);
}

/** Adds a plain entry to the log of PROGRESS.md. */
export function recordNote(document: TriadDocument, note: Note): Edit[] {
  if (isWritten(document.text, note.id)) return [];
  const text = `${stamp(styleOf(document), note.at)}${plainInline(note.text)} ${marker(note.id)}`;
  return addItems(document, "activity", [{ text }]);
}

/**
 * Adds a `[Milestone]` entry: to the completed milestones where PROGRESS.md has them for certain, else to its log. Below
 * it stand what was verified, what was in the way, and the plan.
 */
export function recordMilestone(document: TriadDocument, milestone: Milestone): Edit[] {
  if (isWritten(document.text, milestone.id)) return [];
  const style = styleOf(document);
  const words = ENTRY_WORDS[style.language];
  const detail = (label: string, text: string | null | undefined) =>
    text && plainInline(text) !== "" ? [`${label}${plainInline(text)}`] : [];
  const details = [
    ...detail(words.verified, milestone.verified),
    ...detail(words.obstacles, milestone.obstacles),
    ...detail(words.nextPlan, milestone.next),
  ];
  const body = `[Milestone] ${plainInline(milestone.achieved)} ${marker(milestone.id)}`;
  const dated = (date: string): NewItem => ({ text: `${date}${body}`, details });
  const completed = findSection(document, "completed");
  const { sections } = document.outline();
  const parent = completed.found && completed.place.parent !== null ? sections[completed.place.parent] : undefined;
  const milestones = findSection(document, "milestones");
  const certain = milestones.found && parent === milestones.place;
  if (completed.found && certain && takesItems(document, completed.place)) {
    return addToSection(document, completed.place, [dated(`[${milestone.at.slice(0, 10)}] `)]);
  }
  return addItems(document, "activity", [dated(stamp(style, milestone.at))]);
}
