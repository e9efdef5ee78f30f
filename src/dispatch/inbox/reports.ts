/**
 * What is owed to the issues that tasks came from: a report for each result, and closing when all are finished. Read off
 * the state, not off a transition, so that it holds however a task got there: a cycle, a comment, a laptop, a pull.
 */
import { replaceTasks } from "../../queue/find.ts";
import type { Notice, Queue, Task } from "../../queue/schema.ts";

const ALL_DONE = "all_done";

const isFinished = ({ status }: Task) => status === "done" || status === "skipped";

/** The result that a task has come to in its present life; null while there is none. */
function resultOf(task: Task): string | null {
  return isFinished(task) || task.status === "blocked" ? `${task.epoch ?? 0}:${task.status}` : null;
}

/** The queue with a report owed for every result that was not reported yet; the queue itself when there is none. `now` is ISO 8601. */
export function withReports(before: Queue, now: string): Queue {
  const queue = withoutEarlyClosings(before);
  const news: Task[] = [];
  for (const task of queue.tasks) {
    const result = task.source?.issue === undefined ? null : resultOf(task);
    if (result !== null && result !== task.reported) news.push({ ...task, reported: result });
  }
  if (news.length === 0) return queue;
  const told = replaceTasks(queue, news);
  const notices = [...news.flatMap((task) => reportOf(task, now)), ...closings(told, news, now)];
  return notices.length === 0 ? told : { ...told, outbox: [...(told.outbox ?? []), ...notices] };
}

/** Issues with a task that is not finished. */
function openIssues(queue: Queue): Set<number | undefined> {
  return new Set(queue.tasks.filter((task) => !isFinished(task)).map(({ source }) => source?.issue));
}

/** A task was put back, or another one asked for, before its issue was closed: then it is not closed. */
function withoutEarlyClosings(queue: Queue): Queue {
  const outbox = queue.outbox ?? [];
  if (!outbox.some(({ why }) => why === ALL_DONE)) return queue;
  const open = openIssues(queue);
  const left = outbox.filter(({ why, issue }) => why !== ALL_DONE || !open.has(issue ?? undefined));
  return left.length === outbox.length ? queue : { ...queue, outbox: left };
}

/** Nobody waits to hear that what they skipped is skipped. */
function reportOf({ uid, status, source, reported }: Task, now: string): Notice[] {
  if (status === "skipped" || source?.issue === undefined) return [];
  return [{ id: `report:${uid}:${reported}`, kind: "report", uid, owed_at: now, issue: source.issue }];
}

/** Issues that were taken in and whose tasks are all finished now. One in which a task was only asked for stays open. */
function closings(queue: Queue, news: readonly Task[], now: string): Notice[] {
  const taken = new Set(queue.github?.taken ?? []);
  const latest = new Map(news.map((task) => [task.source?.issue, task]));
  const open = openIssues(queue);
  return [...latest].flatMap(([issue, { uid, reported }]): Notice[] => {
    if (issue === undefined || !taken.has(issue) || open.has(issue)) return [];
    const id = `close_issue:issue-${issue}:${uid}:${reported}`;
    return [{ id, kind: "close_issue", uid: null, owed_at: now, issue, why: ALL_DONE }];
  });
}
