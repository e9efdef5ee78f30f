/** The one next action, out of the steps that the document lists and the tasks of the queue. Pure. */
import { inOrder } from "../../dispatch/order.ts";
import { isDue, neighboursIn, waitReason } from "../../dispatch/ready.ts";
import type { Queue, Status, Task } from "../../queue/schema.ts";
import type { Step, Steps } from "../../triad/read/steps.ts";

export interface NextAction {
  readonly text: string;
  /** The task of the queue that it is; null for a step that only the document names. */
  readonly task: string | null;
  /** Where it stands; null for a task that only the queue has. */
  readonly line: number | null;
}

export interface WaitingTask {
  readonly task: Task;
  /** What it depends on, in the source's words; null where only its time has not come. */
  readonly reason: string | null;
}

export interface NextAnswer {
  readonly action: NextAction | null;
  /** Tasks that are being worked on. */
  readonly running: readonly Task[];
  readonly blocked: readonly Task[];
  /** Pending tasks that may not start yet, and why. */
  readonly waiting: readonly WaitingTask[];
  /** Open steps behind the action. */
  readonly later: readonly NextAction[];
}

/** The queue, and what is known of tasks that have left it. */
export interface QueueLook {
  readonly queue: Queue;
  readonly archived: (label: string) => Status | undefined;
}

/** What a task is about, on one line. */
export function taskWords({ goal, description }: Pick<Task, "goal" | "description">): string {
  const words = goal === null || goal.trim() === "" ? description : goal;
  return words.trim().split(/[\r\n]/)[0] ?? "";
}

/** Whether a pending task depends on one that is not in the queue, so that the archive has to be asked. */
export function needsArchive({ tasks }: Pick<Queue, "tasks">): boolean {
  const waiting = tasks.filter(({ status, depends_on }) => status === "pending" && (depends_on ?? []).length > 0);
  if (waiting.length === 0) return false;
  const known = new Set(tasks.flatMap(({ id, aliases }) => [id, ...(aliases ?? [])]));
  return waiting.some(({ depends_on }) => (depends_on ?? []).some((label) => !known.has(label)));
}

/** Pending tasks that may start now, the first one first. */
export function readyTasks({ queue, archived }: QueueLook, now: string): Task[] {
  const near = neighboursIn(queue, archived);
  const ready = queue.tasks.filter(
    (task) => task.status === "pending" && isDue(task, now) && waitReason(task, near) === null,
  );
  return inOrder(ready);
}

function waitingTasks({ queue, archived }: QueueLook, ready: readonly Task[]): WaitingTask[] {
  const near = neighboursIn(queue, archived);
  return inOrder(queue.tasks.filter((task) => task.status === "pending" && !ready.includes(task))).map((task) => ({
    task,
    reason: waitReason(task, near),
  }));
}

function ofStep({ text, task, line }: Step): NextAction {
  return { text, task, line };
}

/**
 * The first step that nobody does yet and nothing blocks; else the queue's next task; else what is planned later. A step that names a task
 * follows that task: one that is done, skipped, running or blocked, or that has to wait, is no next action.
 */
export function chooseNext(steps: Steps | null, look: QueueLook | null, now: string): NextAnswer {
  const tasks = look?.queue.tasks ?? [];
  const byLabel = look === null ? new Map<string, Task>() : neighboursIn(look.queue, look.archived).byLabel;
  const ready = look === null ? [] : readyTasks(look, now);
  const isFree = ({ task }: Step) => {
    if (task === null) return true;
    const known = byLabel.get(task);
    if (known !== undefined) return ready.includes(known);
    const status: Status | undefined = look?.archived(task);
    return status === undefined || status === "pending";
  };
  const listed = (steps?.next ?? []).filter(isFree).map(ofStep);
  const named = new Set(listed.map(({ task }) => task));
  const queued = ready
    .filter(({ id }) => !named.has(id))
    .map((task) => ({ text: taskWords(task), task: task.id, line: null }));
  const [action = null, ...later] = [...listed, ...queued, ...(steps?.later ?? []).filter(isFree).map(ofStep)];
  return {
    action,
    later,
    running: tasks.filter(({ status }) => status === "running"),
    blocked: tasks.filter(({ status }) => status === "blocked"),
    waiting: look === null ? [] : waitingTasks(look, ready),
  };
}
