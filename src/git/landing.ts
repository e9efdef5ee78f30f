/**
 * Lands verified work in the user's checked-out branch, or leaves everything exactly as it is and says why.
 *
 * What a killed landing leaves: git itself goes on when only we are killed. When git is killed too, `index.lock` stays
 * and some files may hold the new content already; HEAD still names the old commit, so nothing is lost: remove the lock,
 * put those files back and land again. The refusal of the next landing says so.
 */
import { existsSync, lstatSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LockBusy, withLock } from "../host/lock.ts";
import { type GitAnswer, git } from "./run.ts";

export interface LandOrder {
  /** The user's work tree. */
  readonly workTree: string;
  /** The branch that holds the work, and the commit that was verified: that one lands, whatever the branch is by now. */
  readonly branch: string;
  readonly commit: string;
  /** The branch that was checked out when the attempt started; null: HEAD was detached. */
  readonly onto: string | null;
  /** The task's label, for the merge commit. */
  readonly id: string;
}

export type Landed =
  | {
      readonly landed: true;
      /** The checked-out branch's commit after the landing. */
      readonly commit: string;
      /** The checked-out branch; "" when HEAD was detached and had the work already. */
      readonly into: string;
      readonly how: "fast_forward" | "merge" | "already_there";
    }
  | {
      readonly landed: false;
      /** What is in the way, and what a person does about it: words for the middle of a sentence. */
      readonly why: string;
      /** Where the work waits. */
      readonly branch: string;
      /** Whether another process was in the way, so that a later try may find it gone. */
      readonly busy: boolean;
    };

/** Milliseconds that a landing waits for others; git's own lock is waited for about as long. */
const PATIENCE = 30_000;
const LONG = 600_000;

/** No hooks, nothing on the side, and file names as they are. */
const SETTINGS: readonly string[] = [
  ...["core.hooksPath=/dev/null", "core.quotePath=false", "submodule.recurse=false"],
  ...["advice.diverging=false", "gc.auto=0", "maintenance.auto=false"],
];
const OPTIONS = ["--literal-pathspecs", ...SETTINGS.flatMap((setting) => ["-c", setting])];

type Ask = (...args: string[]) => Promise<GitAnswer>;

function asking(workTree: string, extra: readonly string[] = []): Ask {
  return (...args) => git([...OPTIONS, ...extra, ...args], { cwd: workTree, timeout: LONG });
}

/** What is going on in a work tree that a merge would disturb, in words; null when nothing is. */
function ongoing(gitDir: string): string | null {
  const found = [
    ["MERGE_HEAD", "a merge"],
    ["CHERRY_PICK_HEAD", "a cherry-pick"],
    ["REVERT_HEAD", "a revert"],
    ["rebase-merge", "a rebase"],
    ["rebase-apply", "a rebase or `git am`"],
    ["BISECT_LOG", "a bisect"],
  ].find(([name = ""]) => existsSync(join(gitDir, name)));
  return found?.[1] ?? null;
}

/**
 * Lands the work: by fast-forward where that is possible, else by a merge commit. Refuses, and touches nothing, when
 * the merge would conflict or meet local changes, while another operation is under way, on a detached HEAD, or when
 * another branch is checked out than at the attempt's start: what was made for one branch is not merged into another
 * unasked. Safe to repeat, and to run in several processes at once. Throws `GitError`s for a repository that is none.
 */
export async function land(order: LandOrder, patience: number = PATIENCE): Promise<Landed> {
  const ask = asking(order.workTree);
  const [gitDir, commonDir] = await foldersOf(ask, order.workTree);
  const folder = join(commonDir, "ltpm");
  mkdirSync(folder, { recursive: true });
  try {
    return await withLock(join(folder, "landing.lock"), patience, () => landAlone(order, ask, gitDir, patience));
  } catch (error) {
    if (error instanceof LockBusy) return refusal(order, `another landing is under way: ${error.message}`, true);
    throw error;
  }
}

async function foldersOf(ask: Ask, workTree: string): Promise<readonly [string, string]> {
  const answer = await ask("rev-parse", "--absolute-git-dir", "--git-common-dir");
  const [gitDir, commonDir] = answer.stdout.split("\n");
  if (answer.code !== 0 || !gitDir || !commonDir)
    throw new Error(`${workTree} is no work tree: ${answer.stderr.trim()}`);
  return [gitDir, resolve(workTree, commonDir)];
}

function refusal(order: LandOrder, why: string, busy = false): Landed {
  return { landed: false, why, branch: order.branch, busy };
}

