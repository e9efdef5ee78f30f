/** Keeps what an attempt left in its tree as a commit on its branch, whatever state it left git in. */
import { copyFileSync, existsSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { commitOf, type Env, ours, saidBy } from "./own-git.ts";

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

/**
 * A copy, so that neither a lock that a killed git left nor an odd state of the attempt's index is in the way. It is as old as the
 * index: git takes a file of the same length for changed only while it is no older than the index that knows it.
 */
function copyOfIndex(gitDir: string): string {
  if (!existsSync(gitDir)) throw new Error(`the attempt's work could not be kept: ${gitDir} is gone`);
  const copy = join(gitDir, "ltpm-index");
  rmSync(copy, { force: true });
  const index = join(gitDir, "index");
  if (!existsSync(index)) return copy;
  const seconds = Math.floor(statSync(index).mtimeMs / 1000);
  copyFileSync(index, copy);
  utimesSync(copy, seconds, seconds);
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
