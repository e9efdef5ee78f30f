/** Lands verified work on GitHub: as a branch with a pull request, or merged at once where the configuration says so. */
import type { LandResult } from "../../dispatch/landing.ts";
import type { Reference } from "../../queue/schema.ts";
import { pushBranch, type Remote, remoteHead } from "./remote.ts";

/** A pull request as far as landing needs it. */
export interface PullFound {
  readonly number: number;
  readonly url: string;
  readonly state: "open" | "closed";
  readonly merged: boolean;
  /** The commit by which it was merged; null when it was not. */
  readonly merge_commit: string | null;
}

/** What came of merging a commit into a branch by the API. */
export type MergeAnswer =
  | { readonly kind: "merged"; readonly commit: string }
  /** The branch has it already. */
  | { readonly kind: "already" }
  | { readonly kind: "conflict" }
  /** Protection, a ruleset or a missing permission. */
  | { readonly kind: "refused"; readonly why: string };

/** The calls to GitHub that landing makes; all may reject, which leaves the landing owed. */
export interface PullPorts {
  /** The newest pull request from this branch of the repository, open ones first; null when there is none. */
  findPull(head: string): Promise<PullFound | null>;
  /** Must not make a second one for the same branch: an answer "already exists" gives the one that is there. */
  createPull(pull: { head: string; base: string; title: string; body: string }): Promise<PullFound>;
  /** Merges a commit (not the branch: that may have moved) into `base`. */
  mergeCommit(merge: { base: string; commit: string; message: string }): Promise<MergeAnswer>;
}

export interface PullLanding {
  /** The task's label. */
  readonly id: string;
  readonly branch: string;
  readonly commit: string;
  /** The branch that it is meant for: the default branch. */
  readonly base: string;
  readonly title: string;
  readonly body: string;
  /** `merge`: at once, when nothing is in the way. `branch`: a person merges the pull request. */
  readonly land: "merge" | "branch";
  readonly remote: Remote;
  /** A repository that has the commit; null when none is at hand: then the branch must be on the remote. */
  readonly gitDir: string | null;
  readonly ports: PullPorts;
}

export interface PullLanded {
  readonly result: LandResult;
  /** The pull request, to be added to the task's references. */
  readonly references: readonly Reference[];
}

const left = (why: string, references: readonly Reference[] = []): PullLanded => ({
  result: { kind: "left", why },
  references,
});

/**
 * Lands the work. Safe to repeat: a branch or a pull request that is there is found, not made twice. Rejects when
 * GitHub gives no answer; the landing stays owed then.
 */
export async function landByPull(landing: PullLanding): Promise<PullLanded> {
  const { base, ports, branch } = landing;
  const known = await ports.findPull(branch);
  if (known?.merged === true && known.merge_commit !== null) {
    return { result: { kind: "landed", commit: known.merge_commit, into: base }, references: [referenceTo(known)] };
  }
  if (known?.state === "closed") {
    return left(`pull request #${known.number} was closed without merging it`, [referenceTo(known)]);
  }
  const problem = await publish(landing);
  if (problem !== null) return problem;
  const why = landing.land === "merge" ? await mergeNow(landing) : null;
  if (why !== null && typeof why !== "string")
    return { result: why, references: known === null ? [] : [referenceTo(known)] };
  const { title, body } = landing;
  const pull = known ?? (await ports.createPull({ head: branch, base, title, body }));
  const waits = `pull request #${pull.number} waits for you`;
  return left(why === null ? waits : `${why}; ${waits}`, [referenceTo(pull)]);
}

function referenceTo(pull: PullFound): Reference {
  return { kind: "pull_request", value: pull.url };
}

/** Makes sure that the branch stands on the remote at our commit; null when it does. */
async function publish({ remote, gitDir, branch, commit }: PullLanding): Promise<PullLanded | null> {
  const now = await remoteHead(remote, branch);
  if (typeof now === "string") return { result: { kind: "later", why: now }, references: [] };
  if (now.commit === commit) return null;
  if (now.commit !== null) return left(`somebody has gone on with ${branch}: it is at ${now.commit.slice(0, 10)} now`);
  if (gitDir === null)
    return left(`the branch ${branch} is gone from the repository: retry the task, or bring it back`);
  const pushed = await pushBranch(remote, gitDir, branch, commit);
  if (pushed.kind === "there") return null;
  if (pushed.kind === "later") return { result: { kind: "later", why: pushed.reason }, references: [] };
  if (pushed.kind === "taken") return left(`somebody has made a branch ${branch} of their own`);
  return left(`the repository refuses the branch (${pushed.reason}): ${pushed.setting}`);
}

/** Merges at once: the landing, or why not, in words for the middle of a sentence. */
async function mergeNow({ ports, base, commit, id, branch }: PullLanding): Promise<LandResult | string> {
  const merged = await ports.mergeCommit({ base, commit, message: `Merge ${id} (${branch})` });
  if (merged.kind === "merged") return { kind: "landed", commit: merged.commit, into: base };
  if (merged.kind === "already") return { kind: "landed", commit, into: base };
  return merged.kind === "conflict"
    ? `it does not merge with ${base} by itself`
    : `${base} takes no merge: ${merged.why}`;
}
