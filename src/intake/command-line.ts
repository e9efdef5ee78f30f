/**
 * Finds the command that a task's text carries: a `run: …` line, or a command in backticks that stands where a person puts
 * the thing to run. A command that is only spoken about ("Remove `rm -rf build` from the README") is none.
 */
import { splitArgv } from "./argv.ts";
import { isSpokenAbout, type Position, PROGRAMS, PROSE_WORD, position, RUN_LINE, RUN_THIS } from "./command-words.ts";

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
const TWO = "It holds more than one command; make a task of each, or join them in one `sh -c '…'`.";

/** Between two commands of one sentence. */
const JOINS = /^[\s,]*(?:(?:and|then|&|\+|并|然后|再|和)[\s,]*){1,3}`/i;

/** The command in a task's text. Never throws. */
export function commandIn(text: string): CommandIn {
  const plain = text.slice(0, LONGEST_TEXT).replaceAll("\uff1a", ":").replace(/\r\n?/g, "\n");
  const found = [...runLines(plain), ...fencedBelowRun(plain)];
  const meant = found.length > 0 ? found : spansThatAreMeant(withoutFencesAndQuotes(plain));
  const [first, second] = meant;
  if (first === undefined) return NONE;
  return second === undefined ? read(first) : { kind: "refused", source: second, reason: TWO };
}

function read(source: string): CommandIn {
  const split = splitArgv(source);
  if (!split.ok) return { kind: "refused", source, reason: split.reason };
  return split.argv.length === 0 ? NONE : { kind: "argv", argv: split.argv, source };
}

function withoutFencesAndQuotes(text: string): string {
  return text
    .replace(/^[ \t]*(```|~~~)[^\n]*\n[\s\S]*?(?:^[ \t]*\1[ \t]*$|$(?![\s\S]))/gm, "")
    .replace(/^[ \t]*>.*$/gm, "");
}

/** The commands of all `run: …` lines; a line of prose behind "run:" is none. */
function runLines(text: string): string[] {
  return withoutFencesAndQuotes(text)
    .split("\n")
    .flatMap((line) => {
      const body = RUN_LINE.exec(line.slice(0, LONGEST_SENTENCE))?.[1]?.trim();
      if (body === undefined || body === "") return [];
      const span = /^(`+)\s?(.+?)\s?\1[.,;!]?$/.exec(body)?.[2];
      if (span !== undefined) return [span];
      return isProse(body) ? [] : [body.replace(/(?<=\w)\.$/, "")];
    });
}

/** Words outside of quotes that a command hardly ever has, behind a first word that is no program, or two of them behind one. */
function isProse(line: string): boolean {
  const words = line.replace(/'[^']*'|"[^"]*"/g, "''").split(/\s+/);
  const prose = words.filter((word) => PROSE_WORD.test(word)).length;
  const head = words[0] ?? "";
  if (/^(?:echo|printf|say|logger)$/.test(head)) return false;
  return prose > 0 && (prose > 1 || !isProgram(head) || !words.some((word) => word.startsWith("-")));
}

/** "Run this:" and below it one line in a fence. */
function fencedBelowRun(text: string): string[] {
  const fence = /^([^\n]*):[ \t]*\n+[ \t]*```[a-z]*[ \t]*\n[ \t]*(?:\$ )?([^\n]+)\n[ \t]*```\s*$/.exec(text.trim());
  return fence?.[1] !== undefined && fence[2] !== undefined && RUN_THIS.test(fence[1]) ? [fence[2].trim()] : [];
}

function isProgram(word: string): boolean {
  return PROGRAMS.has(word) || /^(?:\.{1,2}|~)?\/[\w./@+-]+$/.test(word);
}

/** Whether a span reads as a command in that position: a known program or a path; where it is told to run, any word with options. */
function looksLikeCommand(span: string, where: Position): boolean {
  const told = where === "told";
  const [head = "", ...rest] = span.trim().split(/\s+/);
  if (/^[A-Z]-?\d+$/.test(head)) return false;
  if (isProgram(head)) return rest.length > 0 || where !== "end" || head.includes("/");
  if (!told) return false;
  if (/^[A-Za-z_]\w*=/.test(head)) return rest.length > 0;
  return rest.length > 0 && /^[a-z][\w.+-]*$/i.test(head) && rest.some((word) => /^-|[./]/.test(word));
}

interface Spot {
  readonly source: string;
  readonly before: string;
  readonly after: string;
}

/** The spans in backticks, each with its own sentence around it. */
function spots(text: string): Spot[] {
  const found: Spot[] = [];
  for (const match of text.matchAll(/(?<!`)(`{1,3})(?!`)((?:[^`\n]|(?!\1(?!`))`)+)\1(?!`)/g)) {
    const start = match.index;
    const before = text.slice(Math.max(0, start - LONGEST_SENTENCE), start);
    const sentence = before.slice(
      Math.max(0, ...[...before.matchAll(/[.!?]\s|[\u3002\uff01\uff1f]|\n/g)].map((end) => end.index + 1)),
    );
    const after = text.slice(start + match[0].length, start + match[0].length + LONGEST_SENTENCE);
    found.push({ source: (match[2] ?? "").trim(), before: sentence.trim(), after });
  }
  return found;
}

function spansThatAreMeant(text: string): string[] {
  const all = spots(text);
  const whole = all.length === 1 && text.trim().replace(/[.!\u3002]$/, "") === `\`${all[0]?.source}\``;
  if (whole) return all.filter(({ source }) => looksLikeCommand(source, "told")).map(({ source }) => source);
  const meant = all.filter(({ source, before, after }) => {
    const where = position(before, after);
    if (where === "elsewhere" || isSpokenAbout(before, after, where)) return false;
    return looksLikeCommand(source, where);
  });
  // "Run `a` and then `b`": the first is as much a command as the second.
  const joined = all.filter((spot, at) => JOINS.test(spot.after) && meant.includes(all[at + 1] ?? spot));
  return [...new Set([...joined.filter(({ source }) => looksLikeCommand(source, "told")), ...meant])].map(
    ({ source }) => source,
  );
}
