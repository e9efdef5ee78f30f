/** The fields of PROGRESS.md that say where the project stands: percentage, stage, the date of the last update. */
import { ENTRY_WORDS } from "../../messages/triad.ts";
import { type Edit, replaceLines } from "../document/edit.ts";
import { insertBlock, ownTextEnd } from "../document/insert.ts";
import type { TriadDocument } from "../document/open.ts";
import { type Block, ownBlocks, type Section } from "../document/outline.ts";
import { styleOf } from "../document/style.ts";
import { findField, findPercent, readField } from "../places/field.ts";
import { findSection } from "../places/section.ts";
import { plainTitle } from "../places/title.ts";
import { idOnLine } from "./marker.ts";
import { addItems } from "./own-section.ts";
import { plainInline, plainParagraph } from "./safe-text.ts";

function replaceValue(document: TriadDocument, start: number, end: number, value: string): Edit[] {
  return document.text.slice(start, end) === value ? [] : [{ start, end, text: value }];
}

/** Sets a field in our own section, which is made where it is missing. */
function setOwnField(document: TriadDocument, label: string, value: string): Edit[] {
  const own = findSection(document, "status");
  if (own.found) {
    for (let line = own.place.body; line < own.place.ownEnd; line++) {
      const field = readField(document, line);
      if (field?.label === plainTitle(label)) return replaceValue(document, field.start, field.end, value);
    }
  }
  const colon = styleOf(document).language === "zh-CN" ? "：" : ": ";
  return addItems(document, "status", [{ text: `**${label}**${colon}${value}` }]);
}

/**
 * Sets the overall percentage, rounded, 0 to 100: its digits where they stand for certain, else a field in our own
 * section.
 */
export function setPercent(document: TriadDocument, percent: number): Edit[] {
  const value = Math.round(Math.min(100, Math.max(0, percent)));
  const place = findPercent(document);
  if (!place.found) return setOwnField(document, ENTRY_WORDS[styleOf(document).language].overall, `${value}%`);
  const { start, end, unfilled } = place.place;
  if (unfilled) return replaceValue(document, start, end, `${value}%`);
  return place.place.value === value ? [] : replaceValue(document, start, end, `${value}`);
}

function isOurs(document: TriadDocument, block: Block): boolean {
  return block.line === block.lastLine && idOnLine(document.lines.text(block.line)) !== null;
}

/** The one line that says what the stage is; null where more stands there, or nothing. */
function stageLine(document: TriadDocument, section: Section): number | "empty" | null {
  const blocks = ownBlocks(document.outline(), section).filter(
    (block) => block.type !== "thematicBreak" && !isOurs(document, block),
  );
  const [block, ...more] = blocks;
  if (block === undefined) return "empty";
  return more.length === 0 && block.type === "paragraph" && block.line === block.lastLine ? block.line : null;
}

/** Sets the current stage: the one line of its section, its field, or else a field in our own section. */
export function setStage(document: TriadDocument, stage: string): Edit[] {
  const value = plainInline(stage);
  if (value === "") return [];
  const label = ENTRY_WORDS[styleOf(document).language].stage;
  const field = findField(document, "stage");
  const own = findSection(document, "status");
  const isOwn = field.found && own.found && own.place.line < field.place.line && field.place.line < own.place.ownEnd;
  if (field.found && isOwn) return replaceValue(document, field.place.start, field.place.end, value);
  const section = findSection(document, "stage");
  if (section.found) {
    const line = stageLine(document, section.place);
    const text = plainParagraph(value);
    if (line === "empty") return [insertBlock(document, ownTextEnd(document, section.place), [text])];
    if (line !== null) return document.lines.text(line) === text ? [] : [replaceLines(document, line, line, [text])];
    return setOwnField(document, label, value);
  }
  if (field.found) return replaceValue(document, field.place.start, field.place.end, value);
  return setOwnField(document, label, value);
}

/** Brings `Last Updated` up to date where the document has it; a document without it gets none. `at` is `YYYY-MM-DD HH:MM`. */
export function setUpdated(document: TriadDocument, at: string): Edit[] {
  const field = findField(document, "updated");
  if (!field.found || !/^[\d{][\dYMDH:{} T.-]*$/.test(field.place.value)) return [];
  const value = /\d{2}:\d{2}|HH/.test(field.place.value) ? at : at.slice(0, 10);
  return replaceValue(document, field.place.start, field.place.end, value);
}
