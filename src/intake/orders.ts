/** Walks the lines of a message and takes out the orders and status checks; what is left may hold tasks. */
import { type Orders, ordersAt } from "./control.ts";
import { MENTIONS } from "./control-words.ts";
import type { Line } from "./lines.ts";
import { type Page, without } from "./page.ts";
import { hangs } from "./sentences.ts";
import { isNounAlone, statusAt } from "./status.ts";
import type { Command, Span } from "./types.ts";

export interface Taken {
  commands: Command[];
  /** Labels that nobody knows, each once. */
  unknown: string[];
  status: boolean;
  /** "/ltpm retry T-02": what follows such a line is talk about the order unless it says otherwise. */
  addressed: boolean;
  /** Something was taken out. */
  any: boolean;
  /** The page without the orders. */
  rest: Page;
}

/** Reads every order that stands at the start of a line. */
export function takeOrders(page: Page, known: ReadonlySet<string>): Taken {
  const taken: Taken = { commands: [], unknown: [], status: false, addressed: false, any: false, rest: page };
  const consumed: Span[] = [];
  const unknown = new Set<string>();
  const seen = new Set<string>();
  for (const [line, orders] of orderLines(page)) {
    taken.status ||= orders.status;
    taken.addressed ||= orders.addressed;
    for (const command of orders.commands) {
      const key = `${command.op} ${command.id}`;
      if (!known.has(command.id)) unknown.add(command.id);
      else if (!seen.has(key)) taken.commands.push(command);
      seen.add(key);
    }
    const whole = page.text.slice(orders.end, line.end).trim() === "";
    consumed.push({ start: whole ? line.start : contentStart(line), end: whole ? line.end : orders.end });
  }
  for (const span of statusSentences(page, consumed)) {
    taken.status = true;
    consumed.push(span);
  }
  if (!taken.status && consumed.length === 0 && isNounAlone(page.text)) {
    taken.status = true;
    consumed.push({ start: 0, end: page.raw.length });
  }
  return { ...taken, unknown: [...unknown], any: consumed.length > 0, rest: without(page, consumed) };
}

function orderLines(page: Page): [Line, Orders][] {
  const found: [Line, Orders][] = [];
  let mentioned = false;
  let inItem = false;
  page.lines.forEach((line, index) => {
    const before = page.lines[index - 1];
    if (line.kind === "blank" || line.kind === "heading") inItem = false;
    if (line.kind === "item" && line.indent < 2) inItem = true;
    if (line.kind === "text" && line.indent < 2) inItem = false;
    if (before?.kind === "text" || before?.kind === "heading")
      mentioned = MENTIONS.test(page.text.slice(Math.max(before.start, before.end - 120), before.end));
    if (mentioned && line.kind === "text" && before?.kind === "blank") mentioned = false;
    if (!mayOrder(page, line, before, inItem) || mentioned) return;
    const orders = ordersAt(page, contentStart(line), line.end);
    if (orders !== null && (orders.status || orders.commands.length > 0)) found.push([line, orders]);
  });
  return found;
}

function contentStart(line: Line): number {
  return line.marker?.contentStart ?? line.textStart;
}

/** Lines of a paragraph and items of a list, at the outer level; not the middle of a sentence, not a box to tick. */
function mayOrder(page: Page, line: Line, before: Line | undefined, inItem: boolean): boolean {
  if (line.kind === "item") return line.indent < 2 && line.marker?.box === "none";
  const bold = line.kind === "heading" && /[*_]/.test(page.text[line.textStart] ?? "");
  if (line.kind !== "text" && !bold) return false;
  if (inItem && line.indent >= 2) return false;
  return before?.kind !== "text" || !hangs(page.text, before.start, before.end);
}

/** Sentences that are a status check from beginning to end. */
function statusSentences(page: Page, consumed: readonly Span[]): Span[] {
  const found: Span[] = [];
  const starts = new Set(consumed.map((span) => span.start));
  page.lines.forEach((line, index) => {
    if (
      (line.kind !== "text" && line.kind !== "item") ||
      line.indent > 3 ||
      starts.has(line.start) ||
      starts.has(contentStart(line))
    )
      return;
    if (hangsOver(page, index)) return;
    let start = contentStart(line);
    for (const stop of [...page.text.slice(start, line.end).matchAll(/[.!?。]+(?=\s|$|[\u4e00-\u9fff])|$/g)].map(
      (hit) => contentStart(line) + hit.index + hit[0].length,
    )) {
      const place = skipMention(page.text, start, stop);
      const status = place < stop ? statusAt(page.text, place, stop) : null;
      if (
        status !== null &&
        /^[\s.!?。~,]*(?:please|pls|now|thanks|吗|呢|吧|谢谢)?[\s.!?。~]*$/.test(page.text.slice(status, stop))
      )
        found.push({ start, end: stop });
      start = stop;
    }
  });
  return found;
}

function hangsOver(page: Page, index: number): boolean {
  const before = page.lines[index - 1];
  return before?.kind === "text" && hangs(page.text, before.start, before.end);
}

function skipMention(text: string, start: number, end: number): number {
  const found = /^\s*(?:[/@]ltpm(?![\w-])[\s:,]*)?/.exec(text.slice(start, Math.min(end, start + 40)));
  return start + (found?.[0].length ?? 0);
}
