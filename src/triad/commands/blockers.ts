/** The blockers of the queue in PROGRESS.md: one line each with its issue, and one line under the current stage. */
import { ENTRY_WORDS } from "../../messages/triad.ts";
import { type Edit, removeLines, withoutNested } from "../document/edit.ts";
import { insertBlock, ownTextEnd } from "../document/insert.ts";
import { isBlank } from "../document/lines.ts";
import type { TriadDocument } from "../document/open.ts";
import { ownBlocks } from "../document/outline.ts";
import { styleOf } from "../document/style.ts";
import { findSection } from "../places/section.ts";
import type { NewItem } from "./list.ts";
import { idOnLine, marker } from "./marker.ts";
import { addItems } from "./own-section.ts";
import { plainInline } from "./safe-text.ts";

export interface Blocker {
  /** The task's label, `T-02`. */
  readonly task: string;
  readonly reason: string;
  readonly issue: { readonly number: number; readonly url: string } | null;
}

const PREFIX = "blocker-";
const STAGE_ID = "blocked-tasks";
/** An address that can stand in a Markdown link as it is. */
const PLAIN_ADDRESS = /^https?:\/\/[^\s()<>]+$/;

function blockerText({ task, reason, issue }: Blocker): string {
  const address = issue !== null && PLAIN_ADDRESS.test(issue.url) ? `[#${issue.number}](${issue.url})` : null;
  const link = issue === null ? "" : ` (${address ?? `#${issue.number}`})`;
  return `🚧 ${plainInline(task)}: ${plainInline(reason)}${link} ${marker(PREFIX + task)}`;
}

/** Our items, by the marker on their first line. */
function ourItems(document: TriadDocument, prefix: string) {
  return document.outline().items.flatMap((item) => {
    const id = item.quoted ? null : idOnLine(document.lines.text(item.line));
    return id?.startsWith(prefix) ? [{ id, item }] : [];
  });
}

/**
 * Makes our lines say what is blocked now: new ones are added, changed ones replaced, solved ones taken out. Lines of
 * people stay. Blockers whose line a person has deleted are the caller's to leave out.
 */
export function setBlockers(document: TriadDocument, blockers: readonly Blocker[]): Edit[] {
  const edits: Edit[] = [];
  const wanted = new Map(blockers.map((blocker) => [marker(PREFIX + blocker.task), blocker]));
  for (const { id, item } of ourItems(document, PREFIX)) {
    const blocker = wanted.get(marker(id));
    wanted.delete(marker(id));
    const end = document.lines.end(item.line);
    if (blocker === undefined) edits.push(removeLines(document, item.line, item.lastLine));
    else if (document.text.slice(item.content, end) !== blockerText(blocker)) {
      edits.push({ start: item.content, end, text: blockerText(blocker) });
    }
  }
  const added: NewItem[] = [...wanted.values()].map((blocker) => ({ text: blockerText(blocker) }));
  // The stage may be the last section: its line comes before a section that is added behind it.
  return [...withoutNested(edits), ...setStageLine(document, blockers), ...addItems(document, "blockers", added)];
}

/** The source wants blockers to be seen under Current Stage; a document without that section gets no such line. */
function setStageLine(document: TriadDocument, blockers: readonly Blocker[]): Edit[] {
  const place = findSection(document, "stage");
  if (!place.found) return [];
  const blocks = ownBlocks(document.outline(), place.place);
  const ours = blocks.find(({ line }) => idOnLine(document.lines.text(line)) === STAGE_ID);
  const tasks = blockers.map(({ task }) => plainInline(task)).join(", ");
  const words = ENTRY_WORDS[styleOf(document).language];
  const text = `🚧 ${words.blocked}${tasks} ${marker(STAGE_ID)}`;
  if (ours === undefined) {
    return blockers.length === 0 ? [] : [insertBlock(document, ownTextEnd(document, place.place), [text])];
  }
  if (blockers.length === 0) {
    const gap = ours.line > 0 && isBlank(document.lines.text(ours.line - 1)) ? 1 : 0;
    return [removeLines(document, ours.line - gap, ours.lastLine)];
  }
  const end = document.lines.end(ours.line);
  const start = document.lines.start(ours.line);
  return document.text.slice(start, end) === text ? [] : [{ start, end, text }];
}
