/** Puts tasks together: which blocks of a message are requests, which explain them, which are only around them. */
import { type Block, type Item, type List, readBlocks } from "./blocks.ts";
import { type Collector, takeUnit } from "./collector.ts";
import { finish } from "./draft.ts";
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
  /** Only questions, courtesy and talk were said. */
  idle: boolean;
}

/** Reads the tasks of a page. `title`: the first line names the whole (an issue), prose below it explains. */
export function readDrafts(page: Page, title: boolean): Reading {
  const collector: Collector = { page, drafts: [], context: null, units: [], closing: false };
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

function takeList(collector: Collector, list: List, before: Block | undefined, titled: boolean): void {
  const { page, drafts } = collector;
  const last = drafts.at(-1);
  const parent = last !== undefined && !last.fromList ? last : null;
  const role = listRole(page, list, before, parent, titled);
  if (role === "details" && parent !== null) parent.details.push({ start: list.start, end: list.end });
  if (role !== "tasks" && role !== "headed") return;
  if (parent !== null && (titled || role === "headed")) drafts.pop();
  const open = list.items.filter((item) => !item.ticked);
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
    idle: active.every(
      (unit) => unit.kind === "question" || unit.kind === "talk" || (unit.kind === "context" && unit.leans),
    ),
  };
}
