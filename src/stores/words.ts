/** What a store has to tell besides its answer: things it noticed and put right. Data; the CLI finds the sentences. */
import type { EndedSession } from "../queue/control.ts";
import type { MergeNote } from "../queue/merge.ts";

/** `file` is the view's name as people know it, e.g. `.ltpm/task-queue.json`. */
export type StoreWord =
  /** A clone without the state took over the queue that is committed in it. */
  | { readonly kind: "adopted"; readonly file: string; readonly tasks: number }
  /** The file was gone and was written again. */
  | { readonly kind: "restored"; readonly file: string }
  /** Git (reset, stash, switch) put an earlier file there; it was brought up to date. */
  | { readonly kind: "rolled_back"; readonly file: string }
  /** A person's or a pull's edit was taken. The sessions in `ended` no longer count: somebody should end their processes. */
  | {
      readonly kind: "edited";
      readonly file: string;
      readonly notes: readonly MergeNote[];
      readonly ended: readonly EndedSession[];
    }
  /** The state is right, the file could not be written; the next command tries again. */
  | { readonly kind: "view_not_written"; readonly file: string; readonly reason: string }
  /** Git had left a conflict in the file; both sides are merged. `reason`: why git still takes it for unmerged. */
  | { readonly kind: "conflict_merged"; readonly file: string; readonly added: boolean; readonly reason: string | null }
  | LeftDocuments;

/** These documents were left as they are: they are not ours to write, or could not be written. The queue's change is not touched by it. */
export interface LeftDocuments {
  readonly kind: "documents_left";
  /** By their paths from the root. */
  readonly files: readonly string[];
  /** Why, as it may be shown. */
  readonly reason: string;
}
