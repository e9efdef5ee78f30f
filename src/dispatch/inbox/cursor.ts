/**
 * Up to where comments and issues were looked at. A comment counts while it is not older than the cursor, and once, by
 * its id: the ids of what was acted on are kept as long as the cursor has not passed them.
 */
import type { GitHubRecord, Queue } from "../../queue/schema.ts";
import { later, latest } from "../../state/clock.ts";
import type { Inbox, SeenComment } from "./types.ts";
import { wants } from "./wants.ts";

/** The lists of GitHub may show a comment late, and not in the order of their moments: so much is listed again. */
export const OVERLAP_MS = 10 * 60_000;
/** What is older is not acted on any more. */
export const OLDEST_MS = 7 * 24 * 60 * 60_000;
/** So many listed entries move the cursor even when nothing else is to be written. */
const MANY = 50;

function isMoment(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

/** Whether `moment` can be read and is at most seven days before `now`. */
export function isRecent(moment: string, now: string): boolean {
  return isMoment(moment) && Date.parse(moment) >= Date.parse(now) - OLDEST_MS;
}

/** When an empty queue was begun; a first run that died before it could listen has left that much. */
function begunAt({ github, tasks, updated_at }: Queue): string | null {
  return github === undefined && tasks.length === 0 ? (updated_at ?? null) : null;
}

/** What made somebody begin it was written a little before. */
function beforeBegun(queue: Queue): string | null {
  const begun = begunAt(queue);
  return begun === null ? null : later(begun, -OVERLAP_MS);
}

/** From when comments are to be listed (`since`, by their `updated_at`); null before the first cycle: none are. */
export function commentsSince(queue: Queue, now: string): string | null {
  return since(queue.github?.comments_since ?? beforeBegun(queue), now);
}

/** The same for issues. */
export function issuesSince(queue: Queue, now: string): string | null {
  return since(queue.github?.issues_since ?? beforeBegun(queue), now);
}

function since(cursor: string | null, now: string): string | null {
  return cursor === null ? null : latest(cursor, later(now, -OLDEST_MS));
}

/** The record that a repository starts with: what was written before its first cycle, or its empty queue, is not looked at. */
export function startedRecord(queue: Queue, inbox: Inbox, now: string): GitHubRecord {
  const begun = begunAt(queue);
  const start = (until: string) => {
    const asked = isMoment(until) ? until : now;
    return later(begun !== null && Date.parse(begun) < Date.parse(asked) ? begun : asked, -OVERLAP_MS);
  };
  return { comments_since: start(inbox.comments_until), seen: [], issues_since: start(inbox.issues_until) };
}

/** Whether a comment was neither acted on nor passed by the cursor, and is recent. */
export function isFresh(record: GitHubRecord, comment: Pick<SeenComment, "id" | "created_at">, now: string): boolean {
  if (!isRecent(comment.created_at, now) || record.seen.includes(comment.id)) return false;
  return Date.parse(comment.created_at) >= Date.parse(record.comments_since);
}

/** The comments of a list for which permission is to be asked: fresh ones that want something. */
export function unseen<C extends Omit<SeenComment, "author"> & { readonly author: { login: string; type: string } }>(
  queue: Queue,
  comments: readonly C[],
  now: string,
  bots: readonly string[] = [],
): C[] {
  const record = queue.github;
  return comments.filter((comment) => (record === undefined || isFresh(record, comment, now)) && wants(comment, bots));
}

/** Whether the cursor is to be moved although nothing happened, so that the lists stay short. */
export function isLong(inbox: Inbox): boolean {
  return (inbox.listed ?? inbox.comments.length + inbox.issues.length) >= MANY;
}

/** The record with its cursors moved behind what was listed; the record itself when they do not move. */
export function advanced(record: GitHubRecord, inbox: Inbox): GitHubRecord {
  const comments_since = moved(record.comments_since, inbox.comments_until);
  const issues_since = moved(record.issues_since, inbox.issues_until);
  if (comments_since === record.comments_since && issues_since === record.issues_since) return record;
  return { ...record, comments_since, seen: stillNeeded(record.seen, inbox.comments, comments_since), issues_since };
}

function moved(cursor: string, until: string): string {
  return isMoment(until) ? latest(cursor, later(until, -OVERLAP_MS)) : cursor;
}

/**
 * The ids that the cursor has not passed. An id that was not listed belongs to a newer comment that another run saw, or to
 * an older one: ids grow with time, so the newest comment behind the cursor tells them apart.
 */
function stillNeeded(seen: readonly number[], comments: readonly SeenComment[], since: string): number[] {
  const edge = Date.parse(since);
  const written = new Map(comments.map(({ id, created_at }) => [id, Date.parse(created_at)]));
  let passed = 0;
  for (const [id, moment] of written) if (moment < edge && id > passed) passed = id;
  return seen.filter((id) => {
    const moment = written.get(id);
    return moment === undefined ? id > passed : moment >= edge;
  });
}
