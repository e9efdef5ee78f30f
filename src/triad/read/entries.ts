/** The dated entries of PROGRESS.md, oldest first: its log, and its completed milestones. */
import { idOnLine } from "../commands/marker.ts";
import type { TriadDocument } from "../document/open.ts";
import { type Item, itemsBetween, type Section } from "../document/outline.ts";
import { findSection } from "../places/section.ts";
import { isPlaceholder, saysNothing } from "../templates/placeholders.ts";
import { consolidatedOn } from "./consolidated.ts";

export interface Entry {
  readonly item: Item;
  /** `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`; null where the entry gives none. */
  readonly date: string | null;
  /** Without the date. */
  readonly text: string;
  /** `[Milestone]` stands in front of it. */
  readonly milestone: boolean;
  /** The id of our marker; null for a line that a person wrote. */
  readonly id: string | null;
}

const DATE =
  /^[*_`[(]{0,4}(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::\d{2})?Z?)?[*_`\])]{0,4}[:：]?[*_]{0,2}\s*(?:[-–—]\s+)?/;
const MILESTONE = /^[*_`]{0,3}\[Milestone\]/i;

/** What an item says, with its date apart. */
export function readEntry(document: TriadDocument, item: Item): Entry {
  const match = DATE.exec(item.text);
  const text = item.text.slice(match?.[0].length ?? 0);
  const [, day, time] = match ?? [];
  const date = day === undefined ? null : time === undefined ? day : `${day} ${time}`;
  const id = idOnLine(document.lines.text(item.line));
  return { item, date, text, milestone: MILESTONE.test(text), id };
}

/** The entries that a section itself holds, oldest first, as its dates tell; without dates the last is the newest. */
function entriesIn(document: TriadDocument, section: Section): Entry[] {
  const entries = itemsBetween(document.outline(), section.body, section.ownEnd)
    .filter(({ depth, quoted, text }) => depth === 0 && !quoted && text !== "" && !isPlaceholder(text))
    .filter(({ line, text }) => !saysNothing(text) && consolidatedOn(document.lines.text(line)) === null)
    .map((item) => readEntry(document, item));
  const dates = entries.flatMap(({ date }) => date ?? []);
  const [first, last] = [dates[0], dates.at(-1)];
  return first !== undefined && last !== undefined && first > last ? entries.reverse() : entries;
}

/** The log: activity, auto-syncs, notes, and milestones where the document keeps them nowhere else. */
export function logEntries(document: TriadDocument): Entry[] {
  const place = findSection(document, "activity");
  return place.found ? entriesIn(document, place.place) : [];
}

/** The list of completed milestones, where it stands below the milestones for certain, as in the template. */
export function completedSection(document: TriadDocument): Section | null {
  const completed = findSection(document, "completed");
  const milestones = findSection(document, "milestones");
  if (!completed.found || !milestones.found || completed.place.parent === null) return null;
  return document.outline().sections[completed.place.parent] === milestones.place ? completed.place : null;
}

/** The completed milestones. */
export function completedEntries(document: TriadDocument): Entry[] {
  const section = completedSection(document);
  return section === null ? [] : entriesIn(document, section);
}

/** Each list's entries with a day: one without goes with the entry before it. "" is older than all. */
function withDays(entries: readonly Entry[]): { readonly entry: Entry; readonly day: string }[] {
  let day = "";
  return entries.map((entry) => {
    day = entry.date?.slice(0, 10) ?? day;
    return { entry, day };
  });
}

/** Entries of several lists as one, oldest first; the lists' own order holds within a day. */
export function mergedByDay(
  ...lists: readonly (readonly Entry[])[]
): { readonly entry: Entry; readonly day: string }[] {
  return lists.flatMap(withDays).sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** The newest date of an entry; null where none has one. */
export function newestEntryDate(document: TriadDocument): string | null {
  const dates = [...logEntries(document), ...completedEntries(document)].flatMap(({ date }) => date ?? []);
  return dates.reduce<string | null>((newest, date) => (newest === null || date > newest ? date : newest), null);
}
