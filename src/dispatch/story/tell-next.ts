/** NEXT_STEPS.md: the next tasks of the queue as boxes, ticked when they are done; the others are counted in one line. */
import type { DocumentRecord, Queue, Task } from "../../queue/schema.ts";
import { idOnLine, isWritten, marker } from "../../triad/commands/marker.ts";
import { type NextStep, setNextSteps, taskItems } from "../../triad/commands/next-steps.ts";
import { addItems } from "../../triad/commands/own-section.ts";
import type { Step } from "../../triad/commands/rewrite.ts";
import { setUpdated } from "../../triad/commands/status.ts";
import { type Edit, removeLines } from "../../triad/document/edit.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import type { Item } from "../../triad/document/outline.ts";
import { restId, restItems } from "../../triad/read/queue-lines.ts";
import { inOrder } from "../order.ts";
import { tame, wordsFor } from "./entry.ts";
import { isClaimed } from "./intake.ts";
import { type Page, revised } from "./pages.ts";
import { boxesNow, boxOf, type TaskLine, taskLines } from "./task-lines.ts";
import type { Transition } from "./transitions.ts";
import type { Pen } from "./types.ts";

/** So many open tasks of ours stand there at most. */
const MOST_OPEN = 10;
const NEXT_FIRST = ["running", "pending", "blocked"] as const;

export interface TellingNext {
  readonly queue: Queue;
  readonly transitions: readonly Transition[];
  readonly record: DocumentRecord | null;
  readonly now: string;
}

export interface ToldNext {
  readonly document: TriadDocument;
  readonly boxes: NonNullable<DocumentRecord["boxes"]>;
  readonly rest: number | null;
}

/** The page as it is to be: `document` is the page after hearing. */
export function tellNext(page: Page, document: TriadDocument, telling: TellingNext, pen: Pen): ToldNext {
  const { queue, record } = telling;
  const lines = taskLines(document, queue);
  const fresh = freshTasks(document, queue, lines, record);
  const changed = changedSteps(document, lines, telling);
  const added = fresh.listed.map(
    (task): NextStep => ({ task: task.id, description: tame(task.description), state: "open" }),
  );
  const rest = restOf(document, fresh.left, record);
  // It stands behind all others, so it makes way for new ones.
  const isInTheWay = fresh.listed.length > 0 || rest === null || rest === 0;
  const gone = new Set(changed.flatMap(({ task, state }) => (state === "gone" ? [task] : [])));
  const steps: readonly Step[] = [
    (current) => (isInTheWay ? removeRest(current) : []),
    (current) => takeOut(current, gone),
    (current) => setNextSteps(current, [...changed.filter(({ state }) => state !== "gone"), ...added]),
    (current) => (rest === null || rest === 0 ? [] : setRest(current, rest)),
  ];
  const stamp: Step = (current) => setUpdated(current, pen.stampOf(telling.now));
  const told = revised(document, pen.parse, steps, stamp, page.document);
  const takenOut = new Set([...lines.values()].flatMap(({ task, label }) => (gone.has(label) ? [task.uid] : [])));
  const boxes = boxesNow(taskLines(told, queue), record?.boxes, queue, takenOut);
  return { document: told, boxes, rest };
}

/** What becomes of lines that are there: only what happened just now; later changes of a person stay. */
function changedSteps(
  document: TriadDocument,
  lines: ReadonlyMap<string, TaskLine>,
  { queue, transitions, record }: TellingNext,
): NextStep[] {
  const steps: NextStep[] = [];
  for (const { task, kind } of transitions) {
    const line = lines.get(task.uid);
    if (line === undefined) continue;
    const step = { task: line.label, description: "" };
    if (task.status === "done") steps.push({ ...step, state: "done" });
    else if (kind === "back") steps.push({ ...step, state: "reopened" });
    else if (kind === "skipped" && isOurs(document, line.item, line.label)) steps.push({ ...step, state: "gone" });
  }
  return [...steps, ...archivedSteps(document, queue, record)];
}

/** Whether nobody wrote any of it but us: what a person has listed below a line of ours would go with it. */
function isOurs(document: TriadDocument, item: Item, label: string): boolean {
  return item.line === item.lastLine && !isClaimed(document, item, label);
}

/** Only the lines themselves: what stands behind one may have become part of it when another was taken out. */
function takeOut(document: TriadDocument, labels: ReadonlySet<string>): Edit[] {
  const items = labels.size === 0 ? [] : [...taskItems(document)];
  return items.flatMap(([label, item]) =>
    labels.has(label) && idOnLine(document.lines.text(item.line)) === label
      ? [removeLines(document, item.line, item.line)]
      : [],
  );
}

/** Lines of ours whose tasks have left the queue. */
function archivedSteps(document: TriadDocument, queue: Queue, record: DocumentRecord | null): NextStep[] {
  const known = new Set(queue.tasks.flatMap((task) => [task.id, ...(task.aliases ?? [])]));
  const left = new Set(Object.keys(record?.boxes ?? {}).filter((label) => !known.has(label)));
  if (left.size === 0) return [];
  return [...taskItems(document)].flatMap(([label, item]): NextStep[] =>
    left.has(label) && isOurs(document, item, label) ? [{ task: label, description: "", state: "gone" }] : [],
  );
}

interface Fresh {
  readonly listed: readonly Task[];
  /** How many open tasks are in no line, apart from those whose line a person took out. */
  readonly left: number;
}

function freshTasks(
  document: TriadDocument,
  queue: Queue,
  lines: ReadonlyMap<string, TaskLine>,
  record: DocumentRecord | null,
): Fresh {
  // A blocked task is still to be done, and a person may be the one who does it: it comes last.
  const open = queue.tasks.filter(({ status }) => status !== "done" && status !== "skipped");
  const standing = open.filter(({ uid }) => lines.has(uid)).length;
  const wanted = open.filter((task) => !lines.has(task.uid) && boxOf(record?.boxes, task) === undefined);
  const ordered = NEXT_FIRST.flatMap((status) => inOrder(wanted.filter((task) => task.status === status)));
  const listed: Task[] = [];
  for (const task of ordered) {
    if (standing + listed.length >= MOST_OPEN) break;
    if (!isWritten(document.text, task.id)) listed.push(task);
  }
  return { listed, left: wanted.length - listed.length };
}

/** What the line counts from now on; null: a person took it out, and it stays out. */
function restOf(document: TriadDocument, left: number, record: DocumentRecord | null): number | null {
  const before = record?.rest;
  if (before === null) return null;
  if (left === 0) return 0;
  const stands = restItems(document).length > 0;
  return before !== undefined && before > 0 && !stands ? null : left;
}

function removeRest(document: TriadDocument): Edit[] {
  return restItems(document).map(({ item }) => removeLines(document, item.line, item.line));
}

/** Sets the number where the line stands, or adds the line behind the list. */
function setRest(document: TriadDocument, rest: number): Edit[] {
  const text = `${wordsFor(document).rest(rest)} ${marker(restId(rest))}`;
  const [line] = restItems(document);
  if (line === undefined) return addItems(document, "next", [{ text }]);
  return line.count === rest ? [] : [{ start: line.item.content, end: document.lines.end(line.item.line), text }];
}
