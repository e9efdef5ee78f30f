/** What the remote store has to tell besides its answer. Data; the CLI and the Action find the sentences. */
import type { Messages } from "../messages/catalog.ts";
import { leftDocuments } from "../messages/left-documents.ts";
import type { LeftDocuments } from "./words.ts";

/** `branch` is named as people know it: `origin/ltpm-state`. */
export type RemoteWord =
  /** Somebody force-pushed: the commit we knew is not in the branch's history any more. We go on with what is there. */
  | { readonly kind: "rewritten"; readonly branch: string; readonly from: string; readonly to: string }
  /** A commit took the queue file away; it comes back, as it was before that commit, with the next change. */
  | { readonly kind: "restored"; readonly branch: string; readonly file: string; readonly commit: string }
  /** The remote's default branch has another name now. */
  | { readonly kind: "renamed"; readonly from: string; readonly to: string }
  | LeftDocuments;

/** The word as people read it. */
export function remoteWordLine({ store, language }: Messages, word: RemoteWord): string {
  if (word.kind === "documents_left") return leftDocuments(language, word.files, word.reason);
  if (word.kind === "rewritten") return store.remoteRewritten(word.branch);
  if (word.kind === "restored") return store.remoteRestored(word.branch, word.file);
  return store.remoteRenamed(word.from, word.to);
}
