/** Whether an operation is in a history: the trailer of its commit says so, also when its answer was lost. */
import { commitMessage } from "../git/objects.ts";
import type { Repository } from "../git/repository.ts";
import { gitOutput } from "../git/run.ts";

/** The trailer line of an operation, as our commits carry it. */
function trailerOf(op: string): string {
  return commitMessage("", op).trimEnd().split("\n").at(-1) ?? "";
}

/**
 * The commit of the operation `op` among those that `head` has and `since` ("": the beginning) has not; null when there is
 * none. Throws `GitError` when the history cannot be read.
 */
export function findOperation(repository: Repository, op: string, since: string, head: string): string | null {
  if (since === head) return null;
  const line = trailerOf(op);
  const pattern = `^${line.replace(/[.+]/g, "[$&]")}$`;
  const format = ["--no-show-signature", "--format=%H", "-1", "--extended-regexp", `--grep=${pattern}`];
  const range = since === "" ? [head] : [head, `^${since}`];
  const options = { cwd: repository.root, env: { GIT_DIR: repository.gitDir } };
  const found = gitOutput(["log", ...format, ...range, "--"], options).trim();
  return found === "" ? null : found;
}
