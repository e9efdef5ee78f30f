/** The outbox sent off: every operation exactly once, whoever else sends it at the same moment and whoever died doing so. */
import { taskByLabel } from "../queue/find.ts";
import { type AddResult, addIntent, controlIntent, type Wish, type Word } from "../state/intents.ts";
import { type Intent, StoreError } from "../state/store.ts";
import type { Pending, PendingOp } from "./pending.ts";
import type { RemoteStore } from "./remote.ts";

/** What became of one operation. */
export type Replayed =
  | { readonly kind: "added"; readonly op: PendingOp; readonly result: AddResult }
  | {
      readonly kind: "controlled";
      readonly op: PendingOp;
      readonly words: readonly Word[];
      /** Somebody decided about these tasks after this was asked for: that stands. */
      readonly outdated: readonly Wish[];
    }
  /** It had landed already; only nobody here had heard of it. */
  | { readonly kind: "landed_before"; readonly op: PendingOp };

export interface ReplayReport {
  readonly replayed: readonly Replayed[];
  /** Operations that still wait. */
  readonly left: number;
  /** Why the rest still waits; null when nothing does. */
  readonly stopped: StoreError | null;
}

/**
 * Sends what waits, in order, and stops where the store refuses or cannot be reached; the rest goes on waiting. Throws what else
 * goes wrong (a `QueueFault` in the remote's file), with the rest waiting too.
 */
export async function replayInto(pending: Pending, store: Pick<RemoteStore, "transactOnce">): Promise<ReplayReport> {
  const replayed: Replayed[] = [];
  const { ops } = pending.list();
  for (const op of ops) {
    try {
      replayed.push(await replayOne(op, store));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return { replayed, left: ops.length - replayed.length, stopped: error };
    }
    pending.finish([op.op]);
  }
  return { replayed, left: 0, stopped: null };
}

async function replayOne(op: PendingOp, store: Pick<RemoteStore, "transactOnce">): Promise<Replayed> {
  if (op.kind === "add") {
    const done = await store.transactOnce(addIntent(op.drafts, op.maxRetries, op.op), op.since);
    return done === null ? { kind: "landed_before", op } : { kind: "added", op, result: done.result };
  }
  const done = await store.transactOnce(lateControl(op.wishes, op.op, op.at), op.since);
  return done === null ? { kind: "landed_before", op } : { kind: "controlled", op, ...done.result };
}

type LateWords = { readonly words: readonly Word[]; readonly outdated: readonly Wish[] };

/** Wishes from `at`: a decision that a person made about the task since then is newer and stands. */
function lateControl(wishes: readonly Wish[], op: string, at: string): Intent<LateWords> {
  const said = controlIntent(wishes, op, true);
  return {
    op,
    archive: true,
    subject: typeof said.subject === "string" ? said.subject : "ltpm: late commands",
    apply(state, now) {
      const isOutdated = ({ id }: Wish) => {
        const decided = taskByLabel(state.queue, id)?.decided_at;
        return decided !== undefined && Date.parse(decided) > Date.parse(at);
      };
      const outdated = wishes.filter(isOutdated);
      const rest = wishes.filter((wish) => !isOutdated(wish));
      const applied = controlIntent(rest, op, true).apply(state, now);
      return { ...applied, result: { words: applied.result, outdated } };
    },
  };
}
