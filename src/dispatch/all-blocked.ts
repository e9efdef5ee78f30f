/** When there is nothing left but blocked tasks, somebody is told: once for each set of them. */
import type { Notice, Queue } from "../queue/schema.ts";
import { type Neighbours, waitReason } from "./ready.ts";

/** The queue's field that remembers for which blocked tasks it was said. */
export const SAID_FOR = "all_blocked_said";

/**
 * A short name for the blocked tasks, each with its epoch, when nothing can go on without a person: at least one task is
 * blocked, none runs, and every pending one waits for a task that cannot go on either. Else null.
 */
export function allBlockedKey(queue: Queue, near: Neighbours): string | null {
  const blocked: string[] = [];
  for (const task of queue.tasks) {
    if (task.status === "running") return null;
    // What is to be landed may be what a pending task waits for; when none is pending, it makes no difference.
    if (task.status === "pending" && (near.landing.size > 0 || waitReason(task, near) === null)) return null;
    if (task.status === "blocked") blocked.push(`${task.uid}#${task.epoch ?? 0}`);
  }
  return blocked.length === 0 ? null : shortName(blocked.sort().join());
}

/** A 32-bit hash (FNV-1a) as hex: enough to see that a set has changed. */
function shortName(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/**
 * The queue with the notice owed, when all are blocked and it was not said for these yet; else the queue itself. The cycle's
 * operation tells this notice from another one about the same tasks, after they were put back and blocked again.
 */
export function withAllBlocked(queue: Queue, near: Neighbours, now: string, op: string): Queue {
  const key = allBlockedKey(queue, near);
  if (key === null || queue[SAID_FOR] === key) return queue;
  const notice: Notice = { id: `all_blocked:${key}:${op}`, kind: "all_blocked", uid: null, owed_at: now };
  return { ...queue, [SAID_FOR]: key, outbox: [...(queue.outbox ?? []), notice] };
}
