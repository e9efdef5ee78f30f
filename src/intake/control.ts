/** Reads orders about existing tasks ("retry T-02, T-03 and T-5"). They stand at the start of a line, or they are none. */
import { compareLabels, formatLabel, parseLabel, readLabelLeniently } from "../queue/label.ts";
import {
  ADDRESS,
  AND,
  BETWEEN,
  CLOSED,
  CODE_LABEL,
  CONDITION,
  LABEL,
  MARK,
  NOUN,
  POLITE,
  RANGE,
  TAIL,
  TAKEN,
  VERBS,
} from "./control-words.ts";
import { readHead } from "./head.ts";
import { imperativeAt, standsAlone } from "./imperative.ts";
import type { Page } from "./page.ts";
import { statusAt } from "./status.ts";
import { stick } from "./sticky.ts";
import type { Command, Op } from "./types.ts";

/** Longest range ("T-02 to T-05") that is read as one. */
const LONGEST_RANGE = 200;
/** So far behind the labels a question mark still counts. */
const TAIL_LENGTH = 400;

export interface Orders {
  commands: Command[];
  status: boolean;
  /** Place after what was read; a request that goes on ("… and fix the docs") begins there. */
  end: number;
  addressed: boolean;
}

interface Order {
  op: Op;
  ids: string[];
  end: number;
}

/** The orders that a line holds from `start` on; null when it begins with none. */
export function ordersAt(page: Page, start: number, end: number): Orders | null {
  const { text } = page;
  const address = stick(ADDRESS, text, start)?.[0] ?? "";
  const found: Orders = { commands: [], status: false, end: start + address.length, addressed: /ltpm/.test(address) };
  let read = false;
  for (let at = found.end; at <= end; ) {
    const order = orderAt(page, at, end);
    const status = order === null ? statusAt(text, at, end) : null;
    if (order !== null) {
      if (!ends(text, order.end, end)) return whole(found, read);
      for (const id of order.ids) found.commands.push({ op: order.op, id });
    } else if (status !== null) found.status = true;
    else return whole(found, read);
    read = true;
    found.end = order?.end ?? status ?? end;
    let next = goesOn(page, found.end, end);
    if (next === null) {
      found.end = reasonEnd(text, found.end, end);
      next = goesOn(page, found.end, end);
    }
    if (next === null) return whole({ ...found, end: Math.min(found.end + 1, end) }, true);
    at = next;
  }
  return whole(found, read);
}

/** A status check alone is read with its sentence, not here, unless the line was addressed to us. */
function whole(found: Orders, read: boolean): Orders | null {
  return read && (found.commands.length > 0 || found.addressed) ? found : null;
}

function orderAt(page: Page, start: number, end: number): Order | null {
  const at = start + (stick(POLITE, page.text, start)?.[0].length ?? 0);
  return verbFirst(page, at, end) ?? markedAt(page, at, end) ?? takenAt(page, at, end);
}

function verbFirst(page: Page, at: number, end: number): Order | null {
  for (const [pattern, op] of VERBS) {
    const verb = stick(pattern, page.text, at);
    if (verb === null) continue;
    const noun = stick(NOUN, page.text, at + verb[0].length)?.[0].length ?? 0;
    const ids = labelsAt(page, at + verb[0].length + noun, end);
    return ids === null ? null : { op, ...ids };
  }
  const first = stick(MARK.first, page.text, at);
  const ids = first === null ? null : labelsAt(page, at + first[0].length, end);
  return ids === null ? null : { op: "done", ...ids };
}

function markedAt(page: Page, at: number, end: number): Order | null {
  const mark = stick(MARK.before, page.text, at);
  const ids = mark === null ? null : labelsAt(page, at + mark[0].length, end);
  const after = ids === null ? null : stick(MARK.after, page.text, ids.end);
  return ids === null || after === null ? null : { op: "done", ids: ids.ids, end: ids.end + after[0].length };
}

