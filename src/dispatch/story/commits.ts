/** What commits say about tasks: each word is heard once, wherever the commit goes, and never from work that attempts made. */
import { tasksOfCommit } from "../../intake/commit-words.ts";
import type { Queue } from "../../queue/schema.ts";
import type { DoneRequest } from "./types.ts";

/** A commit that was not heard before. */
export interface SeenCommit {
  readonly oid: string;
  readonly parents: readonly string[];
  /** When it was written (author's date), in any form: a rebase keeps it. */
  readonly written: string;
  readonly message: string;
}

/** What a look at the history found. `head` null: there is no commit. */
export interface CommitLook {
  readonly head: string | null;
  /** From `head` back to what was heard before; nothing on the first look at a repository. */
  readonly commits: readonly SeenCommit[];
}

/** So many heads are known: one for each work tree and branch that people switch between. */
const MOST_HEADS = 20;
const MOST_HANDLED = 200;
const LANDING = /^Merge (T-\d+) \(ltpm\/\1-/;

/** Names of commits behind which everything was heard; none before the first look. */
export function heardHeads(queue: Queue): readonly string[] {
  return queue.commits?.heads ?? [];
}

/** What the commits ask for, the oldest first, without what was asked before. */
export function requestsOf(queue: Queue, look: CommitLook): DoneRequest[] {
  if (queue.commits === undefined) return [];
  const handled = new Set(queue.commits.handled ?? []);
  return worded(queue, look).flatMap(({ commit, label }) =>
    handled.has(keyOf(commit, label)) ? [] : [{ id: label, by: "commit" as const, where: commit.oid }],
  );
}

/** The queue with these commits heard; the queue itself when that is known. */
export function withHeard(queue: Queue, look: CommitLook): Queue {
  const { heads = [], handled = [] } = queue.commits ?? {};
  if (look.head === null || (heads.includes(look.head) && look.commits.length === 0)) return queue;
  const keys = queue.commits === undefined ? [] : worded(queue, look).map(({ commit, label }) => keyOf(commit, label));
  return {
    ...queue,
    commits: {
      ...queue.commits,
      heads: [...heads.filter((head) => head !== look.head), look.head].slice(-MOST_HEADS),
      handled: [...new Set([...handled, ...keys])].slice(-MOST_HANDLED),
    },
  };
}

function keyOf({ written }: SeenCommit, label: string): string {
  return `${label}@${written}`;
}

function worded(queue: Queue, look: CommitLook): { readonly commit: SeenCommit; readonly label: string }[] {
  const words = byPeople(queue, look).flatMap((commit) =>
    tasksOfCommit(commit.message).map((label) => ({ commit, label })),
  );
  return words.reverse();
}

/** Without the commits that attempts made: an agent's own words must not mark tasks done. */
function byPeople(queue: Queue, { head, commits }: CommitLook): SeenCommit[] {
  const byOid = new Map(commits.map((commit) => [commit.oid, commit]));
  const results = new Set(
    queue.tasks.flatMap(({ references = [] }) =>
      references.flatMap(({ kind, value }) => (kind === "commit" ? [value] : [])),
    ),
  );
  const found = new Set<SeenCommit>();
  const open = head === null ? [] : [head];
  for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
    const commit = byOid.get(oid);
    if (commit === undefined || found.has(commit)) continue;
    const isLanding = commit.parents.length === 2 && LANDING.test(commit.message);
    if (!isLanding && results.has(oid)) continue;
    found.add(commit);
    open.push(...(isLanding ? commit.parents.slice(0, 1) : commit.parents));
  }
  return commits.filter((commit) => found.has(commit));
}
