/** Blockers that a person tells: a line each under the blockers of PROGRESS.md, taken out when it is said to be solved. */
import { createHash } from "node:crypto";
import { idOnLine, isWritten, marker } from "../../triad/commands/marker.ts";
import { addItems } from "../../triad/commands/own-section.ts";
import { plainInline } from "../../triad/commands/safe-text.ts";
import { type Edit, removeLines } from "../../triad/document/edit.ts";
import type { TriadDocument } from "../../triad/document/open.ts";

/** The same words have the same id, so that they stand there once. */
function idOf(text: string): string {
  return `obstacle-${createHash("sha256").update(plainInline(text)).digest("hex").slice(0, 12)}`;
}

/** Adds those that do not stand there yet. */
export function addBlockers(document: TriadDocument, blockers: readonly string[]): Edit[] {
  const fresh = [...new Set(blockers.map(plainInline))].filter((text) => text !== "");
  const items = fresh.filter((text) => !isWritten(document.text, idOf(text)));
  return addItems(
    document,
    "blockers",
    items.map((text) => ({ text: `🚧 ${text} ${marker(idOf(text))}` })),
  );
}

function lineOf(document: TriadDocument, text: string) {
  const id = idOf(text);
  return document.outline().items.find((item) => !item.quoted && idOnLine(document.lines.text(item.line)) === id);
}

/** Whether this blocker was added by a command and stands there. */
export function isTold(document: TriadDocument, text: string): boolean {
  return lineOf(document, text) !== undefined;
}

/** Takes the lines out that were added with these words; a person's own lines stay. */
export function solveBlockers(document: TriadDocument, solved: readonly string[]): Edit[] {
  return solved.flatMap((text) => {
    const item = lineOf(document, text);
    return item === undefined ? [] : [removeLines(document, item.line, item.lastLine)];
  });
}
