/**
 * A record's ref holds what it tells: `refs/ltpm/syncs/<work tree>/<second>.<number>.<event>.<commit>`. Those in `synced/` are folded
 * into PROGRESS.md; the newest of them is where the next one counts from.
 */
import { byTurn, momentOf, type Turn, turnText } from "../moment.ts";

export const SYNCS = "refs/ltpm/syncs/";
export const SYNCED = "refs/ltpm/synced/";

export type SyncEvent = "commit" | "merge" | "checkout" | "rewrite" | "heartbeat" | "watch" | "command" | "start";
const EVENTS: readonly string[] = ["commit", "merge", "checkout", "rewrite", "heartbeat", "watch", "command", "start"];

export interface SyncRecord extends Turn {
  readonly ref: string;
  readonly worktree: string;
  readonly event: SyncEvent;
  /** The commit that was checked out; null on a branch without one. */
  readonly head: string | null;
  /** ISO 8601, whole seconds. */
  readonly time: string;
}

const LEAF = /^(\d{8}-\d{6})\.(\d{4,6})\.([a-z]+)\.(unborn|[0-9a-f]{40}|[0-9a-f]{64})$/;

/** `folder` is `SYNCS` or `SYNCED`. */
export function recordRef(folder: string, worktree: string, turn: Turn, event: SyncEvent, head: string | null): string {
  return `${folder}${worktree}/${turnText(turn)}.${event}.${head ?? "unborn"}`;
}

/** The record behind a ref; null for a ref that is none. */
export function parseRecordRef(ref: string): SyncRecord | null {
  const folder = [SYNCS, SYNCED].find((start) => ref.startsWith(start));
  const [worktree, leaf, more] = folder === undefined ? [] : ref.slice(folder.length).split("/");
  const [, stamp, number, event, head] = LEAF.exec(leaf ?? "") ?? [];
  const time = stamp === undefined ? null : momentOf(stamp);
  if (!worktree || more !== undefined || !stamp || !event || !head || time === null || !isEvent(event)) return null;
  return { ref, worktree, stamp, number: Number(number), event, head: head === "unborn" ? null : head, time };
}

function isEvent(text: string): text is SyncEvent {
  return EVENTS.includes(text);
}

/** Oldest first. */
export function oldestFirst(a: SyncRecord, b: SyncRecord): number {
  return byTurn(a, b) || (a.ref < b.ref ? -1 : 1);
}
