/** What a newcomer needs, read out of the three documents. What they do not say for certain is null. */
import type { Language } from "../../messages/language.ts";
import { idOnLine } from "../commands/marker.ts";
import { readFields } from "../convert/read-fields.ts";
import type { TriadDocument } from "../document/open.ts";
import { itemsBetween } from "../document/outline.ts";
import { styleOf, titleOf } from "../document/style.ts";
import { checklistPercent } from "../lint/percent.ts";
import { findField, findPercent } from "../places/field.ts";
import { findSection, sectionsFor } from "../places/section.ts";
import { isPlaceholder, saysNothing } from "../templates/placeholders.ts";
import { firstWords } from "./first-words.ts";
import { type RecentEntry, recentOf } from "./recent.ts";
import { isOpenItem, readSteps, type Steps, sectionSteps } from "./steps.ts";

export interface TriadDocuments {
  readonly mission: TriadDocument | null;
  readonly progress: TriadDocument | null;
  readonly next: TriadDocument | null;
}

export interface StatedBlocker {
  readonly text: string;
  /** The task of the queue whose line it is. */
  readonly task: string | null;
}

export interface Handoff {
  /** The language that the documents are written in. */
  readonly language: Language;
  readonly name: string | null;
  readonly goal: string | null;
  readonly status: "active" | "paused" | "completed";
  /** What stands behind the status: why it is paused. */
  readonly statusRemark: string | null;
  readonly stage: string | null;
  readonly percent: number | null;
  /** The value of the field as it stands, where it is more than a percentage. */
  readonly progressText: string | null;
  /** What the checklists say, rounded. */
  readonly checklists: number | null;
  readonly updated: string | null;
  /** The newest first. */
  readonly recent: readonly RecentEntry[];
  /** Null: no section for them. */
  readonly blockers: readonly StatedBlocker[] | null;
  /** Null: no document names any. */
  readonly steps: Steps | null;
  /** Where the steps stand. */
  readonly stepsIn: "next" | "progress";
  /** The headings of PROGRESS.md, where neither a stage nor an entry could be read. */
  readonly progressHeadings: readonly string[];
  /** The headings of NEXT_STEPS.md, where no step could be read. */
  readonly nextHeadings: readonly string[];
}

/** `Progress Tracker: Atlas` names Atlas. */
const TITLE_LEAD = /^(?:progress tracker|progress|next steps|进度跟踪|进度|下一步)\s*[:：]\s*/i;

function nameOf({ mission, progress, next }: TriadDocuments): string | null {
  const own = mission === null ? null : (titleOf(mission.outline())?.title ?? null);
  if (own !== null && own !== "" && !isTemplateTitle(own)) return own;
  for (const document of [progress, next]) {
    const title = document === null ? "" : (titleOf(document.outline())?.title ?? "");
    if (TITLE_LEAD.test(title) && !isTemplateTitle(title)) return title.replace(TITLE_LEAD, "");
  }
  return null;
}

function isTemplateTitle(title: string): boolean {
  return /^(?:[^{]{0,40})\{[^}]*\}$/.test(title);
}

function goalOf({ mission, progress, next }: TriadDocuments): string | null {
  for (const document of [mission, progress, next]) {
    if (document === null) continue;
    for (const section of sectionsFor(document, "goal")) {
      const words = firstWords(document, section);
      if (words !== null) return words;
    }
  }
  const top = mission?.outline().sections.find(({ heading }) => heading === titleOf(mission.outline()));
  return mission === null || top === undefined ? null : firstWords(mission, top);
}

const PAUSED = /^(?:paused|on[ -]hold|suspended|已暂停|暂停|搁置)/i;
const COMPLETED = /^(?:completed?|done|finished|closed|已完成|完成)/i;

