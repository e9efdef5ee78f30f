/** Which files changed, as git tells; and how busy the project is. */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { gitOutput, gitSync } from "../../git/run.ts";

export interface FileChange {
  /** From the work tree's root, `/` between its parts. */
  readonly path: string;
  readonly kind: "added" | "changed" | "deleted";
}

function ask(repository: Repository, args: readonly string[]): string | null {
  const env = { GIT_DIR: repository.gitDir, GIT_WORK_TREE: repository.root };
  const answer = gitSync(["--literal-pathspecs", "-c", "core.quotePath=false", ...args], { cwd: repository.root, env });
  return answer.code === 0 ? answer.stdout : null;
}

/**
 * Files that differ between two commits (null: an empty project); null when one of the commits is gone, as after a rebase and a
 * gc.
 */
export function changesBetween(repository: Repository, from: string | null, to: string | null): FileChange[] | null {
  if (from === to) return [];
  const args = ["--no-commit-id", "--name-status", "--no-renames", "-r", "-z"];
  if (from === null && to !== null) return pairs(ask(repository, ["diff-tree", "--root", ...args, to]));
  if (from === null || to === null) return null;
  return pairs(ask(repository, ["diff-tree", ...args, from, to]));
}

function pairs(text: string | null): FileChange[] | null {
  if (text === null) return null;
  const words = text.split("\0");
  return words.flatMap((word, at) => {
    const path = words[at + 1];
    return at % 2 === 0 && path !== undefined && word !== "" ? [{ path, kind: kindOf(word) }] : [];
  });
}

function kindOf(letter: string): FileChange["kind"] {
  if (letter === "A" || letter === "??") return "added";
  return letter === "D" ? "deleted" : "changed";
}

/** Files that differ from HEAD in index or work tree, and new ones; folders of new files as one, ending in `/`. Throws `GitError`. */
export function uncommitted(repository: Repository): FileChange[] {
  const options = { cwd: repository.root, env: { GIT_DIR: repository.gitDir, GIT_WORK_TREE: repository.root } };
  const text = gitOutput(["status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=dirty"], options);
  return text
    .split("\0")
    .filter(Boolean)
    .map((line) => {
      const [index = "", tree = ""] = line;
      const letter = tree === "D" || (index === "D" && tree === " ") ? "D" : index === "A" ? "A" : line.slice(0, 2);
      return { path: line.slice(3), kind: kindOf(letter) };
    });
}

/** How many files git tracks. */
export function trackedFiles(repository: Repository): number {
  const text = ask(repository, ["ls-files", "-z"]) ?? "";
  return text.length === 0 ? 0 : text.split("\0").length - 1;
}

const ACTIVE_MINUTES = 30;

/** How many files changed in the last 30 minutes: by commits since then, or by their date where they are not committed. */
export function recentlyChanged(repository: Repository, now: string): number {
  const since = Date.parse(now) - ACTIVE_MINUTES * 60_000;
  const at = new Date(since).toISOString();
  const log = ask(repository, [
    "log",
    `--since=${at}`,
    "--first-parent",
    "-n",
    "200",
    "--format=",
    "--name-only",
    "-z",
    "--no-renames",
  ]);
  const files = new Set(
    (log ?? "")
      .split("\0")
      .map((name) => name.trim())
      .filter(Boolean),
  );
  for (const { path } of uncommitted(repository)) {
    const stat = statSync(join(repository.root, path), { throwIfNoEntry: false });
    if (stat !== undefined && stat.mtimeMs >= since) files.add(path);
  }
  return files.size;
}
