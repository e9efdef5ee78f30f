/** What people asked for by changing the documents, by commits and by words: applied to the queue before the intent. */
import { addTasks, type Draft } from "../../queue/add.ts";
import { control, type EndedSession } from "../../queue/control.ts";
import type { Queue, Task } from "../../queue/schema.ts";
import { isWritten } from "../../triad/commands/marker.ts";
import type { Edit } from "../../triad/document/edit.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { requestsOf } from "./commits.ts";
import type { Happening } from "./entry.ts";
import { claimLine, draftOf, newItems } from "./intake.ts";
import { asideKey, recordOf, storyPaths } from "./owed.ts";
import type { Page } from "./pages.ts";
import { byLabel } from "./task-lines.ts";
import { newTicks } from "./ticks.ts";
import { doneId } from "./transitions.ts";
import type { Heard, Pen, Refusal } from "./types.ts";

/** The pages that are listened to. */
export interface Voices {
  readonly progress: Page | null;
  readonly next: Page | null;
  readonly aside: Page | null;
}

export interface Hearing {
  readonly queue: Queue;
  readonly heard: Heard;
  /** Changes of NEXT_STEPS.md: boxes that are put back, items that became tasks. */
  readonly edits: readonly Edit[];
  /** What the log says of it. */
  readonly happenings: readonly Happening[];
  /** Uids of tasks whose tick waits for verification: to be heard in the next cycle. */
  readonly waiting: ReadonlySet<string>;
}

/** A request, with the box that is put back when it is refused. */
interface Asked {
  readonly task: Task;
  readonly box: Edit | null;
}

/** Hears everything there is to hear. The queue stays the same object when nothing is. */
export function hear(queue: Queue, now: string, voices: Voices, pen: Pen): Hearing {
  const { asked, waiting } = requestsIn(queue, voices, pen);
  const marked = markDone(queue, now, asked, pen);
  const taken = takeIn(marked.queue, now, voices.next?.document ?? null, pen);
  const { done, refused, ended, happenings } = marked;
  return {
    queue: taken.queue,
    heard: { done, added: taken.added, refused, ended },
    edits: [...marked.edits, ...taken.edits],
    happenings,
    waiting,
  };
}

function requestsIn(queue: Queue, voices: Voices, pen: Pen): { asked: Asked[]; waiting: Set<string> } {
  const waiting = new Set<string>();
  const asked = new Map<string, Asked>();
  const { next } = storyPaths(pen.settings);
  const sheets = [
    { page: voices.next, key: next ?? "", ours: true },
    { page: voices.aside, key: asideKey(next ?? ""), ours: false },
  ];
  for (const { page, key, ours } of sheets) {
    if (page === null) continue;
    for (const { task, item } of newTicks(page.document, queue, recordOf(queue, key))) {
      // Written by a process that was ended before the state was: nobody's tick.
      if (voices.progress !== null && isWritten(voices.progress.document.text, doneId(task))) continue;
      const isLookedAt = pen.checked === undefined || pen.checked.has(task.id);
      if (!isLookedAt && (task.acceptance ?? []).length > 0) waiting.add(task.uid);
      else if (!asked.has(task.uid)) asked.set(task.uid, { task, box: ours ? unticked(item.box) : null });
    }
  }
  const taskWith = byLabel(queue);
  for (const { id } of [...pen.requests, ...(pen.commits === undefined ? [] : requestsOf(queue, pen.commits))]) {
    const task = taskWith(id);
    if (task !== undefined && task.status !== "done" && !asked.has(task.uid)) asked.set(task.uid, { task, box: null });
  }
  return { asked: [...asked.values()], waiting };
}

function unticked(box: { readonly at: number; readonly mark: string } | null): Edit | null {
  return box === null ? null : { start: box.at, end: box.at + box.mark.length, text: " " };
}

interface Marked {
  readonly queue: Queue;
  readonly done: readonly string[];
  readonly refused: readonly Refusal[];
  readonly ended: readonly EndedSession[];
  readonly edits: readonly Edit[];
  readonly happenings: readonly Happening[];
}

function markDone(queue: Queue, now: string, asked: readonly Asked[], pen: Pen): Marked {
  const done: string[] = [];
  const refused: Refusal[] = [];
  const ended: EndedSession[] = [];
  const edits: Edit[] = [];
  const happenings: Happening[] = [];
  let next = queue;
  for (const { task, box } of asked) {
    const why = pen.objections.get(task.id);
    if (why !== undefined) {
      refused.push({ id: task.id, why });
      happenings.push(objection(task, why, now, pen));
      if (box !== null) edits.push(box);
      continue;
    }
    const controlled = control(next, "done", task.id, now);
    if (controlled.kind !== "changed") continue;
    next = controlled.queue;
    done.push(task.id);
    if (controlled.ended !== null) ended.push(controlled.ended);
  }
  return { queue: next, done, refused, ended, edits, happenings };
}

/** One line says why: a tick that only vanished would look like a fault of ours. */
function objection({ id, uid }: Task, why: string, now: string, pen: Pen): Happening {
  return { id: `objection-${uid}-${pen.op}`, moment: now, text: (words) => words.refused(id, why) };
}

function takeIn(
  queue: Queue,
  now: string,
  document: TriadDocument | null,
  pen: Pen,
): { readonly queue: Queue; readonly added: readonly string[]; readonly edits: readonly Edit[] } {
  const nothing = { queue, added: [], edits: [] };
  const items = document === null ? [] : newItems(document, queue);
  if (document === null || items.length === 0) return nothing;
  const source = pen.source ?? { kind: "edit" };
  const taskWith = byLabel(queue);
  const drafts = items.map(
    (item, index): Draft => draftOf(document, item, taskWith, { uid: `${pen.op}-${index}`, source }),
  );
  const added = addTasks(queue, drafts, now, pen.settings.max_retries);
  // The same application again: its tasks are there.
  if (!added.ok || added.tasks.length !== items.length) return nothing;
  const edits = items.flatMap((item, index) => {
    const label = added.tasks[index]?.id;
    return label === undefined ? [] : [claimLine(document, item, label)];
  });
  return { queue: added.queue, added: added.tasks.map(({ id }) => id), edits };
}
