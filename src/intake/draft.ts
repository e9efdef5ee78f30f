/** Turns ranges of a page into task drafts: one line of description, the rest as details, dependencies read off. */
import { readDependencies } from "./dependency.ts";
import { type Page, visible, visibleLine } from "./page.ts";
import type { Span, TaskDraft } from "./types.ts";

export interface RawDraft extends Span {
  /** Further ranges that explain the task. */
  details: Span[];
  /** The number its list gave it. */
  number: number | null;
  fromList: boolean;
  explicit: boolean;
}

/** Longest description that wrapped lines are joined to. */
const LONGEST_LINE = 400;

/** The drafts as tasks; ranges without visible text fall out. */
export function finish(page: Page, drafts: readonly RawDraft[]): TaskDraft[] {
  const read = drafts
    .map((draft) => ({ draft, ...describe(page, draft) }))
    .filter(({ description }) => description !== "");
  const numbers = new Map<number, number>();
  read.forEach(({ draft }, index) => {
    if (draft.number !== null && !numbers.has(draft.number)) numbers.set(draft.number, index);
  });
  return read.map(({ draft, description, details }, index) => {
    const found = readDependencies(description);
    const after = found.after.map((entry) => place(entry, draft.fromList ? numbers : new Map(), index, read.length));
    return after.includes(null)
      ? { description, details, after: [] }
      : { description: found.description, details, after: after.filter((entry) => entry !== null) };
  });
}

function describe(page: Page, draft: RawDraft): { description: string; details: string } {
  const split = draft.fromList ? itemLine(page, draft) : draft.end;
  let line = visibleLine(page, draft.start, split);
  const rest = draft.fromList ? [visible(page, split, draft.end)] : [];
  if (!draft.fromList)
    line = draft.explicit
      ? unquoted(withoutTail(line, ASKS.test(line) ? " .。;；,，、" : " .。;；,，、?？"))
      : polished(line);
  const details = [...rest, ...joined(draft.details).map((span) => visible(page, span.start, span.end))];
  return { description: line, details: details.filter((text) => text !== "").join("\n") };
}

/** Neighbouring explanations are cut out as one piece, so that what stood between them stays as it was. */
function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last !== undefined && span.start - last.end < 8 && span.start >= last.end) last.end = span.end;
    else out.push({ ...span });
  }
  return out;
}

/** End of the first line of an item, and of the lines an editor wrapped it to. */
function itemLine(page: Page, draft: RawDraft): number {
  let start = draft.start;
  while (start < draft.end && /\s/.test(page.raw[start] ?? "")) start += 1;
  let end = lineEnd(page, start, draft.end);
  while (end < draft.end && end - start < LONGEST_LINE && wraps(page, start, end, draft.end)) {
    end = lineEnd(page, end + 1, draft.end);
  }
  return end;
}

function lineEnd(page: Page, from: number, limit: number): number {
  const found = page.raw.slice(from, limit).indexOf("\n");
  return found === -1 ? limit : from + found;
}

/** The next line begins in lower case and the one before did not end its sentence. */
function wraps(page: Page, start: number, end: number, limit: number): boolean {
  if (/[.!?:;。！？：；…]\s*$/.test(page.raw.slice(Math.max(start, end - 4), end))) return false;
  const next = /\n[ \t]*(\S)/y;
  next.lastIndex = end;
  const first = next.exec(page.raw);
  return (
    first !== null &&
    next.lastIndex <= limit &&
    /[a-z]/.test(first[1] ?? "") &&
    !/^\n[ \t]*[a-z][.)]\s/.test(page.raw.slice(end, end + 40))
  );
}

/** A sentence as a description: without the full stop, or the question mark of "can you …?". */
function polished(line: string): string {
  const bare = withoutThanks(withoutTail(line, ENDS));
  return bare.endsWith("好吗") ? bare.slice(0, -2) : bare.endsWith("吗") ? bare.slice(0, -1) : bare;
}

const ENDS = " .。;；,，、!！?？";

/** "deploy to staging, please": the politeness at the end is none of the task. */
function withoutThanks(line: string): string {
  const polite = /(?:[\s,，]+(?:please|pls|plz|thanks|thank you|thx|ty)|[\s,，]*(?:谢谢|多谢|拜托了?))$/i.exec(
    line.slice(-24),
  );
  return polite === null ? line : withoutTail(line.slice(0, line.length - polite[0].length), ENDS);
}

const ABBREVIATED = /(?:\b[a-z]\.[a-z]|\b(?:etc|inc|ltd|vs|co|jr))\.$/i;

/** A loop, because a pattern with `+$` takes quadratic time on long runs. */
function withoutTail(line: string, characters: string): string {
  let end = line.length;
  if (ABBREVIATED.test(line.slice(-8))) return line;
  while (end > 0 && characters.includes(line[end - 1] ?? "\0")) end -= 1;
  return line.slice(0, end);
}

/** A task that is a question keeps its mark. */
const ASKS =
  /^(?:what|when|where|who|whose|why|how|which|is|are|does|do|did|can|could|should|will)\b|(?:吗|呢|什么|怎么|谁|哪|几|多少).{0,12}[?？]$/i;

/** `add task "fix the login"`: the quotes hold the task, they are no part of it. */
function unquoted(line: string): string {
  const quoted = /^(?:"([^"]+)"|“([^“”]+)”|「([^「」]+)」|'([^']+)')$/.exec(line);
  return quoted?.slice(1).find((text) => text !== undefined) ?? line;
}

/** A written number as a place in this message; null when it points nowhere or at the task itself. */
function place(entry: string, numbers: ReadonlyMap<number, number>, self: number, count: number): string | null {
  if (!entry.startsWith("#")) return entry;
  const number = Number(entry.slice(1));
  const index = numbers.get(number) ?? number - 1;
  return index < 0 || index >= count || index === self ? null : `#${index + 1}`;
}
