/** Adds what was moved out of PROGRESS.md to LEARNINGS.md: a section, below it the day of the move, below that the entries. */
import { LEARNING_WORDS, type LearningWords } from "../../messages/documents-learnings.ts";
import type { Language } from "../../messages/language.ts";
import { applyEdits, type Edit, insertLines } from "../document/edit.ts";
import { headingLines, insertList, textEnd } from "../document/insert.ts";
import { isBlank } from "../document/lines.ts";
import { openDocument, type TriadDocument } from "../document/open.ts";
import type { Section } from "../document/outline.ts";
import type { BlockParser } from "../document/remark.ts";
import { type DocumentStyle, languageOf, styleOf } from "../document/style.ts";
import { plainTitle } from "../places/title.ts";

/** What is added below one of the sections. */
export interface Facts {
  readonly section: keyof Pick<LearningWords, "facts" | "activity">;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Lines of items at the margin. */
  readonly lines: readonly string[];
}

function titlesOf(section: Facts["section"]): string[] {
  return Object.values(LEARNING_WORDS).map((words) => plainTitle(words[section]));
}

function findTitled(document: TriadDocument, titles: readonly string[], parent: Section | null): Section | null {
  const { sections } = document.outline();
  const within = ({ line, end }: Section) => parent === null || (line > parent.line && end <= parent.end);
  return (
    sections.find(
      (section) => section.heading !== null && titles.includes(plainTitle(section.heading.title)) && within(section),
    ) ?? null
  );
}

/** The line behind the text between two lines, a closing rule left out. */
function behindText(document: TriadDocument, from: number, end: number): { line: number; list: boolean } {
  const blocks = document.outline().blocks.filter((block) => block.line >= from && block.line < end);
  while (blocks.at(-1)?.type === "thematicBreak") blocks.pop();
  const last = blocks.at(-1);
  if (last === undefined) return { line: Math.min(from, document.lines.count), list: false };
  return { line: last.open ? last.line : last.lastLine + 1, list: last.type === "list" };
}

function append(document: TriadDocument, section: Section, lines: readonly string[]): Edit {
  const { line, list } = behindText(document, section.body, section.end);
  if (!list) return insertList(document, line, lines);
  const next = line < document.lines.count ? document.lines.text(line) : "";
  return insertLines(document, line, isBlank(next) ? lines : [...lines, ""]);
}

function addFacts(document: TriadDocument, language: Language, { section, day, lines }: Facts): Edit {
  const style = styleOf(document);
  const below = (level: number): DocumentStyle => ({ ...style, level: Math.min(level, 6) });
  const place = findTitled(document, titlesOf(section), null);
  if (place === null) {
    const title = LEARNING_WORDS[language][section];
    const block = [...headingLines(style, title), ...headingLines(below(style.level + 1), day), ...lines];
    return insertList(document, textEnd(document), block);
  }
  const today = findTitled(document, [plainTitle(day)], place);
  if (today !== null) return append(document, today, lines);
  if (place.level >= 6) return append(document, place, lines);
  const { line } = behindText(document, place.body, place.end);
  return insertList(document, line, [...headingLines(below(place.level + 1), day), ...lines]);
}

/** LEARNINGS.md with these facts. Null or a blank text: a new one, in that language, with that line end. */
export function withFacts(
  learnings: string | null,
  parse: BlockParser,
  facts: readonly Facts[],
  fresh: { readonly language: Language; readonly ending: string },
): string {
  const isFresh = learnings === null || isBlank(learnings.replace(/[\r\n\ufeff]/g, ""));
  let text = isFresh ? `# ${LEARNING_WORDS[fresh.language].title}${fresh.ending}` : learnings;
  const language = isFresh ? fresh.language : languageOf(learnings);
  for (const one of facts) {
    if (one.lines.length === 0) continue;
    const document = openDocument(text, parse);
    text = applyEdits(text, [addFacts(document, language, one)]);
  }
  return text;
}

/** Whether these lines stand in the text already, one below the other. */
export function holdsLines(text: string, lines: readonly string[]): boolean {
  return `\n${text.replace(/\r\n?/g, "\n")}\n`.includes(`\n${lines.join("\n")}\n`);
}
