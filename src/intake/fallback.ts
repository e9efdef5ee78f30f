/** A message that is meant as a task but holds no request in form: the whole of it is one task. */
import { finish } from "./draft.ts";
import type { Page } from "./page.ts";
import { sentences } from "./sentences.ts";
import type { Span, TaskDraft } from "./types.ts";

/** The first sentence describes, everything below it explains. Empty when nothing is visible. */
export function wholeTask(page: Page, explicit: boolean): { add: boolean; tasks: TaskDraft[]; taken: Span[] } {
  const line = page.lines.find(
    ({ kind }) => kind !== "blank" && kind !== "quote" && kind !== "code" && kind !== "rule",
  );
  if (line === undefined) return { add: false, tasks: [], taken: [] };
  const start = line.marker?.contentStart ?? headingText(page, line.textStart);
  const first = sentences(page, start, line.end)[0] ?? { start, end: line.end };
  const rest = { start: first.end, end: page.raw.length };
  const tasks = finish(page, [{ ...first, details: [rest], number: null, fromList: false, explicit }]);
  return { add: tasks.length > 0, tasks, taken: [first, rest] };
}

function headingText(page: Page, at: number): number {
  const marks = /[#\s]*/y;
  marks.lastIndex = at;
  return at + (marks.exec(page.text)?.[0].length ?? 0);
}
