/** The commits that came since somebody looked. The common case, that there are none, starts no git. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObjectName } from "./objects.ts";
import { lookUpRef } from "./refs.ts";
import type { Repository } from "./repository.ts";
import { gitOutput, gitSync } from "./run.ts";

export interface NewCommit {
  readonly oid: string;
  readonly parents: readonly string[];
  /** The author's date in seconds since 1970. */
  readonly written: string;
  readonly message: string;
}

export interface NewCommits {
  /** The commit checked out; null on a branch without one. */
  readonly head: string | null;
  readonly commits: readonly NewCommit[];
}

/** Who pulls more than this at once has to say by hand what is done. */
const MOST = 1_000;

/** The commit checked out in this work tree; null on a branch without one. Throws `GitError`. */
export function checkedOut(repository: Repository): string | null {
  const head = readFileSync(join(repository.gitDir, "HEAD"), "utf8").trim();
  if (isObjectName(head)) return head;
  const ref = /^ref: (refs\/.+)$/.exec(head)?.[1];
  const seen = ref === undefined ? "ask" : lookUpRef(repository, ref);
  if (seen === "none") return null;
  if (seen !== "ask") return seen.oid;
  const asked = gitSync(["rev-parse", "--verify", "--quiet", "HEAD"], place(repository));
  return asked.code === 0 ? asked.stdout.trim() : null;
}

/**
 * The commits reachable from HEAD and from none of `heads`, the newest first. Without any head: the beginning, nothing is new. A head
 * that git no longer has counts for nothing. Throws `GitError`, and the file system's error.
 */
export function newCommits(repository: Repository, heads: readonly string[]): NewCommits {
  const head = checkedOut(repository);
  if (head === null || heads.length === 0 || heads.includes(head)) return { head, commits: [] };
  const known = heads.filter(isObjectName);
  const format = "--format=tformat:%H%x00%P%x00%at%x00%B%x00";
  const args = ["log", "--no-color", "--no-show-signature", `--max-count=${MOST}`, "--ignore-missing", format, head];
  const fields = gitOutput([...args, "--not", ...known], place(repository)).split("\0");
  const commits: NewCommit[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [oid = "", parents = "", written = "", message = ""] = fields.slice(at, at + 4);
    commits.push({ oid: oid.trim(), parents: parents.split(" ").filter(Boolean), written, message });
  }
  return { head, commits };
}

function place({ root, gitDir }: Repository) {
  return { cwd: root, env: { GIT_DIR: gitDir } };
}
