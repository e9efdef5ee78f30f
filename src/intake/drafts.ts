/** Puts tasks together: which blocks of a message are requests, which explain them, which are only around them. */
import { type Block, type Item, type List, readBlocks } from "./blocks.ts";
import { finish, type RawDraft } from "./draft.ts";
import { listRole } from "./list-role.ts";
import { OPEN_SLOT } from "./list-words.ts";
import type { Page } from "./page.ts";
import { readProse, type Unit } from "./prose.ts";
import type { Span, TaskDraft } from "./types.ts";

export interface Reading {
  tasks: TaskDraft[];
  /** Ranges that became tasks; natural-language triggers do not look into them. */
  taken: Span[];
  /** A trigger without content ("add task"), which still asks for intake. */
  bare: boolean;
  /** Every task is an errand ("google X"); one alone is none. */
  errandsOnly: boolean;
  /** Somebody asked or listed; not only a verb in front. */
  asked: boolean;
  /** Only questions, courtesy and talk were said. */
  idle: boolean;
}

interface Draft extends RawDraft {
  errand: boolean;
}

/** A name under "Best regards". */
const SIGNATURE = /^[-\s]*\p{Lu}[\p{L}'-]*(?:\s\p{Lu}[\p{L}'-]*){0,2}$/u;

interface Collector {
  page: Page;
  drafts: Draft[];
  /** Prose said before any task, kept for a request that points back to it. */
  context: Span[];
  units: Unit[];
  asked: boolean;
  listed: boolean;
  /** A word of thanks was said; a name after it is a signature. */
  closing: boolean;
}

/** Reads the tasks of a page. `title`: the first line names the whole (an issue), prose below it explains. */
export function readDrafts(page: Page, title: boolean): Reading {
  const collector: Collector = {
    page,
    drafts: [],
    context: [],
    units: [],
    asked: false,
    listed: false,
    closing: false,
  };
  const blocks = readBlocks(page);
  const titled = title && isTitle(page, blocks);
  blocks.forEach((block, index) => {
    if (block.kind === "list") takeList(collector, block, blocks[index - 1], titled);
    else if (block.kind === "code") takeCode(collector, block, blocks[index - 1]);
    else if (block.kind === "prose" && !(titled && index > 0)) takeProse(collector, block, blocks[index + 1]);
    else if (titled && index > 0) takeBody(collector, block);
  });
  return toReading(collector);
}

/** One line without a full stop, then a body: the form of an issue. */
function isTitle(page: Page, blocks: readonly Block[]): boolean {
  const [first, second] = blocks;
  if (first?.kind !== "prose" || second === undefined || !second.blankBefore) return false;
  const line = page.text.slice(first.start, first.end).trim();
  return !line.includes("\n") && !/[.:。]$/.test(line);
}

function takeProse(collector: Collector, block: Block, next: Block | undefined): void {
  const units = readProse(collector.page, block.start, block.end);
  const header = next?.kind === "list" || next?.kind === "heading" ? headerOf(collector.page, units) : null;
  for (const unit of units) {
    collector.units.push(unit);
    collector.asked ||= unit.asked || unit.explicit;
    if (header !== null && unit.sentence === header) continue;
    takeUnit(collector, unit);
  }
}

/** The sentence that ends with a colon right before a list announces it and is no task. */
function headerOf(page: Page, units: readonly Unit[]): Span | null {
  const last = units.at(-1);
  if (last === undefined) return null;
  const text = page.text.slice(last.sentence.start, last.sentence.end);
  if (last.kind === "task" && !last.explicit && OPEN_SLOT.test(text.slice(-40))) return null;
  return text.endsWith(":") || last.kind === "empty" ? last.sentence : null;
}