function takenAt(page: Page, at: number, end: number): Order | null {
  const take = stick(TAKEN.before, page.text, at);
  const ids = take === null ? null : labelsAt(page, at + take[0].length, end);
  if (ids === null) return null;
  for (const [pattern, op] of TAKEN.after) {
    const verb = stick(pattern, page.text, ids.end);
    if (verb !== null) return { op, ids: ids.ids, end: ids.end + verb[0].length };
  }
  return null;
}

/** One label or several; null when none stands here. */
function labelsAt(page: Page, start: number, end: number): { ids: string[]; end: number } | null {
  const first = labelAt(page, start, end);
  if (first === null) return null;
  const ids = [first.id];
  let at = first.end;
  for (;;) {
    const range = stick(RANGE, page.text, at);
    const last = range === null ? null : labelAt(page, at + range[0].length, end);
    if (last !== null) {
      const between = labelRange(ids.at(-1) ?? first.id, last.id);
      if (between === null) return null;
      ids.push(...between);
      at = last.end;
      continue;
    }
    const gap = stick(BETWEEN, page.text, at);
    const next = gap === null ? null : labelAt(page, at + gap[0].length, end);
    if (next === null) return { ids, end: at };
    ids.push(next.id);
    at = next.end;
  }
}

function labelAt(page: Page, at: number, end: number): { id: string; end: number } | null {
  const plain = stick(LABEL, page.text, at);
  if (plain !== null && at + plain[0].length <= end) {
    const id = readLabelLeniently(plain[0].replace(/[#*_]/g, ""));
    return id === null ? null : { id, end: at + plain[0].length };
  }
  const code = stick(CODE_LABEL, page.text, at);
  if (code === null) return null;
  const id = readLabelLeniently(page.raw.slice(at, at + code[0].length).replaceAll("`", ""));
  return id === null ? null : { id, end: at + code[0].length };
}

/** The labels after `from` up to `to`; null when that is backwards or absurdly long. */
function labelRange(from: string, to: string): string[] | null {
  const first = parseLabel(from) ?? 0;
  const last = parseLabel(to) ?? 0;
  if (compareLabels(from, to) >= 0 || last - first > LONGEST_RANGE) return null;
  return Array.from({ length: last - first }, (_, index) => formatLabel(first + index + 1));
}

/** Whether what follows the labels lets the line be an order: no question, no condition, no prose. */
function ends(text: string, at: number, end: number): boolean {
  const rest = text.slice(at, Math.min(end, at + TAIL_LENGTH));
  const sentence = /^[^?!。\n]*?(?:[?!。]|\.(?=\s|$)|$)/.exec(rest)?.[0] ?? rest;
  if (sentence.endsWith("?") || /^\s*[,]?\s*(?:吗|呢|好吗|可以吗|行吗|么)/.test(rest)) return false;
  if (rest.trim() === "") return true;
  if (stick(CONDITION, text, at) !== null && stick(TAIL.en, text, at) === null) return false;
  if (stick(CLOSED, text, at) !== null || /^\s*[,;]/.test(rest)) return true;
  if (stick(TAIL.en, text, at) !== null || stick(TAIL.zh, text, at) !== null) return true;
  return (stick(AND, text, at)?.[0].trim() ?? "") !== "";
}

/** Where the next order, status check or request begins; null when only a reason or nothing follows. */
function goesOn(page: Page, at: number, end: number): number | null {
  const join = stick(AND, page.text, at)?.[0] ?? "";
  const next = at + join.length;
  if (next >= end || join.trim() === "") return null;
  if (orderAt(page, next, end) !== null || statusAt(page.text, next, end) !== null) return next;
  const head = readHead(page.text, next, end);
  const asks =
    head.explicit ||
    standsAlone(page.text, head.body, end) ||
    (/and|then|also|然后|并/.test(join) && imperativeAt(page.text, head.body, end) !== null);
  return asks ? next : null;
}

/** A reason runs to the full stop of its sentence. */
function reasonEnd(text: string, at: number, end: number): number {
  const stop = /[.!。\n](?=\s|[\u4e00-\u9fff]|$)|\n/g;
  stop.lastIndex = at;
  const found = stop.exec(text);
  return found === null || found.index > end ? end : found.index;
}
