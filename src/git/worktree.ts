/** A work tree of its own for an attempt: made at a commit, merged with what it needs, taken away. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { FileNotWritten } from "../host/atomic-file.ts";
import { LockBusy, withLock } from "../host/lock.ts";
import { commitOf, ours, saidBy } from "./own-git.ts";
import type { GitAnswer } from "./run.ts";

export interface WorktreeOrder {
  /** The user's work tree, whose HEAD is the starting point. */
  readonly from: string;
  /** Where the new tree goes; must not exist. */
  readonly path: string;
  readonly branch: string;
  /** Commits or branches whose work it needs; those that HEAD holds already are passed over. */
  readonly needs: readonly string[];
}

export type WorktreeMade =
  | {
      readonly kind: "made";
      /** The tree's own directory in the repository: the way back to it, whatever happens to the tree's `.git`. */
      readonly gitDir: string;
      /** The commit at which the attempt begins, merges of `needs` included: what it adds is its own. */
      readonly base: string;
      /** The branch that was checked out in `from`, or null on a detached HEAD. */
      readonly onto: string | null;
    }
  | {
      readonly kind: "fault";
      readonly code: "no_commit" | "needs_missing" | "needs_conflict" | "worktree_failed";
      readonly reason: string;
      readonly steps: readonly string[];
    };

/** The branch checked out in a work tree, `main` for `refs/heads/main`; null on a detached HEAD. */
export async function branchOf(workTree: string): Promise<string | null> {
  const answer = await ours(["symbolic-ref", "--quiet", "HEAD"], { cwd: workTree });
  return answer.code === 0 ? answer.stdout.trim().replace(/^refs\/heads\//, "") : null;
}

/** Makes the tree and its branch. Leaves nothing behind when it cannot. */
export async function addWorktree(order: WorktreeOrder): Promise<WorktreeMade> {
  const head = await commitOf("HEAD", order.from);
  if (head === null) {
    return {
      kind: "fault",
      code: "no_commit",
      reason: "The repository has no commit yet, so there is nothing a work tree of its own could start from",
      steps: ["Make a first commit: git add -A && git commit -m 'First commit'", "Then retry the task."],
    };
  }
  // What is there already is not ours: it must not be cleared away when the rest fails.
  if (existsSync(order.path)) return failed(`${order.path} exists already`);
  if ((await commitOf(`refs/heads/${order.branch}`, order.from)) !== null) {
    return failed(`there is a branch ${order.branch} already`);
  }
  const onto = await branchOf(order.from);
  const problem = await checkOut(order, head);
  const merged = problem === null ? await mergeNeeds(order) : failed(problem);
  if (merged !== null) {
    await removeWorktree(order.from, order.path, order.branch);
    return merged;
  }
  const base = (await commitOf("HEAD", order.path)) ?? head;
  const gitDir = (await ours(["rev-parse", "--absolute-git-dir"], { cwd: order.path })).stdout.trim();
  return { kind: "made", base, onto, gitDir };
}

/** Why the tree could not be made, or null when it is. */
async function checkOut(order: WorktreeOrder, head: string): Promise<string | null> {
  try {
    mkdirSync(dirname(order.path), { recursive: true, mode: 0o700 });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const args = ["worktree", "add", "--quiet", "--no-track", "-b", order.branch, "--end-of-options", order.path, head];
  const added = await alone(order.from, () => ours(args, { cwd: order.from }));
  return added.code === 0 ? null : saidBy(added);
}

/** Milliseconds that one waits for others who make or remove trees. */
const PATIENCE = 60_000;

/** Makes or removes a tree while nobody else of ours does: git trips over the half-made trees of others. */
async function alone<T>(from: string, work: () => Promise<T>): Promise<T> {
  const common = await ours(["rev-parse", "--git-common-dir"], { cwd: from });
  if (common.code !== 0) return work();
  const folder = join(resolve(from, common.stdout.trim()), "ltpm");
  try {
    mkdirSync(folder, { recursive: true });
    return await withLock(join(folder, "worktrees.lock"), PATIENCE, work);
  } catch (error) {
    // Somebody is very slow, or the disk takes no lock: git's own care has to do.
    if (error instanceof LockBusy || error instanceof FileNotWritten) return work();
    throw error;
  }
}

function failed(why: string): WorktreeMade {
  return {
    kind: "fault",
    code: "worktree_failed",
    reason: `The attempt's work tree could not be made: ${why}`,
    steps: ["Mend what git complains about, then retry the task."],
  };
}

async function mergeNeeds(order: WorktreeOrder): Promise<WorktreeMade | null> {
  for (const need of order.needs) {
    const commit = await commitOf(need, order.path);
    if (commit === null) {
      return {
        kind: "fault",
        code: "needs_missing",
        reason: `The work it builds on is gone: there is no commit or branch ${need}`,
        steps: ["Bring that branch back, or retry the task that made it."],
      };
    }
    const held = await ours(["merge-base", "--is-ancestor", commit, "HEAD"], { cwd: order.path });
    if (held.code === 0) continue;
    const merge = ["merge", "--quiet", "--no-edit", "--ff", "--no-gpg-sign", "-m", `Merge ${need}`, commit];
    const answer = await ours(merge, { cwd: order.path });
    if (answer.code !== 0) return needsConflict(order, need, answer);
  }
  return null;
}

async function needsConflict(order: WorktreeOrder, need: string, answer: GitAnswer): Promise<WorktreeMade> {
  const unmerged = await ours(["diff", "--name-only", "--diff-filter=U", "-z"], { cwd: order.path });
  const files = unmerged.stdout.split("\0").filter((name) => name !== "");
  const where = files.length > 0 ? `in ${files.slice(0, 5).join(", ")}` : saidBy(answer);
  return {
    kind: "fault",
    code: "needs_conflict",
    reason: `The work it builds on (${need}) does not merge with the checked-out commit: ${where}`,
    steps: [`Merge it yourself: git merge ${need}`, "Solve the conflicts, commit, then retry the task."],
  };
}

/** Takes a tree away, and its branch when `branch` is given. What is not there is no fault. */
export async function removeWorktree(from: string, path: string, branch?: string): Promise<void> {
  await alone(from, async () => {
    await ours(["worktree", "remove", "--force", "--force", path], { cwd: from });
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
    } catch {
      // Never made, or held by somebody: `worktree prune` forgets it once it is gone.
    }
    await ours(["worktree", "prune"], { cwd: from });
    if (branch !== undefined) await ours(["branch", "-D", "--quiet", "--end-of-options", branch], { cwd: from });
  });
}