function takeUnit(collector: Collector, unit: Unit): void {
  const { drafts, context } = collector;
  const last = drafts.at(-1);
  const isTask = unit.kind === "task" || unit.kind === "errand";
  const leaning = (unit.leans || unit.dependent) && !unit.explicit && !unit.ordered && last !== undefined;
  if (isTask && leaning) {
    if (!last.fromList) last.details.push(unit.sentence);
  } else if (isTask) {
    const lead = unit.leans && !unit.dependent && last === undefined ? context.at(-1) : undefined;
    const near = lead === undefined || !collector.page.text.slice(lead.end, unit.start).includes("\n");
    drafts.push({
      start: lead?.start ?? unit.start,
      end: near ? unit.end : lead.end,
      details: near ? [] : [{ start: lead.end, end: unit.sentence.end }],
      number: null,
      fromList: false,
      explicit: unit.explicit,
      errand: unit.kind === "errand",
    });
  } else if (unit.kind === "courtesy") collector.closing = last !== undefined;
  else if (unit.kind === "context" || unit.kind === "question") {
    if (collector.closing && isSignature(collector.page, unit)) return;
    if (last === undefined) context.push(unit.sentence);
    else if (!last.fromList) last.details.push(unit.sentence);
  }
}

function isSignature(page: Page, unit: Unit): boolean {
  return SIGNATURE.test(page.raw.slice(unit.start, unit.end));
}

function takeList(collector: Collector, list: List, before: Block | undefined, titled: boolean): void {
  const { page, drafts } = collector;
  const last = drafts.at(-1);
  const parent = last !== undefined && !last.fromList ? last : null;
  const role = listRole(page, list, before, parent, titled);
  if (role === "details" && parent !== null) parent.details.push({ start: list.start, end: list.end });
  if (role !== "tasks" && role !== "headed") return;
  if (parent !== null && (titled || role === "headed")) drafts.pop();
  const open = list.items.filter((item) => !item.ticked);
  if (open.length > 1 || list.boxed) collector.listed = true;
  for (const item of open) takeItem(collector, item);
}

function takeItem(collector: Collector, item: Item): void {
  const { page, drafts } = collector;
  if (page.text.slice(item.contentStart, item.end).trim() === "") return;
  const [unit] = readProse(page, item.contentStart, item.lineEnd);
  const start = unit?.explicit && unit.kind === "task" ? unit.start : item.contentStart;
  const kind = unit?.kind ?? "context";
  drafts.push({
    start,
    end: item.end,
    details: [],
    number: item.number,
    fromList: true,
    explicit: false,
    errand: kind === "errand",
  });
  collector.units.push({
    ...(unit ?? blankUnit(item)),
    kind: kind === "courtesy" || kind === "empty" ? "context" : kind,
  });
}

function blankUnit(item: Item): Unit {
  return {
    start: item.contentStart,
    end: item.lineEnd,
    kind: "context",
    sentence: item,
    explicit: false,
    plural: false,
    asked: false,
    ordered: false,
    leans: false,
    dependent: false,
  };
}

/** Code under a request belongs to it; code alone is no task. */
function takeCode(collector: Collector, block: Block, before: Block | undefined): void {
  const last = collector.drafts.at(-1);
  if (last !== undefined && !last.fromList && before !== undefined)
    last.details.push({ start: block.start, end: block.end });
}

function takeBody(collector: Collector, block: Block): void {
  const last = collector.drafts.at(-1);
  if (last !== undefined && !last.fromList) last.details.push({ start: block.start, end: block.end });
}

function toReading(collector: Collector): Reading {
  const { page, drafts, units } = collector;
  const active = units.filter((unit) => unit.kind !== "courtesy");
  return {
    tasks: finish(page, drafts),
    taken: drafts.flatMap((draft) => [{ start: draft.start, end: draft.end }, ...draft.details]),
    bare: units.some((unit) => unit.kind === "empty"),
    errandsOnly: drafts.length > 0 && drafts.every((draft) => draft.errand),
    asked: collector.asked || collector.listed,
    idle: active.every(
      (unit) => unit.kind === "question" || unit.kind === "talk" || (unit.kind === "context" && unit.leans),
    ),
  };
}
