/** A work tree of its own for an attempt: made at a commit, merged with what it needs, kept as a commit, taken away. */
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type GitAnswer, type GitOptions, git } from "./run.ts";

/** Our own commits: no hooks, no signing, an identity that works on a fresh machine, nothing run on the side. */
export const OWN_GIT: readonly string[] = [
  ...["-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-c", "core.fsmonitor=false"],
  ...["-c", "user.name=LTPM", "-c", "user.email=ltpm@localhost", "-c", "advice.detachedHead=false"],
  ...[
    "--literal-pathspecs",
    "-c",
    "gc.auto=0",
    "-c",
    "maintenance.auto=false",
    "-c",
    "submodule.recurse=false",
    "-c",
    "core.quotePath=false",
  ],
];

/** Large repositories take their time to check out. */
const LONG = 600_000;

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

function ours(args: readonly string[], options: GitOptions): Promise<GitAnswer> {
  return git([...OWN_GIT, ...args], { timeout: LONG, ...options });
}

function saidBy(answer: GitAnswer): string {
  if (answer.timedOut) return "git took too long and was ended";
  return (answer.stderr.trim() || answer.stdout.trim() || `git exited ${answer.code}`).slice(0, 2_000);
}

type Env = NonNullable<GitOptions["env"]>;

async function commitOf(name: string, cwd: string, env: Env = {}): Promise<string | null> {
  const answer = await ours(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`], { cwd, env });
  return answer.code === 0 ? answer.stdout.trim() : null;
}

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
  const onto = await branchOf(order.from);
  mkdirSync(dirname(order.path), { recursive: true, mode: 0o700 });
  const args = ["worktree", "add", "--quiet", "--no-track", "-b", order.branch, "--end-of-options", order.path, head];
  let added = await ours(args, { cwd: order.from });
  // Another process writes the shared configuration or refs at this moment.
  for (let tries = 0; tries < 5 && added.code !== 0 && /could not lock|File exists/.test(added.stderr); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50 << tries));
    await removeWorktree(order.from, order.path, order.branch);
    added = await ours(args, { cwd: order.from });
  }
  if (added.code !== 0) {
    await removeWorktree(order.from, order.path, order.branch);
    return {
      kind: "fault",
      code: "worktree_failed",
      reason: `The attempt's work tree could not be made: ${saidBy(added)}`,
      steps: ["Mend what git complains about, then retry the task."],
    };
  }
  const merged = await mergeNeeds(order);
  if (merged !== null) {
    await removeWorktree(order.from, order.path, order.branch);
    return merged;
  }
  const base = (await commitOf("HEAD", order.path)) ?? head;
  const gitDir = (await ours(["rev-parse", "--absolute-git-dir"], { cwd: order.path })).stdout.trim();
  return { kind: "made", base, onto, gitDir };
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

/** Takes a tree away, and its branch when `branch` is given. Never throws; what is not there is no fault. */
export async function removeWorktree(from: string, path: string, branch?: string): Promise<void> {
  await ours(["worktree", "remove", "--force", "--force", path], { cwd: from });
  rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
  await ours(["worktree", "prune"], { cwd: from });
  if (branch !== undefined) await ours(["branch", "-D", "--quiet", "--end-of-options", branch], { cwd: from });
}

/** The work of an attempt as kept. */
export interface KeptWork {
  /** The branch's new tip, or null when the attempt left nothing and the branch still stands at `base`. */
  readonly commit: string | null;
  /** Every path that differs from `base`. */
  readonly changed: readonly string[];
  /** Paths that the attempt left in the middle of a merge. */
  readonly unmerged: readonly string[];
  /** Repositories inside the tree: git cannot keep what is in them. */
  readonly nested: readonly string[];
  /** What else a person should know. */
  readonly problems: readonly string[];
}

export interface KeepOrder {
  readonly path: string;
  readonly gitDir: string;
  readonly branch: string;
  readonly base: string;
  readonly message: string;
}

