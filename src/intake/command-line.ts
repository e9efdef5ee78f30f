/** Finds the command that a task's text carries, where a person means it as the thing to run. In doubt there is none. */
import { splitArgv } from "./argv.ts";
import { requests } from "./clauses.ts";
import {
  ALSO_WORDS,
  ALWAYS_ABOUT,
  BY,
  BY_RUNNING,
  CARRIED_OUT,
  HARMLESS,
  MEANS_FIRST,
  PROGRAMS,
  PROSE_WORD,
  RUN_LINE,
  RUNS,
  SPEAKS,
  SPEAKS_ABOUT,
  SWAPS,
  TALKS_ABOUT,
  WITH,
} from "./command-words.ts";
import { readHead } from "./head.ts";
import { imperativeAt, verbAt } from "./imperative.ts";
import { ASIDE, CODE } from "./normal.ts";
import { type Page, readPage } from "./page.ts";
import { sentences } from "./sentences.ts";
import { stick } from "./sticky.ts";
import type { Span } from "./types.ts";
import { DEPENDENT } from "./verbs.ts";

/**
 * `argv` is ready to run without a shell; `source` is what was written. `refused`: a command is meant, but it needs a
 * shell or cannot be read; `reason` is one sentence for the person.
 */
export type CommandIn =
  | { kind: "none" }
  | { kind: "argv"; argv: string[]; source: string }
  | { kind: "refused"; source: string; reason: string };

const NONE: CommandIn = { kind: "none" };
/** Beyond this a text is no sentence with a command in it. */
const LONGEST_TEXT = 20_000;
const LONGEST_SENTENCE = 2_000;
const LONGEST_AFTER = 200;
const JOINS = /^[\s,]*(?:and|then|&|,|并|然后|再|和)/;

/** The command in a task's text: a `run: …` line, or a command in backticks that the text tells to run. Never throws. */
export function commandIn(text: string): CommandIn {
  const page = readPage(text.slice(0, LONGEST_TEXT), false);
  const lines = runLines(page);
  const [first, second] = lines;
  if (first !== undefined) {
    return second === undefined ? read(first) : { kind: "refused", source: second, reason: TWO };
  }
  return inSentence(page);
}

const TWO = "It holds more than one command; make a task of each, or join them in one `sh -c '…'`.";

function read(source: string): CommandIn {
  const split = splitArgv(source);
  if (!split.ok) return { kind: "refused", source, reason: split.reason };
  return split.argv.length === 0 ? NONE : { kind: "argv", argv: split.argv, source };
}

/** The commands of all `run: …` lines. */
function runLines(page: Page): string[] {
  return page.lines.flatMap((line, index) => {
    if (line.kind !== "text" && line.kind !== "item") return [];
    const start = line.marker?.contentStart ?? line.textStart;
    const text = page.text.slice(start, line.end).trimEnd();
    if (text.endsWith(":") && RUNS.test(text)) return fenced(page, index + 1);
    const opening = RUN_LINE.exec(text);
    if (opening === null) return [];
    return bare(page, { start: start + opening[0].length, end: line.end });
  });
}

/** What stands behind "run:": a span in backticks, or the line as it is when that is no prose. */
function bare(page: Page, body: Span): string[] {
  const span = codeSpans(page, body).find(({ start }) => page.text.slice(body.start, start).trim() === "");
  if (span !== undefined) {
    const source = sourceOf(page, span);
    return isHarmless(page.text.slice(span.end, body.end)) && isCommand(source, true) ? [source] : [];
  }
  const source = page.raw
    .slice(body.start, body.end)
    .trim()
    .replace(/(?<=[A-Za-z0-9])\.$|。$/, "");
  const [head = "", ...rest] = source.split(/\s+/);
  if (!SPEAKS.has(head) && rest.some((word) => PROSE_WORD.test(word))) return [];
  return isCommand(source, true) ? [source] : [];
}

/** The command of a fenced block that holds exactly one line. */
function fenced(page: Page, index: number): string[] {
  const [open, only, close, more] = page.lines.slice(index, index + 4);
  if (open?.kind !== "code" || only?.kind !== "code" || close?.kind !== "code" || more?.kind === "code") return [];
  const text = ({ start, end }: Span): string => page.raw.slice(start, end).trim();
  if (!/^(?:```+|~~~+)\s*(?:sh|bash|shell|zsh|console|terminal)?$/i.test(text(open)) || !/^(?:`|~)+$/.test(text(close)))
    return [];
  const source = withoutPrompt(text(only));
  return isCommand(source, true) ? [source] : [];
}

/** A command in backticks in the first sentence; whatever comes after must not ask for more. */
function inSentence(page: Page): CommandIn {
  const [first, ...later] = sentences(page, 0, page.text.length);
  if (first === undefined || first.end - first.start > LONGEST_SENTENCE) return NONE;
  const spans = codeSpans(page, first).filter((span) => isCommand(sourceOf(page, span), true));
  const meant = spans.find((span) => isMeant(page, first, span));
  if (meant === undefined || later.some((sentence) => asksForMore(page, sentence))) return NONE;
  const source = sourceOf(page, meant);
  const after = page.text.slice(meant.end, first.end);
  const second = spans.some((span) => span.start > meant.end);
  if (second && JOINS.test(after)) return { kind: "refused", source, reason: TWO };
  const alone = requests(page.text, meant.start, first.end).length === 1;
  return (alone && isHarmless(after)) || meansFirst(page, first, meant) ? read(source) : NONE;
}

