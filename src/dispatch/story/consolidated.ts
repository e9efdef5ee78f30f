/** When PROGRESS.md holds more milestones than the source allows, the old ones become known facts in the same write. */
import type { State } from "../../state/state.ts";
import { consolidate, milestoneCount } from "../../triad/commands/consolidate.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { decodeDocument, encodeDocument } from "../../triad/document/source.ts";
import { wordsOf } from "../ports.ts";
import { storyPaths } from "./owed.ts";
import { checklistNumber } from "./percent.ts";
import { openKnown } from "./remembering.ts";
import type { DocumentTrouble, Pen } from "./types.ts";

/** So many stay; the next one moves the oldest (the source's section 4). */
const MOST_MILESTONES = 5;

interface Progress {
  readonly document: TriadDocument;
  readonly percent: number | undefined;
}

interface Desk {
  readonly pen: Pen;
  readonly changes: Map<string, Uint8Array>;
  readonly troubles: DocumentTrouble[];
}

/** The shortened document; null when it is short enough, or LEARNINGS.md is none that we can write. */
export function consolidated(
  { document, percent }: Progress,
  next: TriadDocument | null,
  { documents, now }: { readonly documents: State["documents"]; readonly now: string },
  { pen, changes, troubles }: Desk,
): Progress | null {
  const { learnings: path } = storyPaths(pen.settings);
  const bytes = path === null ? undefined : documents?.get(path);
  if (path === null || bytes === undefined || milestoneCount(document) <= MOST_MILESTONES) return null;
  let facts: string | null;
  try {
    facts = bytes === null ? null : decodeDocument(bytes, path);
  } catch (error) {
    troubles.push({ path, why: wordsOf(error) });
    return null;
  }
  const moved = consolidate(document.text, facts, pen.parse, { at: pen.stampOf(now), keep: MOST_MILESTONES });
  if (moved === null) return null;
  if (moved.learnings !== facts) changes.set(path, encodeDocument(moved.learnings));
  const short = openKnown(moved.progress, pen.parse);
  // The number stands; what the shorter list gives from now on is its measure.
  const number = percent === undefined ? null : checklistNumber(short, next);
  return { document: short, percent: number ?? percent };
}
