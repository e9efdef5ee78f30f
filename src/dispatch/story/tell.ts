/** Tells the documents what became of the queue, and keeps in the queue what they tell now. */
import { isDeepStrictEqual } from "node:util";
import { replaceTasks } from "../../queue/find.ts";
import type { DocumentRecord, Queue, Task } from "../../queue/schema.ts";
import type { Documents, State } from "../../state/state.ts";
import { applyEdits } from "../../triad/document/edit.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { encodeDocument } from "../../triad/document/source.ts";
import { wordsOf } from "../ports.ts";
import { consolidated } from "./consolidated.ts";
import type { Hearing, Voices } from "./hear.ts";
import { asideKey, recordOf, type Sheet, storyPaths, toldAfter } from "./owed.ts";
import type { Page } from "./pages.ts";
import { openKnown } from "./remembering.ts";
import { type Boxes, boxesNow, boxOf, taskLines } from "./task-lines.ts";
import { tellNext } from "./tell-next.ts";
import { tellProgress } from "./tell-progress.ts";
import { type Transition, transitionsOf } from "./transitions.ts";
import type { DocumentTrouble, Pen } from "./types.ts";

export interface Telling extends Voices {
  /** After the intent. */
  readonly state: State;
  /** As they were given. */
  readonly documents: Documents | undefined;
  readonly now: string;
  readonly hearing: Hearing;
}

/** What is to be written. The queue is the same object when nothing of it changes. */
export interface ToldDocuments {
  readonly queue: Queue;
  readonly changes: ReadonlyMap<string, Uint8Array>;
}

/** What the parts of one telling work with. */
interface Desk {
  readonly telling: Telling;
  readonly pen: Pen;
  readonly transitions: Readonly<Record<Sheet, readonly Transition[]>>;
  readonly changes: Map<string, Uint8Array>;
  readonly records: Map<string, DocumentRecord>;
  readonly troubles: DocumentTrouble[];
}

/** Tells each document; one that cannot be told is left alone, and said. */
export function tell(telling: Telling, pen: Pen, troubles: DocumentTrouble[]): ToldDocuments {
  const { queue } = telling.state;
  const isTold = telling.progress !== null || telling.next !== null;
  const transitions = {
    progress: telling.progress === null ? [] : transitionsOf(queue, "progress"),
    next: telling.next === null ? [] : transitionsOf(queue, "next"),
  };
  const desk: Desk = { telling, pen, transitions, changes: new Map(), records: new Map(), troubles };
  const next = telling.next === null ? forgetLeft(desk) : toNext(desk, telling.next);
  if (telling.progress !== null) toProgress(desk, telling.progress, next);
  if (telling.aside !== null) noteAside(desk, telling.aside);
  const told = isTold ? toldNow(queue, behind(desk)) : [];
  return { queue: remembered(queue, told, desk.records), changes: desk.changes };
}

/** The one that is there and could not be had: it is told when it can be. */
function behind({ telling, pen }: Desk): Sheet | null {
  const paths = storyPaths(pen.settings);
  const isLeft = (key: Sheet) => telling[key] === null && !!telling.documents?.get(paths[key] ?? "");
  return (["progress", "next"] as const).find(isLeft) ?? null;
}

function toldNow(queue: Queue, late: Sheet | null): Task[] {
  return queue.tasks.flatMap((task) => {
    const told = toldAfter(task, late);
    return told === task.told ? [] : [{ ...task, told }];
  });
}

function remembered(queue: Queue, told: readonly Task[], records: Map<string, DocumentRecord>): Queue {
  const next = replaceTasks(queue, told);
  if (records.size === 0) return next;
  return { ...next, documents: { ...queue.documents, ...Object.fromEntries(records) } };
}

/** Nothing of the page is changed where this fails: a fault of ours must not stop the queue. */
function orLeave<T>(desk: Desk, page: Page, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    desk.troubles.push({ path: page.path, why: wordsOf(error) });
    return null;
  }
}

/** The document's bytes as they will be, written down when they are not those that were given. */
function put(
  desk: Desk,
  page: Page,
  document: TriadDocument,
): { readonly bytes: Uint8Array; readonly changed: boolean } {
  if (document.text === page.document.text) return { bytes: page.bytes, changed: false };
  const bytes = encodeDocument(document.text);
  desk.changes.set(page.path, bytes);
  return { bytes, changed: true };
}

