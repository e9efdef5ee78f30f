/** What intake takes in and gives back. Pure values, no behaviour. */

/** Where a message came from; it decides which triggers count. */
export type Source = "issue_comment" | "issue" | "systemEvent" | "cli";

export interface Message {
  /** The text as it was written. */
  text: string;
  source: Source;
  /** Login of the author; `…[bot]` is never heard. */
  author?: string;
  /** GitHub's `user.type`; only "Bot" matters. */
  authorType?: "User" | "Bot";
  /** GitHub's `author_association`; absent means a writer. */
  authorAssociation?: string;
}

export type Mode = "INTAKE" | "DISPATCHER" | "NONE";
export type Kind = "add" | "control" | "status" | "mixed" | "dispatch" | "none";

export interface TaskDraft {
  /** One line: the first line or sentence of the item as written, without marker, box or trigger phrase. */
  description: string;
  /** The rest of the item as written (nested bullets, code, following sentences); "" when there is none. */
  details: string;
  /** What a person made it wait for: labels ("T-01") or places in this message, from 1 ("#1"). */
  after: string[];
}

export type Op = "skip" | "retry" | "cancel" | "done";

export interface Command {
  op: Op;
  /** A canonical label. */
  id: string;
}

/** The categories of the natural-language triggers. */
export type Trigger = "start" | "progress" | "pause" | "end" | "milestone";

/** The languages whose natural-language triggers count. */
export type Tongue = "en" | "zh-CN";

/** What a message said that is to be recorded. It stands here, below every room that passes it on (the CLI, comments, the story). */
export interface SpokenWord {
  readonly kind: "checkpoint" | "milestone";
  /** The same for the same message, so that it is written once. */
  readonly id: string;
  /** As it was said, on one line or several. */
  readonly text: string;
}

export interface IntakeResult {
  mode: Mode;
  kind: Kind;
  tasks: TaskDraft[];
  commands: Command[];
  /** Labels that commands named and nobody knows; each once. */
  unknown: string[];
  ltpm: Trigger[];
}

/** A half-open range of UTF-16 positions. */
export interface Span {
  start: number;
  end: number;
}