/** Whether what follows the command leaves it the whole of the task. */
function isHarmless(after: string): boolean {
  return after.length <= LONGEST_AFTER && HARMLESS.test(after);
}

function sourceOf(page: Page, span: Span): string {
  return inner(page.raw.slice(span.start, span.end));
}

/** Whether the words around a span tell to run it. */
function isMeant(page: Page, sentence: Span, span: Span): boolean {
  const { text } = page;
  const start = readHead(text, sentence.start, sentence.end).body;
  const before = text.slice(Math.min(start, span.start), span.start);
  const aside = page.raw[span.start - 1] === "(";
  if (before.trim() === "" || RUNS.test(before)) return isPlainRequest(page, sentence, span, before);
  const source = sourceOf(page, span);
  if (!(isCommand(source, false) || source === "make") || TALKS_ABOUT.test(before)) return false;
  if (meansFirst(page, sentence, span)) return true;
  const verb = verbAt(text, start, sentence.end);
  if (verb === null || imperativeAt(text, start, sentence.end) === null) return false;
  if (BY_RUNNING.test(before)) return !ALWAYS_ABOUT.has(verb.word);
  if (SPEAKS_ABOUT.has(verb.word)) return false;
  if (aside) return CARRIED_OUT.has(verb.word) && text.slice(span.end).startsWith(ASIDE);
  if (BY.test(before)) return true;
  return WITH.test(before) && (CARRIED_OUT.has(verb.word) || /[\u4e00-\u9fff]/.test(verb.word));
}

/** The whole text is the span, or a verb of running stands right before it and the sentence asks nothing. */
function isPlainRequest(page: Page, sentence: Span, span: Span, before: string): boolean {
  const source = sourceOf(page, span);
  const after = page.text.slice(span.end, sentence.end);
  return before.trim() !== "" || (/^[\s.!。]*(?:please|pls|谢谢)?[\s.!。]*$/.test(after) && isCommand(source, true));
}

/** "用 `npm test` 检查类型". */
function meansFirst(page: Page, sentence: Span, span: Span): boolean {
  const start = readHead(page.text, sentence.start, sentence.end).body;
  const after = page.text.slice(span.end, sentence.end).trim();
  if (!MEANS_FIRST.test(page.text.slice(start, span.start))) return false;
  return !SWAPS.test(after) && !after.includes(CODE) && /^[\u4e00-\u9fff]/.test(after) && !/[,;、]/.test(after);
}

/** A later sentence that is a request of its own: the command alone would not do the task. */
function asksForMore(page: Page, sentence: Span): boolean {
  const { body } = readHead(page.text, sentence.start, sentence.end);
  return imperativeAt(page.text, body, sentence.end) !== null && stick(DEPENDENT, page.text, body) === null;
}

/** Inline code of a range, also right inside parentheses. */
function codeSpans(page: Page, { start, end }: Span): Span[] {
  const found: Span[] = [];
  for (const hit of page.text.slice(start, end).matchAll(/\uE000+/g)) {
    found.push({ start: start + hit.index, end: start + hit.index + hit[0].length });
  }
  for (const hit of page.text.slice(start, end).matchAll(/\uE002{4,}/g)) {
    const raw = page.raw.slice(start + hit.index, start + hit.index + hit[0].length);
    if (/^\(`[^`\n]+`\)$/.test(raw))
      found.push({ start: start + hit.index + 1, end: start + hit.index + raw.length - 1 });
  }
  return found.filter((span) => page.raw[span.start] === "`");
}

/** The text between the backticks, one space at both edges taken off as Markdown does. */
function inner(span: string): string {
  const ticks = /^`+/.exec(span)?.[0].length ?? 0;
  const text = span.slice(ticks, span.length - ticks);
  return withoutPrompt(text.trim());
}

function withoutPrompt(text: string): string {
  return text.replace(/^[$%]\s+/, "");
}

/** Whether a text looks like a command line. `told`: a verb of running or "run:" vouches for it. */
function isCommand(source: string, told: boolean): boolean {
  const text = source.replace(/^(?:[A-Za-z_]\w*=\S*\s+)+/, "");
  const [head = "", ...rest] = text.split(/\s+/);
  if (/^t-?\d+$/i.test(text)) return false;
  if (PATH.test(head)) return told || rest.length > 0 || head.startsWith("./");
  if (ALSO_WORDS.has(head)) return rest.length === 0 ? told && head === "make" : told || shaped(rest);
  if (PROGRAMS.has(head)) return told || rest.length > 0;
  return told && NAME.test(head) && !DOCUMENT.test(head) && shaped(rest);
}

/** Arguments as commands have them: an option, a path, a file. */
function shaped(rest: readonly string[]): boolean {
  return rest.some(
    (word) => /^--?[a-zA-Z]/.test(word) || /^[\w.-]*\/[\w./-]+$|^\.{1,2}$|^[\w-]+\.[a-z]{1,4}$/.test(word),
  );
}

const PATH = /^(?:~|\.{1,2})?\/[\w.+@~-]+(?:\/[\w.+@-]+)*$/;
const NAME = /^[a-z0-9][\w.+-]*(?:\/[\w.+-]+)*$/;
const DOCUMENT = /\.(?:md|txt|json|ya?ml|html?|css|csv|xml|toml|lock|png|jpg|pdf)$/;
