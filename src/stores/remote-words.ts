/** What the remote store has to tell besides its answer. Data; the CLI and the Action find the sentences. */

/** `branch` is named as people know it: `origin/ltpm-state`. */
export type RemoteWord =
  /** Somebody force-pushed: the commit we knew is not in the branch's history any more. We go on with what is there. */
  | { readonly kind: "rewritten"; readonly branch: string; readonly from: string; readonly to: string }
  /** A commit took the queue file away; it comes back, as it was before that commit, with the next change. */
  | { readonly kind: "restored"; readonly branch: string; readonly file: string; readonly commit: string }
  /** The remote's default branch has another name now. */
  | { readonly kind: "renamed"; readonly from: string; readonly to: string };
