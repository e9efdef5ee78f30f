/** The second commit of a cycle: what was told and what was landed is owed no longer. */
import { replaceTasks, taskByUid } from "../queue/find.ts";
import type { Queue } from "../queue/schema.ts";
import type { Intent } from "../state/store.ts";
import { type LandResult, withLanding } from "./landing.ts";

/** What came of one owed landing. */
export interface Landing {
  /** The notice's id. */
  readonly notice: string;
  readonly uid: string;
  readonly result: LandResult;
}

export interface Receipts {
  /** Ids of notices that reached their reader, or have become pointless. */
  readonly delivered: readonly string[];
  readonly landings: readonly Landing[];
}

/** The queue after these receipts; the queue itself when they change nothing. */
export function withReceipts(queue: Queue, receipts: Receipts): Queue {
  const settled = receipts.landings.filter((landing) => landing.result.kind !== "later");
  const gone = new Set([...receipts.delivered, ...settled.map((landing) => landing.notice)]);
  const outbox = queue.outbox ?? [];
  const left = outbox.filter((notice) => !gone.has(notice.id));
  if (left.length === outbox.length) return queue;
  const owed = new Set(outbox.map((notice) => notice.id));
  // A task that a person put back meanwhile has lost its notices: the landing is no longer its result.
  const changed = settled.flatMap((landing) => {
    const task = owed.has(landing.notice) ? taskByUid(queue, landing.uid) : undefined;
    return task === undefined ? [] : [withLanding(task, landing.result)];
  });
  return { ...replaceTasks(queue, changed), outbox: left };
}

/** Records receipts; writes nothing when none of them is owed any more. The result: how many notices are still owed. */
export function receiptsIntent(receipts: Receipts, op: string): Intent<number> {
  return {
    op,
    subject: "ltpm: receipts",
    apply(state) {
      const queue = withReceipts(state.queue, receipts);
      const result = (queue.outbox ?? []).length;
      return queue === state.queue ? { result } : { state: { ...state, queue }, result };
    },
  };
}
