/** What a section says first. */
import { idOnLine } from "../commands/marker.ts";
import type { TriadDocument } from "../document/open.ts";
import { itemsBetween, ownBlocks, type Section } from "../document/outline.ts";
import { isPlaceholder } from "../templates/placeholders.ts";

/** The first words that a section itself holds: a paragraph, or else the first item of a list. */
export function firstWords(document: TriadDocument, section: Section): string | null {
  for (const block of ownBlocks(document.outline(), section)) {
    if (block.type === "paragraph") {
      const text = paragraph(document, block.line, block.lastLine);
      if (text !== "" && !isPlaceholder(text) && !isField(text)) return text;
    }
    if (block.type === "list") {
      const items = itemsBetween(document.outline(), block.line, block.lastLine + 1);
      const first = items.find(({ text, quoted }) => !quoted && text !== "" && !isPlaceholder(text));
      if (first !== undefined) return first.text;
    }
  }
  return null;
}

function paragraph(document: TriadDocument, line: number, lastLine: number): string {
  const lines = Array.from({ length: lastLine - line + 1 }, (_, index) => document.lines.text(line + index));
  return withoutComments(lines.filter((text) => idOnLine(text) === null).join(" "))
    .replace(/\s+/g, " ")
    .trim();
}

function withoutComments(text: string): string {
  const parts = text.split("<!--");
  return parts
    .map((part, index) => (index === 0 ? part : part.slice((part.indexOf("-->") + 3) % (part.length + 3))))
    .join("");
}

/** `**Created**: 2026-01-01`. */
function isField(text: string): boolean {
  return /^(?:\*\*|__)[^*_]{1,40}(?:\*\*|__)?\s*[:：]/.test(text);
}
