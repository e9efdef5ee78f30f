/** How this document is written, so that what is added looks as if its author had. */
import type { Language } from "../../messages/language.ts";
import type { TriadDocument } from "./open.ts";
import type { Heading, Outline } from "./outline.ts";

export interface DocumentStyle {
  /** The level of headings below the title. */
  readonly level: number;
  readonly heading: "atx" | "setext";
  /** Headings end with the marks they start with: `## Blockers ##`. */
  readonly closed: boolean;
  /** A blank line stands behind headings. */
  readonly airy: boolean;
  readonly bullet: "-" | "*" | "+";
  readonly language: Language;
}

/** Characters that are looked at to tell the language. */
const SAMPLE = 20_000;

/** Lines of our own: what they say of tasks may be in another language than their author's, and must not decide it. */
const OURS = /^.*<!-- ltpm:[^\r\n]*$/gm;

/** The heading that names the document: the first, when it is the only one of the first level. */
export function titleOf(outline: Outline): Heading | null {
  const [first, ...others] = outline.headings;
  return first !== undefined && first.level === 1 && others.every(({ level }) => level > 1) ? first : null;
}

function most<T>(values: readonly T[], fallback: T): T {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = fallback;
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value;
  return best;
}

function bulletOf(marker: string): "-" | "*" | "+" | null {
  return marker === "-" || marker === "*" || marker === "+" ? marker : null;
}

/** Chinese when Han characters, each nearly a word, are at least a quarter of the letters, and no kana or hangul is there. */
export function languageOf(text: string): Language {
  const sample = text.slice(0, SAMPLE);
  if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(sample)) return "en";
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0;
  const han = count(/\p{Script=Han}/gu);
  return han > 0 && han * 4 >= count(/\p{L}/gu) ? "zh-CN" : "en";
}

/** Looks at the headings and lists there are; without any, it is written as the templates are. */
export function styleOf(document: TriadDocument): DocumentStyle {
  const outline = document.outline();
  const { lines } = document;
  const title = titleOf(outline);
  const others = outline.headings.filter((heading) => heading !== title);
  const level = others.length > 0 ? Math.min(...others.map((heading) => heading.level)) : 2;
  const peers = others.filter((heading) => heading.level === level);
  const models = peers.length > 0 ? peers : outline.headings;
  const atx = outline.headings.filter(({ style }) => style === "atx");
  const isClosed = (heading: Heading) => /#[ \t]*$/.test(lines.text(heading.line)) && !heading.title.endsWith("#");
  const airy = models.map(({ lastLine }) => lastLine + 1 >= lines.count || lines.text(lastLine + 1).trim() === "");
  return {
    level,
    heading:
      level <= 2
        ? most(
            models.map(({ style }) => style),
            "atx",
          )
        : "atx",
    closed: atx.length > 0 && atx.every(isClosed),
    airy: most(airy, models.length === 0),
    bullet: most(
      outline.items.flatMap(({ marker }) => bulletOf(marker) ?? []),
      "-",
    ),
    language: languageOf(document.text.slice(0, SAMPLE).replace(OURS, "")),
  };
}
