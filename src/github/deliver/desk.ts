/** What one delivery works with, and what it has come to so far. */
import type { IssueState } from "../../dispatch/claims.ts";
import type { Voice } from "../../messages/github/voice.ts";
import type { Notice, Queue, Task } from "../../queue/schema.ts";
import { isGitHubError } from "../error.ts";
import type { GitHubClient, Repo } from "../types.ts";

export interface Desk {
  readonly client: GitHubClient;
  readonly repo: Repo;
  readonly voice: Voice;
  /** The queue as it was committed, with our claims. */
  readonly queue: Queue;
  /** What was learned about issues of tasks on the way. */
  readonly issues: Map<string, { readonly number: number | null; readonly state: IssueState }>;
  /** Sentences about what could not be done and why. */
  readonly troubles: string[];
  /** Issues on which something was said in this delivery. */
  readonly toldOn: Set<number>;
  /** Writes that succeeded; a notice that fails behind one of its own is not sent again without looking. */
  steps: number;
}

/** A notice that we have claimed, and whether it may have been sent before. */
export interface Owed {
  readonly notice: Notice;
  readonly look: boolean;
}

/** Reasons why a notice cannot be sent, now or ever; the sentence is for the run's log. */
export class Impossible extends Error {
  override readonly name = "Impossible";
}

/** What has to be there first is still on its way: the next run sends it. */
export class TooEarly extends Error {
  override readonly name = "TooEarly";
}

/** Does one write and counts it when it succeeded. */
export async function step<T>(desk: Desk, write: () => Promise<T>): Promise<T> {
  const result = await write();
  desk.steps += 1;
  return result;
}

export function taskOf({ queue }: Desk, uid: string | null): Task | undefined {
  return uid === null ? undefined : queue.tasks.find((task) => task.uid === uid);
}

/** The task as texts tell it: with the number of its issue, if it was opened a moment ago. */
export function withKnownIssue(desk: Desk, task: Task): Task {
  const known = desk.issues.get(task.uid);
  return known === undefined ? task : { ...task, blocked_issue: known.number };
}

/** GitHub's refusal to take comments on a conversation that was locked. */
export function isLocked(error: unknown): boolean {
  return isGitHubError(error, "forbidden") && /\block(?:ed)?\b/i.test(error.said);
}

/** Clocks differ: what is looked for may be dated so much before the moment at which it was owed, in ms. */
const CLOCKS_MS = 15 * 60_000;

/** From when to look for traces of a notice. */
export function lookedForSince(notice: Notice): string {
  const owed = Date.parse(notice.owed_at);
  return new Date((Number.isNaN(owed) ? 0 : owed) - (Number.isNaN(owed) ? 0 : CLOCKS_MS)).toISOString();
}