/**
 * Commits what an attempt left in its tree onto its branch: tracked and untracked files, not ignored ones. Its own
 * commits are kept, wherever its HEAD stands by now; a history it rewrote away from `base` becomes one commit on it.
 * All processes of the attempt must have ended. Throws `Error` when git cannot do it.
 */
export async function keepWork(order: KeepOrder): Promise<KeptWork> {
  const cwd = order.path;
  const index = copyOfIndex(order.gitDir);
  // Named, not looked for: an attempt that removed its `.git` must not make us commit to a repository further up.
  const env = { GIT_DIR: order.gitDir, GIT_WORK_TREE: order.path, GIT_INDEX_FILE: index };
  try {
    const must = async (args: readonly string[]): Promise<string> => {
      const answer = await ours(args, { cwd, env });
      if (answer.code !== 0) throw new Error(`the attempt's work could not be kept: ${saidBy(answer)}`);
      return answer.stdout;
    };
    const unmerged = names(await must(["ls-files", "--unmerged", "-z"])).map((line) => line.split("\t")[1] ?? "");
    const problems: string[] = [];
    const added = await ours(["-c", "advice.addEmbeddedRepo=false", "add", "--all", "--ignore-errors"], { cwd, env });
    if (added.code !== 0) problems.push(`some files could not be kept: ${saidBy(added)}`);
    const nested = await dropNested(order.base, must);
    const parent = await parentFor(order, env);
    const tree = (await must(["write-tree"])).trim();
    const before = (await must(["rev-parse", `${parent}^{tree}`])).trim();
    const commit =
      tree === before ? parent : (await must(["commit-tree", tree, "-p", parent, "-m", order.message])).trim();
    await must(["update-ref", `refs/heads/${order.branch}`, commit]);
    const changed = names(await must(["diff", "--name-only", "--no-renames", "-z", order.base, commit]));
    return {
      commit: commit === order.base ? null : commit,
      changed,
      unmerged: [...new Set(unmerged)],
      nested,
      problems,
    };
  } finally {
    rmSync(index, { force: true });
    rmSync(`${index}.lock`, { force: true });
  }
}

function names(text: string): string[] {
  return text.split("\0").filter((name) => name !== "");
}

/** A copy, so that neither a lock that a killed git left nor an odd state of the attempt's index is in the way. */
function copyOfIndex(gitDir: string): string {
  if (!existsSync(gitDir)) throw new Error(`the attempt's work could not be kept: ${gitDir} is gone`);
  const copy = join(gitDir, "ltpm-index");
  rmSync(copy, { force: true });
  if (existsSync(join(gitDir, "index"))) copyFileSync(join(gitDir, "index"), copy);
  return copy;
}

/** Takes repositories inside the tree out of the index again: git would keep a pointer to nothing. */
async function dropNested(base: string, must: (args: readonly string[]) => Promise<string>): Promise<string[]> {
  const raw = names(await must(["diff", "--cached", "--raw", "--no-renames", "-z", base]));
  const found: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [before = "", after = ""] = (raw[i] ?? "").split(" ");
    if (after === "160000" && before !== ":160000") found.push(raw[i + 1] ?? "");
  }
  for (const path of found) await must(["rm", "--cached", "--quiet", "-f", "--", path]);
  return found;
}

/** What the kept commit stands on: the attempt's HEAD if it still comes from `base`, else its branch, else `base`. */
async function parentFor(order: KeepOrder, env: Env): Promise<string> {
  for (const name of ["HEAD", `refs/heads/${order.branch}`]) {
    const commit = await commitOf(name, order.path, env);
    if (commit === null) continue;
    const from = await ours(["merge-base", "--is-ancestor", order.base, commit], { cwd: order.path, env });
    if (from.code === 0) return commit;
  }
  return order.base;
}

/** Whether a commit holds a path: false for what git ignored. `workTree` is any of the repository's, at its root. */
export async function isKept(workTree: string, commit: string, path: string): Promise<boolean> {
  const answer = await ours(["ls-tree", "-r", "--name-only", "-z", commit, "--", path], { cwd: workTree });
  return answer.code === 0 && answer.stdout !== "";
}
