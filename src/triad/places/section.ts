/** Finds the section that means something. Where that is not certain, it says so instead of guessing. */
import type { TriadDocument } from "../document/open.ts";
import type { Outline, Section } from "../document/outline.ts";
import { titleOf } from "../document/style.ts";
import { plainTitle } from "./title.ts";
import { OWN_TITLES, SECTION_WORDINGS, type SectionRole } from "./wordings.ts";

/** Why nothing was found: there is nothing of the kind, several fit, or one fits only in part. */
export type NotFoundReason = "absent" | "several" | "unsure";

/** `lines` are the candidates', counted from 0. */
export interface NotFound {
  readonly found: false;
  readonly reason: NotFoundReason;
  readonly lines: readonly number[];
}

/** `confidence` is 1 for the very words, 0.9 where the position decides between several. */
export interface Found<T> {
  readonly found: true;
  readonly place: T;
  readonly confidence: number;
}

export type Place<T> = Found<T> | NotFound;

export function notFound(reason: NotFoundReason, lines: readonly number[] = []): NotFound {
  return { found: false, reason, lines };
}

function ownTitles(role: SectionRole): readonly string[] {
  if (role !== "activity" && role !== "blockers" && role !== "next" && role !== "status") return [];
  return Object.values(OWN_TITLES[role]).map((title) => title.toLowerCase());
}

/** Short words start titles of all kinds: `Phase 2: Import` is no current phase. */
function isTelling(word: string): boolean {
  return word.length >= (/\p{Script=Han}/u.test(word) ? 4 : 7);
}

/** The words are there and more behind them: `Blockers & Risks`. */
function startsWithWording(title: string, wordings: readonly string[]): boolean {
  return wordings.some(
    (word) => isTelling(word) && title.startsWith(word) && !/^(?:[a-z]| ?\d)/.test(title.slice(word.length)),
  );
}

/** Sections below the document's own title, or all of them where it has none. */
function candidates(outline: Outline): readonly Section[] {
  const title = titleOf(outline);
  return outline.sections.filter(({ heading }) => heading !== null && heading !== title);
}

function lineOf({ line }: Section): number {
  return line;
}

/** A document without sections is what its title says: `# Next Steps`, and a list below. */
function wholeDocument(outline: Outline, wordings: readonly string[]): Section | null {
  const [heading, ...others] = outline.headings;
  if (heading === undefined || others.length > 0 || heading !== titleOf(outline)) return null;
  const title = plainTitle(heading.title);
  const says = wordings.includes(title) || startsWithWording(title, wordings);
  return says ? (outline.sections[1] ?? null) : null;
}

/**
 * The one section for this role. Our own comes first; then the only one with a known title; of several, the only one on
 * the highest level. A title that merely starts with known words is `unsure`.
 */
export function findSection(document: TriadDocument, role: SectionRole): Place<Section> {
  const titled = candidates(document.outline()).map((section) => ({
    section,
    title: plainTitle(section.heading?.title ?? ""),
  }));
  const matching = (words: readonly string[]) =>
    titled.filter(({ title }) => words.includes(title)).map(({ section }) => section);
  const own = matching(ownTitles(role));
  const [first, ...more] = own.length === 1 ? own : matching(SECTION_WORDINGS[role]);
  if (first === undefined) {
    const whole = wholeDocument(document.outline(), SECTION_WORDINGS[role]);
    if (whole !== null) return { found: true, place: whole, confidence: 0.9 };
    const near = titled.filter(({ title }) => startsWithWording(title, SECTION_WORDINGS[role]));
    return near.length === 0
      ? notFound("absent")
      : notFound(
          "unsure",
          near.map(({ section }) => lineOf(section)),
        );
  }
  if (more.length === 0) return { found: true, place: first, confidence: 1 };
  const all = [first, ...more];
  const highest = Math.min(...all.map(({ level }) => level));
  const [top, ...peers] = all.filter(({ level }) => level === highest);
  if (top !== undefined && peers.length === 0) return { found: true, place: top, confidence: 0.9 };
  return notFound("several", all.map(lineOf));
}

/** Every section with a title known for this role, certain or not: for `lint`, which asks where a thing stands at all. */
export function sectionsFor(document: TriadDocument, role: SectionRole): readonly Section[] {
  const words = [...SECTION_WORDINGS[role], ...ownTitles(role)];
  return candidates(document.outline()).filter(({ heading }) => words.includes(plainTitle(heading?.title ?? "")));
}
