/** The newest entries of PROGRESS.md, however its log is kept. */
import type { TriadDocument } from "../document/open.ts";
import type { Section } from "../document/outline.ts";
import { findSection } from "../places/section.ts";
import { completedEntries, type Entry, logEntries, mergedByDay } from "./entries.ts";
import { firstWords } from "./first-words.ts";

export interface RecentEntry {
  readonly date: string | null;
  readonly text: string;
}

const MOST_RECENT = 5;
const LEADING_DATE = /^[*_`[(]{0,4}\d{4}-\d{2}-\d{2}[*_`\])]{0,4}\s*[:：–—-]?\s*/;
const SOME_DATE = /\d{4}-\d{2}-\d{2}/;

/** `## 2026-03-02 (now)`: a document whose sections are days is a log. */
const DAY_FIRST = /^[*_`[(]{0,4}\d{4}-\d{2}-\d{2}/;

/** The sections of a log that is kept under a heading for each day or session. */
function logSections(document: TriadDocument): readonly Section[] {
  const { sections } = document.outline();
  const place = findSection(document, "activity");
  if (place.found) return sections.filter(({ parent }) => parent !== null && sections[parent] === place.place);
  const days = sections.filter(({ heading }) => heading !== null && DAY_FIRST.test(heading.title));
  return days.length > 1 && days.every(({ level }) => level === days[0]?.level) ? days : [];
}

function headedEntries(document: TriadDocument): RecentEntry[] {
  const entries = logSections(document).map((section) => {
    const title = section.heading?.title ?? "";
    const words = firstWords(document, section);
    const rest = title.replace(LEADING_DATE, "");
    const text = [rest, words ?? ""].filter((part) => part !== "").join(": ");
    return { date: SOME_DATE.exec(title)?.[0] ?? null, text: text === "" ? title : text };
  });
  const dates = entries.flatMap(({ date }) => date ?? []);
  const [first, last] = [dates[0], dates.at(-1)];
  return first !== undefined && last !== undefined && first > last ? entries : entries.reverse();
}

/** The log of the queue tells of a task that is done; its milestone says the same once more. */
function withoutTold(completed: readonly Entry[], log: readonly Entry[]): Entry[] {
  const told = new Set(log.flatMap(({ id }) => (id?.startsWith("task-") ? id.slice("task-".length) : [])));
  return completed.filter(({ id }) => !(id?.startsWith("milestone-") && told.has(id.slice("milestone-".length))));
}

/** The newest first; at most five. */
export function recentOf(progress: TriadDocument | null): RecentEntry[] {
  if (progress === null) return [];
  const plain = ({ date, text }: Entry) => ({ date, text });
  const log = logEntries(progress);
  const entries = mergedByDay(withoutTold(completedEntries(progress), log), log)
    .map(({ entry }) => plain(entry))
    .reverse();
  return (entries.length > 0 ? entries : headedEntries(progress)).slice(0, MOST_RECENT);
}
