/** The compact index of projects in MEMORY.md. Only its own lines change; the rest of the memory is somebody else's. */
import { type Edit, removeLines, withoutNested } from "../document/edit.ts";
import { headingLines, insertList, textEnd } from "../document/insert.ts";
import type { TriadDocument } from "../document/open.ts";
import { type Item, itemsBetween, type Section } from "../document/outline.ts";
import { styleOf } from "../document/style.ts";
import { plainTitle } from "../places/title.ts";
import { addToSection, newList } from "./list.ts";
import { plainInline } from "./safe-text.ts";

/** A line of the index. `gone` takes it out. */
export type MemoryProject =
  | {
      readonly kind: "active";
      readonly name: string;
      readonly percent: number;
      readonly next: string | null;
      readonly blocker: string | null;
    }
  | { readonly kind: "on-hold"; readonly name: string; readonly reason: string }
  | { readonly kind: "gone"; readonly name: string };

/** The source's heading, letter for letter. */
export const MEMORY_TITLE = "活跃项目索引 (LTPM)";
const TITLES = ["活跃项目索引", "active project index", "active projects", "project index"];
const ENTRY = /^\[(?:P|On-Hold)\] \*\*(.+?)\*\*/;

/** A name without what would end its bold type. */
function nameOf(project: MemoryProject): string {
  return plainInline(project.name).replaceAll("*", "");
}

/** The index line as the source has it, without the list's marker; "" for a project that is gone. */
export function memoryLine(project: MemoryProject): string {
  const name = `**${nameOf(project)}**`;
  switch (project.kind) {
    case "active": {
      const next = project.next === null ? "None" : `\`${plainInline(project.next).replaceAll("`", "'")}\``;
      const blocker = project.blocker === null ? "None" : plainInline(project.blocker);
      return `[P] ${name} (${Math.round(project.percent)}%) | Next: ${next} | Blocker: ${blocker}`;
    }
    case "on-hold":
      return `[On-Hold] ${name} | Reason: ${plainInline(project.reason)}`;
    case "gone":
      return "";
  }
}

function indexSection(document: TriadDocument): Section | null {
  const { sections } = document.outline();
  const titled = sections.filter(({ heading }) => heading !== null && TITLES.includes(plainTitle(heading.title)));
  return (
    titled.find(({ heading }) => heading?.title.includes("LTPM")) ?? (titled.length === 1 ? (titled[0] ?? null) : null)
  );
}

/** Brings the lines of these projects up to date, adds those that are missing, and makes the section where there is none. */
export function syncMemory(document: TriadDocument, projects: readonly MemoryProject[]): Edit[] {
  const section = indexSection(document);
  const lines = new Map<string, Item>();
  if (section !== null) {
    for (const item of itemsBetween(document.outline(), section.body, section.ownEnd)) {
      const name = ENTRY.exec(item.text)?.[1];
      if (name !== undefined && !item.quoted && !lines.has(name)) lines.set(name, item);
    }
  }
  const edits: Edit[] = [];
  const added: { text: string }[] = [];
  for (const project of projects) {
    const item = lines.get(nameOf(project));
    const text = memoryLine(project);
    if (item === undefined) {
      if (text !== "") added.push({ text });
      continue;
    }
    const end = document.lines.end(item.line);
    if (text === "") edits.push(removeLines(document, item.line, item.lastLine));
    else if (document.text.slice(item.content, end) !== text) edits.push({ start: item.content, end, text });
  }
  if (added.length === 0) return withoutNested(edits);
  if (section !== null) return [...withoutNested(edits), ...addToSection(document, section, added)];
  const block = [...headingLines(styleOf(document), MEMORY_TITLE), ...newList(document, added)];
  return [...withoutNested(edits), insertList(document, textEnd(document), block)];
}
