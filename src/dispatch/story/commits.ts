/** What commits say about tasks: each word is heard once, wherever the commit goes, and never from work that attempts made. */
import { tasksOfCommit } from "../../intake/commit-words.ts";
import { MOST_HANDLED, MOST_HEADS } from "../../queue/merge-commits.ts";
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

/**
 * A look at the newest commits without those that lie behind what was heard; null when nothing is new. A head that is not among them
 * is further back than all of them.
 */
export function sinceHeard(queue: Queue, { head, commits }: CommitLook): CommitLook | null {
  const heads = heardHeads(queue);
  if (head === null || heads.includes(head)) return null;
  const byOid = new Map(commits.map((commit) => [commit.oid, commit]));
  const heard = new Set<string>();
  const open = queue.commits === undefined ? [...byOid.keys()] : [...heads];
  for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
    if (heard.has(oid)) continue;
    heard.add(oid);
    open.push(...(byOid.get(oid)?.parents ?? []));
  }
  return { head, commits: commits.filter(({ oid }) => !heard.has(oid)) };
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
