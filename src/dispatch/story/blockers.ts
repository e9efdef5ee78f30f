/** The blocked tasks in PROGRESS.md. A line that a person took out does not come back while the task stays blocked. */
import type { DocumentRecord, Queue, Task } from "../../queue/schema.ts";
import { type Blocker, setBlockers } from "../../triad/commands/blockers.ts";
import { idOnLine, isWritten, marker } from "../../triad/commands/marker.ts";
import type { Step } from "../../triad/commands/rewrite.ts";
import { type Edit, removeLines } from "../../triad/document/edit.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { tame } from "./entry.ts";
import type { Transition } from "./transitions.ts";
import type { Pen } from "./types.ts";

/** More are not listed: who has so many needs `ltpm tasks`. */
const MOST = 20;
/** The id of the line under the current stage (src/triad/commands/blockers.ts); in the record it stands under the same name. */
const STAGE = "blocked-tasks";

export interface BlockerTelling {
  readonly queue: Queue;
  readonly transitions: readonly Transition[];
  readonly record: DocumentRecord | null;
}

export interface BlockerSteps {
  readonly steps: readonly Step[];
  /** For the record: every blocked task whose line was written once. */
  readonly written: readonly string[];
}

function key(task: Task): string {
  return `${task.id}@${task.epoch ?? 0}`;
}

/** What is to be done about the blockers, and what the record keeps of it. */
export function blockerSteps(document: TriadDocument, telling: BlockerTelling, pen: Pen): BlockerSteps {
  const { queue, transitions, record } = telling;
  const before = new Set(record?.blockers ?? []);
  const blocked = queue.tasks.filter(({ status }) => status === "blocked");
  const stands = (task: Task) => isWritten(document.text, `blocker-${task.id}`);
  const open = blocked.filter((task) => stands(task) || !before.has(key(task)));
  const listed = [...open.filter(stands), ...open.filter((task) => !stands(task))].slice(0, MOST);
  const isSolved = [...before].some((one) => one !== STAGE && !blocked.some((task) => key(task) === one));
  const isNew = listed.some((task) => !before.has(key(task)));
  if (!isSolved && !isNew && !transitions.some(({ blocking }) => blocking)) {
    return { steps: [], written: record?.blockers ?? [] };
  }
  const isStageGone = before.has(STAGE) && !isWritten(document.text, STAGE);
  const kept = blocked.filter((task) => before.has(key(task)) || listed.includes(task)).map(key);
  const step: Step = (current) => {
    const edits = setBlockers(
      current,
      listed.map((task) => asBlocker(task, pen)),
    );
    const wanted = isStageGone ? edits.filter(({ text }) => !text.includes(marker(STAGE))) : edits;
    return wanted.map((edit) => ownLineOnly(current, edit));
  };
  return { steps: [step], written: listed.length > 0 || (isStageGone && kept.length > 0) ? [...kept, STAGE] : kept };
}

/** What a person has written below a line of ours stays when the line is taken out. */
function ownLineOnly(document: TriadDocument, edit: Edit): Edit {
  const { lines } = document;
  if (edit.text !== "" || edit.end === edit.start) return edit;
  let line = lines.at(edit.start);
  while (idOnLine(lines.text(line)) === null && lines.start(line + 1) < edit.end) line++;
  return lines.start(line + 1) < edit.end && idOnLine(lines.text(line)) !== null
    ? removeLines(document, line, line)
    : edit;
}

function asBlocker(task: Task, pen: Pen): Blocker {
  const number = task.blocked_issue ?? null;
  const reason = tame(task.blocked_reason ?? task.description);
  return { task: task.id, reason, issue: number === null ? null : { number, url: pen.issueUrl?.(number) ?? "" } };
}
