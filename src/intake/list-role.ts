/** Decides what a list is for: tasks, details of the request before it, or a report of what was done. */
import type { Block, List } from "./blocks.ts";
import type { RawDraft } from "./draft.ts";
import { readHead } from "./head.ts";
import { imperativeAt } from "./imperative.ts";
import { DETAIL_HEADER, OBSERVED, OPEN_SLOT, PAST_ITEM, REPORT_HEADER } from "./list-words.ts";
import type { Page } from "./page.ts";

/** `headed`: tasks, and the request right above is only their headline. */
export type ListRole = "tasks" | "headed" | "details" | "report";

/** From this share of items on that begin with a request, the list asks for work. */
const MOSTLY = 0.5;

/** `parent` is the request in prose that stands before the list, if there is one. */
export function listRole(
  page: Page,
  list: List,
  before: Block | undefined,
  parent: RawDraft | null,
  titled: boolean,
): ListRole {
  const header = headerText(page, before);
  const asks = asking(page, list) >= MOSTLY;
  if (DETAIL_HEADER.test(header)) {
    if (parent !== null) return "details";
    return titled || !asks || OBSERVED.test(header) ? "report" : "tasks";
  }
  if (REPORT_HEADER.test(header) || reports(page, list)) return "report";
  if (OPEN_SLOT.test(header) && !asks) return parent === null ? "report" : "details";
  if (parent === null || before === undefined) return "tasks";
  if (header.endsWith(":")) return asks || !contains(before, parent) ? "tasks" : "details";
  if (before.kind === "code" || list.blankBefore) return asks || list.boxed || list.ordered ? "tasks" : "details";
  if (parent.explicit || !asks) return "details";
  return contains(before, parent) && !/[.!?。]$/.test(header) ? "headed" : "tasks";
}

function contains(block: Block, draft: RawDraft): boolean {
  return draft.start >= block.start && draft.end <= block.end;
}

/** The last line before the list, when that is a header or the end of a paragraph. */
function headerText(page: Page, before: Block | undefined): string {
  if (before === undefined || before.kind === "list" || before.kind === "code") return "";
  const text = page.text.slice(before.start, before.end).trimEnd();
  return text
    .slice(text.lastIndexOf("\n") + 1)
    .replace(/^[#*_\s]+|[*_\s]+$/g, "")
    .slice(-160);
}

/** The share of items that begin with a request. */
function asking(page: Page, list: List): number {
  const items = list.items.slice(0, 50);
  const count = items.filter((item) => {
    const head = readHead(page.text, item.contentStart, item.lineEnd);
    return head.asked || head.polite || imperativeAt(page.text, head.body, item.lineEnd) !== null;
  }).length;
  return items.length === 0 ? 0 : count / items.length;
}

/** "Fixed the login", "更新了文档" in every item: somebody tells what was done. */
function reports(page: Page, list: List): boolean {
  const open = list.items.filter((item) => !item.ticked).slice(0, 50);
  return (
    open.length > 1 &&
    open.every((item) =>
      PAST_ITEM.test(page.text.slice(item.contentStart, Math.min(item.lineEnd, item.contentStart + 40))),
    )
  );
}
