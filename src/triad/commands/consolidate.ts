/** Old milestones become known facts: what is needed to go on stays in PROGRESS.md, what was learnt goes to LEARNINGS.md. */
import { LEARNING_WORDS } from "../../messages/documents-learnings.ts";
import { applyEdits, type Edit, replaceLines } from "../document/edit.ts";
import { openDocument, type TriadDocument } from "../document/open.ts";
import { type Item, itemsBetween } from "../document/outline.ts";
import type { BlockParser } from "../document/remark.ts";
import { styleOf } from "../document/style.ts";
import { consolidatedId, consolidatedOn } from "../read/consolidated.ts";
import { completedEntries, completedSection, type Entry, logEntries, mergedByDay } from "../read/entries.ts";
import { manyOn } from "../read/queue-lines.ts";
import { holdsLines, withFacts } from "./known-facts.ts";
import { isWritten, marker } from "./marker.ts";
import { linesOf, takeOut } from "./take-out.ts";

export interface Consolidation {
  readonly progress: string;
  readonly learnings: string;
  /** How many milestones were moved. */
  readonly moved: number;
}

export interface ConsolidateHow {
  /** `YYYY-MM-DD HH:MM`. */
  readonly at: string;
  /** How many of the newest milestones stay; the source's number is 5. */
  readonly keep?: number;
}

/** The source's number: one more, and they are consolidated. */
export const MOST_MILESTONES = 5;

function milestones(document: TriadDocument) {
  return mergedByDay(
    logEntries(document).filter(({ milestone }) => milestone),
    completedEntries(document),
  );
}

/** How many milestones PROGRESS.md holds: `[Milestone]` entries of its log, and its completed ones. */
export function milestoneCount(document: TriadDocument): number {
  return milestones(document).length;
}

/** Whether the entry of this id was written, here or among what was moved since. */
export function isRecorded(progress: string, learnings: string | null, id: string): boolean {
  return isWritten(progress, id) || (learnings !== null && isWritten(learnings, id));
}

interface Choice {
  readonly facts: readonly Entry[];
  readonly activity: readonly Entry[];
}

/** The milestones but the newest, and the lines of ours in the log from days before those that stay. */
function choose(document: TriadDocument, keep: number): Choice {
  const all = milestones(document);
  const stays = Math.max(0, all.length - Math.max(0, keep));
  const facts = all.slice(0, stays).map(({ entry }) => entry);
  const oldest = all[stays]?.day ?? all.at(-1)?.day ?? "";
  const log = mergedByDay(logEntries(document).filter(({ milestone, id }) => !milestone && id !== null));
  return { facts, activity: log.filter(({ day }) => day < oldest).map(({ entry }) => entry) };
}

/** The line that leads to LEARNINGS.md, in place of the oldest milestone that goes from the list of completed ones. */
function leadThere(document: TriadDocument, gone: readonly Entry[]): { edits: Edit[]; replaced: Item | null } {
  const section = completedSection(document);
  if (section === null) return { edits: [], replaced: null };
  const items = itemsBetween(document.outline(), section.body, section.ownEnd);
  const ours = gone.map(({ item }) => item).filter((item) => items.includes(item));
  const [oldest] = ours;
  if (oldest === undefined) return { edits: [], replaced: null };
  const words = LEARNING_WORDS[styleOf(document).language];
  const { lines, text } = document;
  // One milestone may stand for many tasks that were done at once.
  const moved = ours.reduce((sum, item) => sum + (manyOn(lines.text(item.line)) ?? 1), 0);
  const line = (item: Item, count: number) =>
    `${text.slice(lines.start(item.line), item.content)}${words.earlier(count)} ${marker(consolidatedId(count))}`;
  for (const item of items) {
    const before = consolidatedOn(lines.text(item.line));
    if (before === null || item.depth !== 0) continue;
    const edit = replaceLines(document, item.line, item.line, [line(item, before + moved)]);
    return { edits: [edit], replaced: null };
  }
  const edit = replaceLines(document, oldest.line, oldest.lastLine, [line(oldest, moved)]);
  return { edits: [edit], replaced: oldest };
}

/** What the document says, apart from what was moved and from our own line: it must be the same before and after. */
function rest(document: TriadDocument, gone: ReadonlySet<Item>): string {
  const { headings, items } = document.outline();
  const top = [...gone];
  const kept = items.filter(
    (item) =>
      consolidatedOn(document.lines.text(item.line)) === null &&
      !top.some(({ line, lastLine }) => line <= item.line && item.line <= lastLine),
  );
  return JSON.stringify([
    headings.map(({ level, title }) => [level, title]),
    kept.map(({ depth, text }) => [depth, text]),
  ]);
}

/**
 * Moves all milestones but the newest, and our log's lines that are older still, to LEARNINGS.md, word for word with all
 * that stands below them. Null where there are no more than `keep`, or where the document would come to mean something else
 * without them.
 */
export function consolidate(
  progress: string,
  learnings: string | null,
  parse: BlockParser,
  how: ConsolidateHow,
): Consolidation | null {
  const document = openDocument(progress, parse);
  const { facts, activity } = choose(document, how.keep ?? MOST_MILESTONES);
  if (facts.length === 0) return null;
  const gone = [...facts, ...activity];
  const { edits, replaced } = leadThere(document, facts);
  const removed = gone.map(({ item }) => item).filter((item) => item !== replaced);
  const after = applyEdits(progress, [...edits, ...takeOut(document, removed)]);
  const items = new Set(gone.map(({ item }) => item));
  if (rest(document, items) !== rest(openDocument(after, parse), new Set())) return null;
  // After a crash between the two writes they stand there already.
  const fresh = (entries: readonly Entry[]) =>
    entries
      .map(({ item }) => linesOf(document, item))
      .filter((lines) => learnings === null || !holdsLines(learnings, lines))
      .flat();
  const day = how.at.slice(0, 10);
  return {
    progress: after,
    learnings: withFacts(
      learnings,
      parse,
      [
        { section: "facts", day, lines: fresh(facts) },
        { section: "activity", day, lines: fresh(activity) },
      ],
      { language: styleOf(document).language, ending: document.lines.usual },
    ),
    moved: facts.length,
  };
}
