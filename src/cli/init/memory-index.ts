/** A project's line in MEMORY.md goes when its documents do. */
import { rmSync } from "node:fs";
import { documentFile, readDocument, writeDocument } from "../../history/auto-save/document-file.ts";
import { MEMORY_TITLE, type MemoryProject, syncMemory } from "../../triad/commands/memory.ts";
import { rewrite } from "../../triad/commands/rewrite.ts";
import { type Edit, removeLines } from "../../triad/document/edit.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { loadBlockParser } from "../../triad/document/remark.ts";
import { decodeDocument, encodeDocument } from "../../triad/document/source.ts";
import { TriadFault } from "../../triad/fault.ts";
import type { Project } from "../project.ts";

export const MEMORY = "MEMORY.md";

/** Takes the lines of projects out that are no more; a file or a section of which nothing else is left goes with them. */
export async function forgetProjects(project: Project, names: readonly string[]): Promise<void> {
  const { repository } = project;
  const before = readDocument(repository, MEMORY);
  if (before === null) return;
  const text = textOrNothing(before);
  const gone = names.map((name): MemoryProject => ({ kind: "gone", name }));
  const parse = await loadBlockParser();
  const less = rewrite(text, parse, [(document) => syncMemory(document, gone)]);
  if (less === text) return;
  const after = rewrite(less, parse, [withoutEmptyIndex]);
  if (after.replace("\ufeff", "").trim() === "") rmSync(documentFile(repository, MEMORY));
  else writeDocument(repository, MEMORY, encodeDocument(after));
}

/** A file that is no text has no line of ours. */
function textOrNothing(bytes: Uint8Array): string {
  try {
    return decodeDocument(bytes, MEMORY);
  } catch (error) {
    if (error instanceof TriadFault) return "";
    throw error;
  }
}

/** Our heading, when nothing stands below it, with the blank line that was put before it. */
function withoutEmptyIndex(document: TriadDocument): Edit[] {
  const { sections } = document.outline();
  const ours = sections.find(({ heading }) => heading?.title === MEMORY_TITLE);
  if (ours === undefined || ours.heading === null) return [];
  const { lines } = document;
  const last = ours.end - 1;
  const isLast = ours.end >= lines.count;
  const first = isLast && ours.line > 0 && lines.text(ours.line - 1).trim() === "" ? ours.line - 1 : ours.line;
  for (let line = ours.heading.lastLine + 1; line <= last; line++) {
    if (lines.text(line).trim() !== "") return [];
  }
  return [removeLines(document, first, last)];
}
