/** Finds a line `**Label**: value` that means something, and the place of its value. */
import type { TriadDocument } from "../document/open.ts";
import { inComment } from "../document/outline.ts";
import { titleOf } from "../document/style.ts";
import { findSection, notFound, type Place, sectionsFor } from "./section.ts";
import { plainTitle } from "./title.ts";
import { FIELD_WORDINGS, type FieldRole } from "./wordings.ts";

/** A label's value: offsets into the text, spaces around it left out. */
export interface Field {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Marks before the label, the label, a colon, the rest. No part can match what another does, so it is linear. */
const LABELLED = /^([ \t]*(?:[-*+][ \t]+|#{1,6}[ \t]+)?)([^:：|]{1,60})[:：](.*)$/;
/** Emphasis that ends behind the colon: `**Label:** value`. */
const EMPHASIS_END = /^[ \t]*(?:\*\*|__)?[ \t]*/;

/** The label and value of a line of running text; null for other lines. */
export function readField(document: TriadDocument, line: number): (Field & { readonly label: string }) | null {
  const outline = document.outline();
  if (outline.visible[line] !== 1 || inComment(outline, document.lines.start(line))) return null;
  const match = LABELLED.exec(document.lines.text(line));
  if (match === null) return null;
  const [, marks = "", label = "", rest = ""] = match;
  const lead = EMPHASIS_END.exec(rest)?.[0].length ?? 0;
  const comment = rest.indexOf("<!--", lead);
  const value = (comment < 0 ? rest : rest.slice(0, comment)).slice(lead).trimEnd();
  const start = document.lines.start(line) + marks.length + label.length + 1 + lead;
  return { label: plainTitle(label), line, start, end: start + value.length, value };
}

/** Lines where a short label speaks of the whole project: above the first section, and under a status heading. */
function topLines(document: TriadDocument): (line: number) => boolean {
  const outline = document.outline();
  const title = titleOf(outline);
  const first = outline.headings.find((heading) => heading !== title)?.line ?? document.lines.count;
  const spans = (["overall", "stage", "status"] as const).flatMap((role) => sectionsFor(document, role));
  return (line) => line < first || spans.some(({ line: from, ownEnd }) => from <= line && line < ownEnd);
}

function quotedLines(document: TriadDocument): (line: number) => boolean {
  const quotes = document.outline().blocks.filter(({ type }) => type === "blockquote" || type === "table");
  return (line) => quotes.some((quote) => quote.line <= line && line <= quote.lastLine);
}

/** The one line that carries this field. In our own section it comes before every other. */
export function findField(document: TriadDocument, role: FieldRole): Place<Field> {
  const { sure, top } = FIELD_WORDINGS[role];
  const isTop = topLines(document);
  const isQuoted = quotedLines(document);
  const strong: Field[] = [];
  const weak: Field[] = [];
  const elsewhere: Field[] = [];
  for (let line = 0; line < document.lines.count; line++) {
    const field = readField(document, line);
    if (field === null) continue;
    const isSure = sure.includes(field.label);
    if ((!isSure && !top.includes(field.label)) || isQuoted(line)) continue;
    (isSure ? strong : isTop(line) ? weak : elsewhere).push(field);
  }
  const own = findSection(document, "status");
  const ours = own.found ? strong.filter(({ line }) => own.place.line < line && line < own.place.ownEnd) : [];
  const chosen = ours.length > 0 ? ours : strong.length > 0 ? strong : weak;
  const [first, ...more] = chosen;
  if (first === undefined) {
    return elsewhere.length === 0
      ? notFound("absent")
      : notFound(
          "unsure",
          elsewhere.map(({ line }) => line),
        );
  }
  if (more.length > 0)
    return notFound(
      "several",
      chosen.map(({ line }) => line),
    );
  return { found: true, place: first, confidence: chosen === weak ? 0.9 : 1 };
}

/** A percentage and the offsets of its digits; of the whole `{x%}` where nobody has filled in the template. */
export interface Percent {
  readonly line: number;
  readonly value: number;
  readonly unfilled: boolean;
  readonly start: number;
  readonly end: number;
}

const PERCENT =
  /^((?:\*\*|__|`|~|≈|约|\[|ca\. ?|about )*)(\d{1,3}(?:\.\d{1,3})?)[ \u00a0]?[%％](?:\]|\*\*|__|`)*(?: ?(?:complete|completed|done|完成))?[.。]?\\?$/i;
const UNFILLED = /^\{x%\}$/;

/**
 * The overall percentage. A value with more in it, such as `54/54 (100%)` or a bar, is `unsure`: changing the number
 * alone would make the line contradict itself.
 */
export function findPercent(document: TriadDocument): Place<Percent> {
  const field = findField(document, "percent");
  if (!field.found) return field;
  const { line, start, value, end } = field.place;
  if (UNFILLED.test(value))
    return { found: true, place: { line, value: 0, unfilled: true, start, end }, confidence: 1 };
  const match = PERCENT.exec(value);
  const number = Number(match?.[2]);
  if (match === null || number > 100) return notFound("unsure", [line]);
  const from = start + (match[1] ?? "").length;
  return {
    found: true,
    place: { line, value: number, unfilled: false, start: from, end: from + (match[2] ?? "").length },
    confidence: field.confidence,
  };
}