async function landAlone(order: LandOrder, ask: Ask, gitDir: string, patience: number): Promise<Landed> {
  const head = (await ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")).stdout.trim();
  const wanted = (await ask("rev-parse", "--verify", "--quiet", `${order.commit}^{commit}`)).stdout.trim();
  if (wanted === "") return refusal(order, `the commit ${order.commit} is not in this repository`);
  const checkedOut = (await ask("symbolic-ref", "--quiet", "--short", "HEAD")).stdout.trim();
  if (head !== "" && (await ask("merge-base", "--is-ancestor", wanted, head)).code === 0) {
    return { landed: true, commit: head, into: checkedOut, how: "already_there" };
  }
  const operation = obstacleIn(order, checkedOut, ongoing(gitDir));
  if (operation !== null) return refusal(order, operation);
  if (!(await isFree(gitDir, patience))) return refusal(order, lockWords(gitDir), true);
  const obstacle = await conflictWith(order, ask, head, wanted);
  if (obstacle !== null) return refusal(order, obstacle);
  return merge(order, head, wanted, gitDir, patience);
}

/** Waits until no git works on the index: what lies in the work tree meanwhile is half of something. */
async function isFree(gitDir: string, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  for (let wait = 20; existsSync(join(gitDir, "index.lock")); wait = Math.min(wait * 2, 500)) {
    if (Date.now() > deadline) return false;
    await sleep(wait);
  }
  return true;
}

function obstacleIn(order: LandOrder, checkedOut: string, operation: string | null): string | null {
  if (operation !== null) return `${operation} is under way in your work tree: finish or abort it first`;
  if (checkedOut === "") return "no branch is checked out (HEAD is detached): switch to one, then `git merge` the work";
  if (order.onto === null) {
    return `no branch was checked out when it started, now ${checkedOut} is: merge it yourself if that is where it belongs`;
  }
  if (checkedOut !== order.onto) {
    return `${order.onto} was checked out when it started, now it is ${checkedOut}: switch back, or merge it yourself`;
  }
  return null;
}

/** What the merge would run into, found without touching anything; null when it is clean, or git is too old to tell. */
async function conflictWith(order: LandOrder, ask: Ask, head: string, wanted: string): Promise<string | null> {
  const tried = await ask("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", head, wanted);
  const [tree = "", ...files] = tried.stdout.split("\0").filter((line) => line !== "");
  if (tried.code === 1 && tree !== "") {
    return `it does not merge with what is checked out: ${listed(files)} changed on both sides`;
  }
  if (tried.code !== 0) return null;
  // Git overwrites ignored files without a word; ours or not, they are somebody's.
  const added = await ask("diff", "--name-only", "--no-renames", "--diff-filter=A", "-z", head, tree);
  const there = added.stdout.split("\0").filter((path) => path !== "" && isThere(join(order.workTree, path)));
  return there.length === 0 ? null : `it would overwrite files of yours that git does not track: ${listed(there)}`;
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function listed(files: readonly string[]): string {
  const more = files.length > 5 ? ` and ${files.length - 5} more` : "";
  return `${files.slice(0, 5).join(", ")}${more}`;
}

/** An identity for the merge commit: the user's own where there is one. */
async function identityFor(workTree: string): Promise<string[]> {
  const known = await asking(workTree)("var", "GIT_COMMITTER_IDENT");
  return known.code === 0 ? [] : ["-c", "user.name=LTPM", "-c", "user.email=ltpm@localhost"];
}

async function merge(
  order: LandOrder,
  head: string,
  wanted: string,
  gitDir: string,
  patience: number,
): Promise<Landed> {
  const ask = asking(order.workTree, await identityFor(order.workTree));
  const args = ["--ff", "--no-edit", "--no-autostash", "--no-gpg-sign", "--no-squash", "--commit", "--quiet"];
  const message = `Merge ${order.id} (${order.branch})`;
  const deadline = Date.now() + patience;
  for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
    const answer = await ask("merge", ...args, "-m", message, wanted);
    const now = (await ask("rev-parse", "HEAD")).stdout.trim();
    const how = now === wanted ? "fast_forward" : "merge";
    if (answer.code === 0) return { landed: true, commit: now, into: order.onto ?? "", how };
    const locked = /(?:index|HEAD|refs\/heads\/\S*)\.lock'?: File exists|cannot lock ref/.test(answer.stderr);
    if (!locked) {
      await ask("merge", "--abort");
      return refusal(order, inTheWay(answer, gitDir));
    }
    if (Date.now() > deadline) return refusal(order, lockWords(gitDir), true);
    await sleep(wait);
    if ((await ask("rev-parse", "HEAD")).stdout.trim() !== head) return landAlone(order, ask, gitDir, patience);
  }
}

function lockWords(gitDir: string): string {
  const lock = join(gitDir, "index.lock");
  const repair =
    "put back the files that `git status` shows and you did not touch (git checkout -- FILE; rm FILE for new ones)";
  return `another git process holds ${lock}; if none runs, one was killed: delete that file, then ${repair}`;
}

/** What git refuses over, in a sentence. */
function inTheWay(answer: GitAnswer, gitDir: string): string {
  const said = `${answer.stderr}\n${answer.stdout}`;
  const files = said
    .split("\n")
    .filter((line) => line.startsWith("\t"))
    .map((line) => line.trim());
  if (/local changes|not up to date|would be overwritten/i.test(said)) {
    const where = files.length > 0 ? ` in ${listed(files)}` : "";
    return `you have uncommitted changes${where} that it would overwrite: commit or stash them first`;
  }
  if (/CONFLICT|Automatic merge failed/.test(said)) return "it does not merge with what is checked out";
  if (existsSync(join(gitDir, "index.lock"))) return lockWords(gitDir);
  return `git refuses the merge: ${said.trim().split("\n").slice(0, 3).join(" ").slice(0, 500)}`;
}