function statusOf(mission: TriadDocument | null): Pick<Handoff, "status" | "statusRemark"> {
  const field = mission === null ? null : findField(mission, "state");
  const value = field?.found ? field.place.value.replace(/^[^\p{L}]+/u, "") : "";
  // The template's own words name all three.
  if (value.includes("/")) return { status: "active", statusRemark: null };
  const match = PAUSED.exec(value) ?? COMPLETED.exec(value);
  if (match === null) return { status: "active", statusRemark: null };
  const remark = value
    .slice(match[0].length)
    .replace(/^[^\p{L}\p{N}]+/u, "")
    .replace(/[)\]）]+$/u, "");
  return { status: PAUSED.test(value) ? "paused" : "completed", statusRemark: remark === "" ? null : remark };
}

function percentOf(progress: TriadDocument | null): Pick<Handoff, "percent" | "progressText"> {
  if (progress === null) return { percent: null, progressText: null };
  const place = findPercent(progress);
  if (place.found) return { percent: place.place.unfilled ? null : place.place.value, progressText: null };
  const field = findField(progress, "percent");
  return { percent: null, progressText: field.found && field.place.value !== "" ? field.place.value : null };
}

function stageOf(progress: TriadDocument | null): string | null {
  const stage = progress === null ? undefined : readFields("PROGRESS.md", progress).progress?.current_stage;
  return stage === undefined || stage === "" || isPlaceholder(stage) ? null : stage;
}

function updatedOf({ progress, next }: TriadDocuments): string | null {
  for (const document of [progress, next]) {
    const field = document === null ? null : findField(document, "updated");
    if (field?.found && field.place.value !== "" && !field.place.value.includes("{")) return field.place.value;
  }
  return null;
}

function blockersOf(progress: TriadDocument | null): StatedBlocker[] | null {
  const place = progress === null ? null : findSection(progress, "blockers");
  if (progress === null || !place?.found) return null;
  const { body, end } = place.place;
  const items = itemsBetween(progress.outline(), body, end).filter(({ depth }) => depth === 0);
  if (items.length === 0) {
    const words = firstWords(progress, place.place);
    return words === null || saysNothing(words) ? [] : [{ text: words, task: null }];
  }
  return items.filter(isOpenItem).map((item) => {
    const id = idOnLine(progress.lines.text(item.line));
    const task = /^blocker-(T-\d{1,9})$/.exec(id ?? "")?.[1] ?? null;
    return { text: item.text.replace(/^🚧\s*/u, ""), task };
  });
}

const MOST_HEADINGS = 8;

/** The headings below the title, of the highest level there. */
function headingsOf(document: TriadDocument | null): string[] {
  if (document === null) return [];
  const { headings } = document.outline();
  const title = titleOf(document.outline());
  const others = headings.filter((heading) => heading !== title && heading.title !== "");
  const top = Math.min(...others.map(({ level }) => level));
  return others
    .filter(({ level }) => level === top)
    .map((heading) => heading.title)
    .slice(0, MOST_HEADINGS);
}

/** Those of NEXT_STEPS.md; without that document, what PROGRESS.md says under such a heading. */
function stepsOf({ progress, next }: TriadDocuments): Pick<Handoff, "steps" | "stepsIn"> {
  if (next !== null) return { steps: readSteps(next), stepsIn: "next" };
  return { steps: progress === null ? null : sectionSteps(progress), stepsIn: "progress" };
}

/** Reads the handoff; any document may be missing. */
export function readHandoff(documents: TriadDocuments): Handoff {
  const { mission, progress, next } = documents;
  const checklists = checklistPercent(documents);
  const main = progress ?? mission ?? next;
  const stage = stageOf(progress);
  const recent = recentOf(progress);
  const { steps, stepsIn } = stepsOf(documents);
  return {
    language: main === null ? "en" : styleOf(main).language,
    name: nameOf(documents),
    goal: goalOf(documents),
    ...statusOf(mission),
    stage,
    ...percentOf(progress),
    checklists: checklists === null ? null : Math.round(checklists),
    updated: updatedOf(documents),
    recent,
    blockers: blockersOf(progress),
    steps,
    stepsIn,
    progressHeadings: stage === null && recent.length === 0 ? headingsOf(progress) : [],
    nextHeadings: steps !== null && !steps.certain ? headingsOf(next) : [],
  };
}
