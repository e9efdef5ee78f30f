/** The open steps of NEXT_STEPS.md, in their order. */
import { idOnLine } from "../commands/marker.ts";
import { isBlank } from "../document/lines.ts";
import type { TriadDocument } from "../document/open.ts";
import { type Item, itemsBetween, type Section } from "../document/outline.ts";
import { findSection } from "../places/section.ts";
import type { SectionRole } from "../places/wordings.ts";
import { isPlaceholder, saysNothing } from "../templates/placeholders.ts";
import { taskOf } from "./task-of.ts";

export interface Step {
  readonly text: string;
  /** The task of the queue that it speaks of. */
  readonly task: string | null;
  /** Counts from 1. */
  readonly line: number;
}

/** How people cross out a line without a box. */
const CROSSED = /^(?:~~|✅|☑|✔|✓|\[[xX]\])/u;
const LABEL = /\s*\(T-\d{1,9}\)$/;
const OWN_LABEL = /^T-\d{1,9}[:：]\s*/;

/** Whether an item of a list of tasks is still to be done; what is marked neither open nor done is nobody's next step. */
export function isOpenItem({ box, text, quoted }: Item): boolean {
  if (quoted || text === "" || isPlaceholder(text) || saysNothing(text)) return false;
  return box === null ? !CROSSED.test(text) : box.state === "open";
}

/** Our line that counts the tasks which are not listed. */
function isCount(document: TriadDocument, { line }: Item): boolean {
  return idOnLine(document.lines.text(line))?.startsWith("rest:") === true;
}

function stepOf(document: TriadDocument, item: Item): Step {
  const text = item.text.replace(LABEL, "").replace(OWN_LABEL, "");
  return { text, task: taskOf(document, item), line: item.line + 1 };
}

/** Numbered headings below a section are its steps, where it has no list. */
const NUMBERED = /^\d{1,2}[.)]\s+/;

function headedSteps(document: TriadDocument, section: Section): Step[] {
  const { sections } = document.outline();
  return sections.flatMap(({ heading, parent }) => {
    const isChild = heading !== null && parent !== null && sections[parent] === section;
    if (!isChild || !NUMBERED.test(heading.title)) return [];
    const text = heading.title.replace(NUMBERED, "");
    return CROSSED.test(text) || /[✅☑✔]/u.test(text) ? [] : [{ text, task: null, line: heading.line + 1 }];
  });
}

function isEmpty(document: TriadDocument, { body, end }: Section): boolean {
  for (let line = body; line < Math.min(end, document.lines.count); line++) {
    if (!isBlank(document.lines.text(line))) return false;
  }
  return true;
}

/** The open items of a section; null where it says something, but in no way that is certain. */
function openIn(document: TriadDocument, section: Section): Step[] | null {
  const items = (end: number) =>
    itemsBetween(document.outline(), section.body, end).filter(({ depth, quoted }) => depth === 0 && !quoted);
  const own = items(section.ownEnd);
  const all = own.length > 0 ? own : items(section.end);
  if (all.length > 0) {
    const open = all.filter((item) => isOpenItem(item) && !isCount(document, item));
    return open.map((item) => stepOf(document, item));
  }
  const headed = headedSteps(document, section);
  return headed.length > 0 || isEmpty(document, section) ? headed : null;
}

/** The open steps of the section for this role; null where there is none for certain. */
function openSteps(document: TriadDocument, role: SectionRole): Step[] | null {
  const place = findSection(document, role);
  return place.found ? openIn(document, place.place) : null;
}

/** The roles behind the next steps, the nearer first. */
const LATER = ["short_term", "medium_term", "backlog"] as const satisfies readonly SectionRole[];

export interface Steps {
  /** What is to be done next. */
  readonly next: readonly Step[];
  /** What is planned behind that. */
  readonly later: readonly Step[];
  /** False: the document may name steps, but not in a way that is certain. */
  readonly certain: boolean;
}

/** The open steps of the sections that are for them; null where the document has none that is certain. */
export function sectionSteps(document: TriadDocument): Steps | null {
  const next = openSteps(document, "next");
  const later = LATER.map((role) => openSteps(document, role));
  if (next === null && later.every((steps) => steps === null)) return null;
  return { next: next ?? [], later: later.flatMap((steps) => steps ?? []), certain: true };
}

/** The open steps. A document without a section for them that is certain has its open boxes, wherever they stand. */
export function readSteps(document: TriadDocument): Steps {
  const found = sectionSteps(document);
  if (found !== null) return found;
  const boxes = document.outline().items.filter(({ box, quoted }) => box !== null && !quoted);
  const open = boxes.filter((item) => item.box?.state === "open" && isOpenItem(item) && !isCount(document, item));
  const isSilent = document.outline().blocks.every(({ type }) => type === "heading");
  return { next: open.map((item) => stepOf(document, item)), later: [], certain: boxes.length > 0 || isSilent };
}
