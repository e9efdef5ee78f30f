/** The events that the Action acts on, as far as it looks at them. Whatever else a payload holds stays outside. */

/** Somebody as a payload names them. Whether they may do anything is asked of the API, never read from here. */
export interface Somebody {
  readonly login: string;
  /** GitHub's word: "User", "Bot", "Organization", … */
  readonly type: string;
}

export interface ScheduleEvent {
  readonly kind: "schedule";
  /** The cron line that fired; null where the runner does not say. */
  readonly cron: string | null;
}

export interface ManualEvent {
  readonly kind: "workflow_dispatch";
  readonly sender: Somebody | null;
  /** The workflow's own input `message`, which a person with write permission typed; null when it is empty. */
  readonly message: string | null;
}

/** `TASK_RUNNER_DISPATCH`, from a scheduler outside of GitHub. What it carries is not read. */
export interface DispatchEvent {
  readonly kind: "repository_dispatch";
  readonly sender: Somebody | null;
}

export interface CommentEvent {
  readonly kind: "issue_comment";
  readonly id: number;
  readonly issue: number;
  readonly on_pull_request: boolean;
  readonly issue_author: string | null;
  readonly author: Somebody;
  readonly body: string;
  /** ISO 8601. */
  readonly created_at: string;
  readonly updated_at: string;
  readonly url: string;
}

export interface IssueEvent {
  readonly kind: "issues";
  readonly action: IssueAction;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** What the body was before an edit; null when the edit was of something else, or there was none. */
  readonly previous_body: string | null;
  readonly labels: readonly string[];
  /** The label that was put on, with `labeled`. */
  readonly label: string | null;
  readonly state: "open" | "closed";
  /** Why it was closed: "completed", "not_planned", …; null when GitHub does not say. */
  readonly state_reason: string | null;
  readonly author: Somebody;
  /** Who did what the event tells of. */
  readonly actor: Somebody;
  readonly url: string;
  /** When it happened, ISO 8601. */
  readonly at: string;
}

export interface PushEvent {
  readonly kind: "push";
  /** Null for a tag. */
  readonly branch: string | null;
  readonly deleted: boolean;
  /** The branch's new commit; null when it was deleted. */
  readonly head: string | null;
  /** Every path that the pushed commits name; null when the payload lists no commits and nobody can tell. */
  readonly paths: readonly string[] | null;
  /** All commits are ours, by their trailer. */
  readonly own: boolean;
}

export const ISSUE_ACTIONS = ["opened", "labeled", "edited", "closed", "reopened"] as const;
export type IssueAction = (typeof ISSUE_ACTIONS)[number];

/** The one type of `repository_dispatch` that is for us. */
export const DISPATCH_TYPE = "TASK_RUNNER_DISPATCH";

export type ActionEvent = ScheduleEvent | ManualEvent | DispatchEvent | CommentEvent | IssueEvent | PushEvent;
