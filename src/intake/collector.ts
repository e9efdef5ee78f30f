/** Gathers drafts while a message is read from top to bottom. */
import type { RawDraft } from "./draft.ts";
import type { Page } from "./page.ts";
import type { Unit } from "./prose.ts";
import type { Span } from "./types.ts";

export interface Draft extends RawDraft {
  errand: boolean;
}

/** A name under "Best regards". */
const SIGNATURE = /^[-\s]*\p{Lu}[\p{L}'-]*(?:\s\p{Lu}[\p{L}'-]*){0,2}$/u;

export interface Collector {
  page: Page;
  drafts: Draft[];
  /** The last sentence said before any task, kept for a request that points back to it. */
  context: Span | null;
  units: Unit[];
  /** A word of thanks was said; a name after it is a signature. */
  closing: boolean;
}

/** Takes one unit of prose in: a request opens a draft, what explains goes to the draft before it. */
export function takeUnit(collector: Collector, unit: Unit): void {
  const { drafts } = collector;
  const last = drafts.at(-1);
  const isTask = unit.kind === "task" || unit.kind === "errand";
  const leaning = (unit.leans || unit.dependent) && !unit.explicit && !unit.ordered && last !== undefined;
  if (isTask && leaning) {
    if (!last.fromList) last.details.push(unit.sentence);
  } else if (isTask) {
    const lead = unit.leans && !unit.dependent && last === undefined ? collector.context : null;
    const near = lead === null || !collector.page.text.slice(lead.end, unit.start).includes("\n");
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
    if (last === undefined) collector.context = unit.sentence;
    else if (!last.fromList) last.details.push(unit.sentence);
  }
}

function isSignature(page: Page, unit: Unit): boolean {
  return SIGNATURE.test(page.raw.slice(unit.start, unit.end));
}
