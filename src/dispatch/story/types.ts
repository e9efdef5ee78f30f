/** What the story takes from outside, and what it gives back. Types only: a cycle's driver may name them without loading the triad. */
import type { EndedSession } from "../../queue/control.ts";
import type { TaskSource } from "../../queue/schema.ts";
import type { BlockParser } from "../../triad/document/remark.ts";
import type { Settings } from "../settings.ts";
import type { CommitLook } from "./commits.ts";

/** A request to mark a task done, from outside of the documents. */
export interface DoneRequest {
  /** The task's label, `T-07`. */
  readonly id: string;
  readonly by: "tick" | "commit";
  /** The commit's name, or the document's path. */
  readonly where: string;
}

/** What a person said besides tasks and commands, for the records of PROGRESS.md. Written once by its id. */
export interface SpokenWord {
  readonly kind: "checkpoint" | "milestone";
  /** Drawn once for this word (a comment's id); letters, digits, `.`, `_`, `:` and hyphens. */
  readonly id: string;
  readonly text: string;
}

/** Everything that hearing and telling take from outside. */
export interface Pen {
  readonly parse: BlockParser;
  readonly settings: Pick<Settings, "documents" | "max_retries">;
  /** Drawn once for this transaction; identities of new tasks are made of it. */
  readonly op: string;
  /** A moment in ISO 8601 as documents say it: `YYYY-MM-DD HH:MM`. */
  stampOf(moment: string): string;
  /** Git's name for a content, in the repository's hash (src/git/objects.ts: `nameOf(format, "blob", bytes)`). */
  nameOf(bytes: Uint8Array): string;
  /** The address of an issue, "" where there is none. */
  issueUrl?(number: number): string;
  /** What verification has against marking a task done, by its label: one sentence each. */
  readonly objections: ReadonlyMap<string, string>;
  /**
   * The labels that verification has looked at (see `newRequests`); absent: all. A tick of a task with `acceptance` that was
   * not looked at, because the document moved meanwhile, waits for the next cycle.
   */
  readonly checked?: ReadonlySet<string>;
  readonly requests: readonly DoneRequest[];
  /** What a look at the history found; absent: nobody looked. */
  readonly commits?: CommitLook;
  readonly said: readonly SpokenWord[];
  /** Where tasks come from that a document asks for; `{ kind: "edit" }` if absent. */
  readonly source?: TaskSource;
  /** NEXT_STEPS.md of another branch than the state's: its ticks are heard, it is never written. */
  readonly aside?: Uint8Array | null;
}

/** A request that was not followed. */
export interface Refusal {
  readonly id: string;
  readonly why: string;
}

/** A document that was left alone, and why. */
export interface DocumentTrouble {
  readonly path: string;
  readonly why: string;
}

export interface Heard {
  /** Labels of tasks that a tick or a commit marked done. */
  readonly done: readonly string[];
  /** Labels of tasks that new items became. */
  readonly added: readonly string[];
  readonly refused: readonly Refusal[];
  /** Sessions of tasks that were running: their attempts no longer count. */
  readonly ended: readonly EndedSession[];
}

export interface Told<R> {
  readonly result: R;
  readonly heard: Heard;
  /** Paths of documents that differ from what was given. */
  readonly written: readonly string[];
  readonly troubles: readonly DocumentTrouble[];
}
