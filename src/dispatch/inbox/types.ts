/**
 * What was seen on GitHub since the last cycle, and what became of it. Everything that needs a request (who may write, who
 * closed an issue) was asked before and stands in these values, so that they can be applied to any state, again and again.
 */
import type { EndedSession } from "../../queue/control.ts";

/** Issues with this label are taken in as tasks. */
export const LABEL = "ltpm";

export interface Person {
  readonly login: string;
  /** GitHub's `user.type`: `User`, `Bot`, … */
  readonly type: string;
  /** What the collaborator API said when this was gathered; `unknown` when it could not be asked. */
  readonly standing: "writer" | "reader" | "unknown";
  /** The role it named: `read`, `triage`, `none`. */
  readonly role?: string | null;
  /** Why the standing is unknown. */
  readonly why?: string;
}

/** A comment on any issue or pull request. Moments are GitHub's, to the second. */
export interface SeenComment {
  readonly id: number;
  readonly issue: number;
  readonly issue_author?: string;
  readonly author: Person;
  readonly body: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly url: string;
}

/** What happened to an issue; `listed`: found in a list of issues, because its event was missed. */
export type IssueEvent = "opened" | "labeled" | "closed" | "reopened" | "edited" | "listed";

export interface SeenIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly state: "open" | "closed";
  /** GitHub's `state_reason`: `completed`, `not_planned`, `duplicate`, `reopened`, null. */
  readonly state_reason?: string | null;
  /** Who opened the issue. */
  readonly author: Person;
  /** Who did what the event says. `listed`: who closed the issue (`closed_by`), or edited its text last; else the author. */
  readonly actor: Person;
  readonly url: string;
  readonly event: IssueEvent;
  /** When it happened. `labeled`, `edited`, `reopened`, `listed`: `updated_at`; `opened`: `created_at`; `closed`: `closed_at`. */
  readonly at: string;
  /** `labeled`: the label that was added. Without it the event counts for nothing. */
  readonly label?: string;
  /** `edited`: the body before, from the event's `changes`. */
  readonly previous_body?: string;
  /** GitHub's `closed_at`; a listed issue without it is not taken for closed. */
  readonly closed_at?: string | null;
}

export interface Inbox {
  readonly comments: readonly SeenComment[];
  readonly issues: readonly SeenIssue[];
  readonly message?: SeenMessage;
  /**
   * Up to when the lists are complete, by the server's clock: when they were asked for, or, where a list was cut short,
   * the `updated_at` of its last entry. "" when nothing was listed.
   */
  readonly comments_until: string;
  readonly issues_until: string;
  /** The run that gathered it: `<run id>.<attempt>`. */
  readonly run: string;
  /** Bots that may give orders, by their exact names. They are never answered. */
  readonly bots: readonly string[];
  /** How many entries the lists had, wanted or not: many of them move the cursor even when nothing else happens. */
  readonly listed?: number;
}

/** The message of a run that a person started by hand: starting it takes write permission. */
export interface SeenMessage {
  readonly text: string;
  readonly login: string;
  /** When the run was started. */
  readonly at: string;
}

/** What applying an inbox came to. */
export interface InboxResult {
  /** Labels of tasks that were added. */
  readonly added: readonly string[];
  /** Labels of tasks that a person's word changed, with the word. */
  readonly changed: readonly { readonly id: string; readonly operation: string }[];
  /** Attempts that no longer count and are to be ended. */
  readonly ended: readonly EndedSession[];
  /** How many comments and issues were refused. */
  readonly refused: number;
  /** How many replies are owed because of it. */
  readonly replies: number;
  /** What the writer of the message is told, for the log and the summary; null when there was none, or it was taken in before. */
  readonly answer: string | null;
}
