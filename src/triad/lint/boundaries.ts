/** The document boundary matrix of the source as rules: which kind of information stands in the wrong document. */
import type { LintCode } from "../../messages/triad.ts";
import type { TriadDocument } from "../document/open.ts";
import { itemsBetween, ownBlocks, type Section } from "../document/outline.ts";
import { sectionsFor } from "../places/section.ts";
import type { SectionRole } from "../places/wordings.ts";
import { isPlaceholder, saysNothing } from "../templates/placeholders.ts";
import { type Finding, finding, type Kind, type Triad } from "./finding.ts";

/** A kind of information that a document holds none of, with where it belongs. */
interface Misplaced {
  readonly role: SectionRole;
  readonly code: LintCode;
}

const MISPLACED: Readonly<Record<Kind, readonly Misplaced[]>> = {
  mission: [
    { role: "next", code: "todo_misplaced" },
    { role: "backlog", code: "todo_misplaced" },
    { role: "blockers", code: "blockers_misplaced" },
    { role: "issues", code: "issues_misplaced" },
    { role: "meetings", code: "meetings_misplaced" },
    { role: "changelog", code: "changelog_misplaced" },
  ],
  progress: [
    { role: "backlog", code: "backlog_in_progress" },
    { role: "reasoning", code: "reasoning_misplaced" },
    { role: "issues", code: "issues_misplaced" },
    { role: "meetings", code: "meetings_misplaced" },
    { role: "technical", code: "technical_misplaced" },
    { role: "references", code: "references_misplaced" },
  ],
  next: [
    { role: "decisions", code: "decisions_misplaced" },
    { role: "reasoning", code: "reasoning_misplaced" },
    { role: "blockers", code: "blockers_misplaced" },
    { role: "issues", code: "issues_misplaced" },
    { role: "meetings", code: "meetings_misplaced" },
    { role: "technical", code: "technical_misplaced" },
    { role: "changelog", code: "changelog_misplaced" },
    { role: "references", code: "references_misplaced" },
  ],
};

/** Struck out, or ticked by a sign. */
const FINISHED = /^~~|✅|✔/u;

/** PROGRESS.md sums up what is next: so many open tasks. */
const SUMMARY = 3;
/** PROGRESS.md keeps so many entries of a changelog. */
const RECENT = 5;

function title(section: Section): string {
  return section.heading?.title ?? "";
}

/** A heading with nothing below it says nothing in the wrong place. */
function hasText(document: TriadDocument, section: Section): boolean {
  const blocks = ownBlocks(document.outline(), section).filter(({ type }) => type !== "thematicBreak");
  const silent = (line: number) => saysNothing(document.lines.text(line)) || isPlaceholder(document.lines.text(line));
  return (
    section.end > section.ownEnd ||
    blocks.some(({ type, line, lastLine }) => type !== "paragraph" || lastLine > line || !silent(line))
  );
}

function misplaced(kind: Kind, document: TriadDocument): Finding[] {
  return MISPLACED[kind].flatMap(({ role, code }) =>
    sectionsFor(document, role)
      .filter((section) => hasText(document, section))
      .map((section) => finding(kind, section.line, code, title(section))),
  );
}

function summaries(document: TriadDocument): Finding[] {
  const outline = document.outline();
  const long = sectionsFor(document, "next").flatMap((section) => {
    const open = itemsBetween(outline, section.body, section.end).filter(
      ({ box, depth, quoted, text }) => depth === 0 && !quoted && box?.state !== "done" && !FINISHED.test(text),
    );
    return open.length > SUMMARY
      ? [finding("progress", section.line, "todo_too_long", title(section), open.length)]
      : [];
  });
  const changes = sectionsFor(document, "changelog").flatMap((section) => {
    const entries = itemsBetween(outline, section.body, section.end).filter(({ depth }) => depth === 0).length;
    return entries > RECENT ? [finding("progress", section.line, "changelog_too_long", title(section), entries)] : [];
  });
  return [...long, ...changes];
}

/** Decisions are summed up in PROGRESS.md and kept in MISSION.md: the one without the other leaves no trace. */
function untraced({ mission, progress }: Triad): Finding[] {
  if (mission === null || progress === null || sectionsFor(mission, "decisions").length > 0) return [];
  return sectionsFor(progress, "decisions")
    .filter((section) => hasText(progress, section))
    .slice(0, 1)
    .map((section) => finding("progress", section.line, "decisions_untraced", title(section)));
}

/** Every part that stands where the matrix does not want it. */
export function checkBoundaries(triad: Triad): Finding[] {
  const kinds = ["mission", "progress", "next"] as const;
  return [
    ...kinds.flatMap((kind) => {
      const document = triad[kind];
      return document === null ? [] : misplaced(kind, document);
    }),
    ...(triad.progress === null ? [] : summaries(triad.progress)),
    ...untraced(triad),
  ];
}
