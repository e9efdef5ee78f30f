/** Reads the source's fields out of a document. What is not certain has no field; template lines say nothing. */
import { idOnLine } from "../commands/marker.ts";
import type { TriadDocument } from "../document/open.ts";
import { type Item, itemsBetween, ownBlocks, type Section } from "../document/outline.ts";
import { titleOf } from "../document/style.ts";
import { findField, findPercent } from "../places/field.ts";
import { findSection } from "../places/section.ts";
import type { SectionRole } from "../places/wordings.ts";
import { isPlaceholder, saysNothing } from "../templates/placeholders.ts";
import type { TriadName } from "../templates/project.ts";
import type { Fields } from "./fields.ts";

const STATUSES: Readonly<Record<string, string>> = { 进行中: "active", 已暂停: "paused", 已完成: "completed" };
const DATED = /^\[?(\d{4}-\d{2}-\d{2})\]?[:：]?\s*/;
const TIMED = /^\[?(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::\d{2})?Z?)?\]?[:：]?\s*/;
const SEVERITY = /\s*[([（]\s*(?:severity|严重程度)?[:：]?\s*(high|medium|low|critical)\s*[)\]）]$/i;

/** The items of the list at the margin that the section itself holds. */
export function sectionItems(document: TriadDocument, section: Section): readonly Item[] {
  return itemsBetween(document.outline(), section.body, section.ownEnd).filter(
    ({ depth, text }) => depth === 0 && text !== "" && !isPlaceholder(text) && !saysNothing(text),
  );
}

function itemsOf<T>(
  document: TriadDocument,
  role: SectionRole,
  read: (item: Item, index: number) => T,
): T[] | undefined {
  const place = findSection(document, role);
  return place.found ? sectionItems(document, place.place).map(read) : undefined;
}

/** `[2026-01-01] text`, `2026-01-01: text`, or a text without a date. */
export function readDated({ text }: { readonly text: string }): { date?: string; description: string } {
  const match = DATED.exec(text);
  const date = match?.[1];
  return date === undefined ? { description: text } : { date, description: text.slice(match?.[0].length ?? 0) };
}

function readActivity({ text }: Item): { timestamp?: string; action: string } {
  const match = TIMED.exec(text);
  if (match === null) return { action: text };
  const timestamp = match[2] === undefined ? (match[1] ?? "") : `${match[1]}T${match[2]}:00Z`;
  return { timestamp, action: text.slice(match[0].length) };
}

/** A blocker that does not say how bad it is stops the work: high. */
function readBlocker({ text }: Item): { description: string; severity: string } {
  const bare = text.replace(/^🚧\s*/u, "");
  const severity = SEVERITY.exec(bare);
  const description = severity === null ? bare : bare.slice(0, severity.index);
  return { description, severity: (severity?.[1] ?? "high").toLowerCase() };
}

/** The same object without the fields that have no value. */
function defined<T extends object>(fields: T): T {
  const copy = { ...fields };
  for (const [key, value] of Object.entries(copy)) if (value === undefined) Reflect.deleteProperty(copy, key);
  return copy;
}

/** Where `setStage` has written it, for want of a place of its own. */
function readOwnStage(document: TriadDocument): string | null {
  const own = findSection(document, "status");
  const field = findField(document, "stage");
  const isOwn = own.found && field.found && field.place.line > own.place.line && field.place.line < own.place.ownEnd;
  return isOwn ? field.place.value : null;
}

/** The first line of the stage's text that nobody but a person or `update_progress` wrote. */
function readStage(document: TriadDocument): string | undefined {
  const own = readOwnStage(document);
  if (own !== null) return own;
  const section = findSection(document, "stage");
  if (section.found) {
    const blocks = ownBlocks(document.outline(), section.place).filter(({ type }) => type === "paragraph");
    const lines = blocks.map(({ line }) => document.lines.text(line)).filter((line) => idOnLine(line) === null);
    const [first] = lines;
    return first === undefined || isPlaceholder(first) ? "" : first.trim();
  }
  const field = findField(document, "stage");
  return field.found ? field.place.value : undefined;
}

function value(document: TriadDocument, role: "created" | "version" | "state"): string | undefined {
  const field = findField(document, role);
  return field.found ? field.place.value : undefined;
}

function readMission(document: TriadDocument): Fields {
  const state = value(document, "state");
  return {
    project: defined({
      name: titleOf(document.outline())?.title,
      created: value(document, "created"),
      version: value(document, "version"),
      status: state === undefined ? undefined : (STATUSES[state] ?? state.toLowerCase()),
    }),
  };
}

function readProgress(document: TriadDocument): Fields {
  const percent = findPercent(document);
  const milestones = defined({
    completed: itemsOf(document, "completed", readDated),
    in_progress: itemsOf(document, "in_progress", readDated),
    pending: itemsOf(document, "pending", ({ text }) => ({ description: text })),
  });
  const activity = itemsOf(document, "activity", readActivity);
  return {
    progress: defined({
      overall: percent.found ? percent.place.value : undefined,
      current_stage: readStage(document),
      milestones: Object.keys(milestones).length > 0 ? milestones : undefined,
      blockers: itemsOf(document, "blockers", readBlocker),
    }),
    ...(activity === undefined ? {} : { activity }),
  };
}

function readNextSteps(document: TriadDocument): Fields {
  const immediate = itemsOf(document, "next", ({ text, box }, index) => ({
    task: text,
    priority: index + 1,
    ...(box?.state === "done" ? { done: true } : {}),
  }));
  return { next_steps: defined({ immediate }) };
}

/** The fields of one document of the triad. */
export function readFields(name: TriadName, document: TriadDocument): Fields {
  switch (name) {
    case "MISSION.md":
      return readMission(document);
    case "PROGRESS.md":
      return readProgress(document);
    case "NEXT_STEPS.md":
      return readNextSteps(document);
  }
}