function toNext(desk: Desk, page: Page): TriadDocument {
  const { telling, pen } = desk;
  const transitions = desk.transitions.next;
  const { queue } = telling.state;
  const record = recordOf(telling.state.queue, page.path);
  const { edits } = telling.hearing;
  const heard = edits.length === 0 ? page.document : openKnown(applyEdits(page.document.text, edits), pen.parse);
  const told = orLeave(desk, page, () => tellNext(page, heard, { queue, transitions, record, now: telling.now }, pen));
  const document = told?.document ?? heard;
  const { bytes, changed } = put(desk, page, document);
  const boxes = waitingBoxes(
    told?.boxes ?? boxesNow(taskLines(heard, queue), record?.boxes, queue, new Set()),
    desk,
    record,
  );
  const rest = told === null ? record?.rest : told.rest;
  const isSame = isDeepStrictEqual([boxes, counted(rest)], [record?.boxes ?? {}, counted(record?.rest)]);
  if (changed || !isSame) {
    const { seen: before, rest: _rest, ...others } = record ?? {};
    const seen = telling.hearing.waiting.size > 0 ? (before ?? null) : pen.nameOf(bytes);
    desk.records.set(page.path, { ...others, seen, boxes, ...(rest === undefined || rest === 0 ? {} : { rest }) });
  }
  return document;
}

/** Not looked at is nothing to count; null stays: a person took the line out. */
function counted(rest: number | null | undefined): number | null {
  return rest === undefined ? 0 : rest;
}

/** A tick that waits for verification is to be new once more. */
function waitingBoxes(boxes: Boxes, desk: Desk, record: DocumentRecord | null): Boxes {
  const { waiting } = desk.telling.hearing;
  if (waiting.size === 0) return boxes;
  const before = { ...boxes };
  for (const task of desk.telling.state.queue.tasks) {
    if (waiting.has(task.uid)) before[task.id] = boxOf(record?.boxes, task) ?? "open";
  }
  return before;
}

/** Without a page nothing is known anew; only what has left the queue is forgotten. */
function forgetLeft(desk: Desk): null {
  const { next } = storyPaths(desk.pen.settings);
  const { queue } = desk.telling.state;
  const record = next === null ? null : recordOf(queue, next);
  if (next === null || record?.boxes === undefined) return null;
  const known = new Set(queue.tasks.flatMap((task) => [task.id, ...(task.aliases ?? [])]));
  const kept = Object.entries(record.boxes).filter(([label]) => known.has(label));
  if (kept.length < Object.keys(record.boxes).length) {
    desk.records.set(next, { ...record, boxes: Object.fromEntries(kept) });
  }
  return null;
}

function toProgress(desk: Desk, page: Page, next: TriadDocument | null): void {
  const { telling, pen } = desk;
  const transitions = desk.transitions.progress;
  const { queue } = telling.state;
  const record = recordOf(queue, page.path);
  const around = { before: telling.next?.document ?? null, after: next };
  const { happenings: before } = telling.hearing;
  const work = () =>
    tellProgress(page.document, { queue, transitions, record, before, next: around, now: telling.now }, pen);
  const told = orLeave(desk, page, work);
  if (told === null) return;
  const isTold = told.document.text !== page.document.text;
  const short = isTold ? orLeave(desk, page, () => consolidated(told, around.after, telling, desk)) : null;
  const { document, percent } = short ?? told;
  const { bytes, changed } = put(desk, page, document);
  const isKept = isDeepStrictEqual(told.blockers, record?.blockers ?? []);
  const isCounted = transitions.length > 0 && percent !== (record?.percent ?? undefined);
  if (!changed && isKept && !isCounted) return;
  const { percent: _percent, blockers: _blockers, ...others } = record ?? {};
  desk.records.set(page.path, {
    ...others,
    seen: pen.nameOf(bytes),
    ...(percent === undefined ? {} : { percent }),
    ...(told.blockers.length === 0 ? {} : { blockers: [...told.blockers] }),
  });
}

/** NEXT_STEPS.md of another branch is only listened to. */
function noteAside(desk: Desk, page: Page): void {
  const { state } = desk.telling;
  const key = asideKey(page.path);
  const record = recordOf(state.queue, key);
  const lines = taskLines(page.document, state.queue);
  const boxes = waitingBoxes(boxesNow(lines, record?.boxes, state.queue, new Set()), desk, record);
  if (isDeepStrictEqual(boxes, record?.boxes ?? {})) return;
  const isWaiting = desk.telling.hearing.waiting.size > 0;
  desk.records.set(key, { ...record, seen: isWaiting ? (record?.seen ?? null) : desk.pen.nameOf(page.bytes), boxes });
}
