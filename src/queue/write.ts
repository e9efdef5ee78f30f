/** A queue as text: stable key order, two spaces, a final newline; fields we do not know stay, behind ours. */

import { QUEUE_VERSION } from "./format.ts";
import type { ArchiveFile, GitHubRecord, Queue, Task } from "./schema.ts";

const TASK_KEYS = [
  "id",
  "uid",
  "description",
  "details",
  "goal",
  "status",
  "added_at",
  "task_type",
  "priority",
  "not_before",
  "depends_on",
  "acceptance",
  "retries",
  "maxRetries",
  "epoch",
  "lost_count",
  "subagent_session",
  "session",
  "started_at",
  "completed_at",
  "deliverable",
  "deliverable_path",
  "references",
  "verification",
  "strategies_tried",
  "earlier_attempts",
  "blocked_reason",
  "blocked_code",
  "user_action_required",
  "blocked_issue",
  "blocked_issue_state",
  "reported",
  "source",
  "dedupe_key",
  "aliases",
  "decided_at",
  "told",
] as const satisfies readonly (keyof Task)[];

/** The fields of a task that this program knows. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set(TASK_KEYS);

const QUEUE_KEYS = [
  "version",
  "lastId",
  "tasks",
  "archivedCount",
  "updated_at",
  "outbox",
  "github",
  "documents",
  "commits",
] as const satisfies readonly (keyof Queue)[];

const GITHUB_KEYS = [
  "comments_since",
  "seen",
  "issues_since",
  "taken",
  "handled",
  "dashboard",
  "dashboard_hash",
] as const satisfies readonly (keyof GitHubRecord)[];

/** Fields that must stand in the file even when null (TR-08); all others are left out when they say nothing. */
const ALWAYS: ReadonlySet<string> = new Set([
  "goal",
  "subagent_session",
  "started_at",
  "completed_at",
  "deliverable",
  "deliverable_path",
  "strategies_tried",
  "blocked_reason",
  "user_action_required",
  "lastId",
  "tasks",
  "seen",
  // null: there is none, and one is wanted; left out, nobody has looked yet.
  "dashboard",
]);

function saysNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function ordered<T extends object>(object: T, keys: readonly string[]): T {
  const from = object as Record<string, unknown>;
  const entries: [string, unknown][] = [];
  for (const key of keys) {
    if (from[key] !== undefined && (ALWAYS.has(key) || !saysNothing(from[key]))) entries.push([key, from[key]]);
  }
  const known = new Set(keys);
  for (const key of Object.keys(from)) if (!known.has(key)) entries.push([key, from[key]]);
  return Object.fromEntries(entries) as T;
}

/** The task with its keys in the order of the file. Every changed task passes here, so that writing needs no pass over all. */
export function orderedTask(task: Task): Task {
  return ordered(task, TASK_KEYS);
}

/** The queue with its own keys in order; the tasks are taken as they are. */
export function orderedQueue(queue: Queue): Queue {
  const github = queue.github === undefined ? {} : { github: ordered(queue.github, GITHUB_KEYS) };
  return ordered({ ...queue, version: QUEUE_VERSION, ...github }, QUEUE_KEYS);
}

export function serialiseQueue(queue: Queue): string {
  return `${JSON.stringify(orderedQueue(queue), null, 2)}\n`;
}

export function serialiseArchive(archive: ArchiveFile): string {
  const { tasks, ...rest } = archive;
  return `${JSON.stringify({ ...rest, version: QUEUE_VERSION, tasks }, null, 2)}\n`;
}
