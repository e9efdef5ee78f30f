/** Tasks that are too large for one go, and whether there is a next action at all. */
import type { TriadDocument } from "../document/open.ts";
import type { Item } from "../document/outline.ts";
import { isPlaceholder } from "../templates/placeholders.ts";
import { type Finding, finding } from "./finding.ts";

/** Minutes; the source's measure of an atomic task. */
const ATOMIC = 30;
/** Columns of text; what needs more words than this is more than one task. */
const LONG = 200;

const DURATION =
  /(\d{1,3}(?:\.\d{1,2})?)\s?(minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|分钟|小时|个小时|天|周)(?![\p{L}\p{N}])/giu;
const SEQUENCE =
  /(?:[,;，；]\s?|\s)(?:and then|then|after that|afterwards|然后|接着|之后再)(?:\s|(?=\p{Script=Han}))/iu;
const MINUTES: readonly (readonly [unit: RegExp, minutes: number])[] = [
  [/^(?:m|分钟)/i, 1],
  [/^(?:h|小时|个小时)/i, 60],
  [/^(?:d|天)/i, 8 * 60],
  [/^(?:w|周)/i, 40 * 60],
];

/** The longest time the text itself gives, in minutes; null when it gives none. */
export function statedMinutes(text: string): number | null {
  const times = [...text.matchAll(DURATION)].map(([, number = "0", unit = ""]) => {
    const minutes = MINUTES.find(([pattern]) => pattern.test(unit))?.[1] ?? 0;
    return Number(number) * minutes;
  });
  return times.length === 0 ? null : Math.max(...times);
}

/** Items that have boxes below them. */
function parents(items: readonly Item[]): ReadonlySet<Item> {
  return new Set(
    items.filter((item, index) => {
      const child = items[index + 1];
      return child !== undefined && child.line <= item.lastLine && child.depth > item.depth && child.box !== null;
    }),
  );
}

/** What is said about the open tasks of NEXT_STEPS.md. A task with boxes below it has been broken up already. */
export function checkTasks(document: TriadDocument): Finding[] {
  const { items } = document.outline();
  const boxes = items.filter(({ box, quoted }) => box !== null && !quoted);
  const open = boxes.filter(({ box, text }) => box?.state === "open" && text !== "" && !isPlaceholder(text));
  const brokenUp = parents(items);
  const findings = open.flatMap((item): Finding[] => {
    if (brokenUp.has(item)) return [];
    const minutes = statedMinutes(item.text);
    if (minutes !== null && minutes > ATOMIC) return [finding("next", item.line, "task_too_long", item.text, minutes)];
    const many = SEQUENCE.test(item.text) || item.text.length > LONG;
    return many ? [finding("next", item.line, "task_not_atomic", item.text)] : [];
  });
  const isOver = boxes.length > 0 && open.length === 0 && boxes.every(({ box }) => box?.state === "done");
  return isOver ? [...findings, finding("next", boxes[0]?.line ?? 0, "no_next_action")] : findings;
}
