/** Whether the queue owes the documents anything: cheap, asked in every cycle, so it loads nothing of the triad. */
import type { DocumentRecord, Queue, Task } from "../../queue/schema.ts";
import type { Settings } from "../settings.ts";

/** Where the documents of the queue lie, from the project's root; null: turned off. */
export interface StoryPaths {
  readonly progress: string | null;
  readonly next: string | null;
  /** Written only when PROGRESS.md grows too long. */
  readonly learnings: string | null;
}

type StorySettings = Pick<Settings, "documents">;

/** The paths of the documents that the queue tells its story to. */
export function storyPaths({ documents }: StorySettings): StoryPaths {
  const { dir, progress, next_steps } = documents;
  const folder = dir === null || dir === "." ? "" : `${dir}/`;
  return {
    progress: progress ? `${folder}PROGRESS.md` : null,
    next: next_steps ? `${folder}NEXT_STEPS.md` : null,
    learnings: progress ? `${folder}LEARNINGS.md` : null,
  };
}

/** Those that are not turned off. */
export function pathsOf(paths: StoryPaths): string[] {
  return [paths.progress, paths.next, paths.learnings].filter((path) => path !== null);
}

/**
 * What the documents are to say of a task, as `task.told` keeps it: `epoch:status`, with the issue of a blocked one behind
 * it (`1:blocked#12`). A running task is an open one: starting and losing an attempt changes no document.
 */
export function tellingOf(task: Task): string {
  const status = task.status === "running" ? "pending" : task.status;
  const issue = task.status === "blocked" && task.blocked_issue ? `#${task.blocked_issue}` : "";
  return `${task.epoch ?? 0}:${status}${issue}`;
}

/** A document that tells what becomes of tasks. */
export type Sheet = "progress" | "next";

/**
 * What this document tells of a task; "" for nothing. One that could not be had when the other was told is behind:
 * `1:done!progress=0:pending`.
 */
export function toldIn({ told }: Task, document: Sheet): string {
  const [telling = "", behind = ""] = (told ?? "").split("!");
  return behind.startsWith(`${document}=`) ? behind.slice(document.length + 1) : telling;
}

/** `task.told` once all documents tell of it, apart from the one that could not be had. */
export function toldAfter(task: Task, behind: Sheet | null): string {
  const telling = tellingOf(task);
  const before = behind === null ? telling : toldIn(task, behind);
  return before === telling ? telling : `${telling}!${behind}=${before}`;
}

/** Whether a task is not what the documents tell of it. False when all documents are turned off. */
export function storyOwed(queue: Queue, settings: StorySettings): boolean {
  const { progress, next } = storyPaths(settings);
  if (progress === null && next === null) return false;
  return queue.tasks.some((task) => task.told !== tellingOf(task)) || hasLeft(queue, next);
}

/** Whether a task whose line stands in NEXT_STEPS.md has left the queue for the archive. */
function hasLeft(queue: Queue, next: string | null): boolean {
  const labels = Object.keys((next === null ? null : recordOf(queue, next))?.boxes ?? {});
  if (labels.length === 0) return false;
  const there = new Set(queue.tasks.map((task) => task.id));
  return labels.some((label) => !there.has(label));
}

/** What is known of a document; null before its first sight. */
export function recordOf(queue: Queue, path: string): DocumentRecord | null {
  const records = queue.documents;
  return records !== undefined && Object.hasOwn(records, path) ? (records[path] ?? null) : null;
}

/** The key of the record for a document that is heard but lies on another branch than the state. */
export function asideKey(path: string): string {
  return `default:${path}`;
}

/**
 * Whether NEXT_STEPS.md (git's blob name, null: none) is not as it was seen last. `aside`: the one of the default branch,
 * where the state has a branch of its own.
 */
export function isUnheard(queue: Queue, settings: StorySettings, oid: string | null, aside = false): boolean {
  const { next } = storyPaths(settings);
  if (next === null || oid === null) return false;
  return recordOf(queue, aside ? asideKey(next) : next)?.seen !== oid;
}

/** Cheap, before anything is parsed: whether a text holds a task's label or the mark of a section for intake at all. */
export function mayBeHeard(text: string): boolean {
  return /T-\d|ltpm:intake/.test(text);
}
