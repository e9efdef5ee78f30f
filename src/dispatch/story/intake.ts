/** New boxes in the sections that people marked for intake: each becomes a task, and its line says which. */
import { readDependencies } from "../../intake/dependency.ts";
import { type Draft, highestNumber } from "../../queue/add.ts";
import { MAX_TEXT } from "../../queue/format.ts";
import { goalOf } from "../../queue/goal.ts";
import { parseLabel } from "../../queue/label.ts";
import type { Queue, Task, TaskSource } from "../../queue/schema.ts";
import { idOnLine, marker } from "../../triad/commands/marker.ts";
import { taskOf } from "../../triad/commands/next-steps.ts";
import type { Edit } from "../../triad/document/edit.ts";
import { isBlank } from "../../triad/document/lines.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { type Item, itemsBetween, type Section } from "../../triad/document/outline.ts";
import { isPlaceholder } from "../../triad/templates/placeholders.ts";
import { HALF } from "./entry.ts";

const INTAKE = /^<!--[ \t]*ltpm:intake[ \t]*-->$/;
const QUOTED = /^[ \t]*>/;
/** A longer item is cut here; the whole of it becomes the details. */
const LONGEST_LINE = 4_000;

/** The lines that carry the mark: in running text, or as a comment of their own; never in a fence. */
function markedLines(document: TriadDocument): number[] {
  const { lines, text } = document;
  const { comments, blocks } = document.outline();
  const inText = comments
    .filter(({ start, end }) => end - start < 100 && INTAKE.test(text.slice(start, end)))
    .map(({ start }) => lines.at(start));
  const alone = blocks
    .filter(({ type }) => type === "html")
    .flatMap(({ line, lastLine }) => Array.from({ length: lastLine - line + 1 }, (_, index) => line + index))
    .filter((line) => INTAKE.test(lines.text(line).trim()));
  return [...inText, ...alone].filter((line) => !QUOTED.test(lines.text(line)));
}

function markedSections(document: TriadDocument): Section[] {
  const marks = markedLines(document);
  if (marks.length === 0) return [];
  return document.outline().sections.filter(({ line, ownEnd }) => marks.some((mark) => line <= mark && mark < ownEnd));
}

/** Our mark on a line whose task never came to be: a process was ended between the document and the state. */
function isOrphan(document: TriadDocument, item: Item, highest: number): boolean {
  const id = idOnLine(document.lines.text(item.line));
  return id !== null && (parseLabel(id) ?? 0) > highest;
}

/** Open boxes without a task in the marked sections. What is nested in a box belongs to it. */
export function newItems(document: TriadDocument, queue: Queue): readonly Item[] {
  const found: Item[] = [];
  const highest = highestNumber(queue);
  for (const { body, ownEnd } of markedSections(document)) {
    let behind = -1;
    for (const item of itemsBetween(document.outline(), body, ownEnd)) {
      if (item.line <= behind || item.quoted || item.box === null) continue;
      behind = item.lastLine;
      const isFree = taskOf(document, item) === null || isOrphan(document, item, highest);
      const words = ownWords(item);
      if (isFree && item.box.state === "open" && words !== "" && !isPlaceholder(words)) found.push(item);
    }
  }
  return found;
}

function ownWords(item: Item): string {
  return item.text.replace(/ \(T-\d{1,9}\)$/, "");
}

/** What stands below an item's first paragraph, without the indentation of its first line. */
function detailsOf({ lines }: TriadDocument, item: Item): string {
  let line = item.line + 1;
  while (
    line <= item.lastLine &&
    !isBlank(lines.text(line)) &&
    !/^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/.test(lines.text(line))
  )
    line++;
  const texts: string[] = [];
  for (; line <= item.lastLine; line++) texts.push(lines.text(line));
  const indent = /^[ \t]*/.exec(texts.find((text) => !isBlank(text)) ?? "")?.[0] ?? "";
  return texts
    .map((text) => (text.startsWith(indent) ? text.slice(indent.length) : text.trimStart()))
    .join("\n")
    .trim();
}

/** The item as a draft of a task. Dependencies on tasks that are not there stay words. */
export function draftOf(
  document: TriadDocument,
  item: Item,
  taskWith: (label: string) => Task | undefined,
  from: { readonly uid: string; readonly source: TaskSource },
): Draft {
  const words = ownWords(item);
  const read = words.length <= LONGEST_LINE ? readDependencies(words) : { description: words, after: [] };
  const isKnown = read.after.every((label) => taskWith(label) !== undefined);
  const whole = isKnown ? read.description : words;
  const isLong = whole.length > LONGEST_LINE;
  const description = isLong ? `${whole.slice(0, LONGEST_LINE).replace(HALF, "")}…` : whole;
  const details = [isLong ? whole : "", detailsOf(document, item)].filter((text) => text !== "").join("\n\n");
  return {
    ...from,
    description,
    ...(details === "" ? {} : { details: details.slice(0, MAX_TEXT).replace(HALF, "") }),
    goal: goalOf(description),
    task_type: "unknown",
    after: isKnown ? read.after : [],
  };
}

function bareEnd(text: string): number {
  let end = text.length;
  while (end > 0 && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
  return end;
}

/** The end of what we put behind the words of an item that became the task. */
function claim(label: string): string {
  return ` (${label}) ${marker(label)}`;
}

/** Whether the line is a person's item that became this task, not one that we wrote. */
export function isClaimed(document: TriadDocument, item: Item, label: string): boolean {
  const text = document.lines.text(item.line);
  return text.slice(0, bareEnd(text)).endsWith(claim(label));
}

/**
 * Says on the item's line which task it became: behind its words, before spaces that break a line. Where that end is in a
 * comment or escaped, the label stands before the words.
 */
export function claimLine(document: TriadDocument, item: Item, label: string): Edit {
  const { lines } = document;
  const line = lines.text(item.line);
  const start = lines.start(item.line);
  const end = bareEnd(line);
  const old = idOnLine(line);
  if (old !== null && line.slice(0, end).endsWith(marker(old))) {
    const suffix = line.slice(0, end).endsWith(claim(old)) ? claim(old) : marker(old);
    return { start: start + end - suffix.length, end: start + end, text: claim(label) };
  }
  const inComment = line.lastIndexOf("<!--") > line.lastIndexOf("-->");
  if (!inComment && line[end - 1] !== "\\") return { start: start + end, end: start + end, text: claim(label) };
  let words = item.box === null ? item.content : item.box.at + 2;
  while (words < start + end && (document.text[words] === " " || document.text[words] === "\t")) words++;
  return { start: words, end: words, text: `${label}: ` };
}
