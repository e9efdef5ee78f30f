/** Whether an operation is in a history: the trailer of its commit says so, also when its answer was lost. */
import { commitMessage } from "../git/objects.ts";
import type { Repository } from "../git/repository.ts";
import { GitError, gitSync } from "../git/run.ts";

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
  const options = { cwd: repository.root, env: { GIT_DIR: repository.gitDir } };
  const search = (range: readonly string[]) => gitSync(["log", ...format, ...range, "--"], options);
  let answer = search(since === "" ? [head] : [head, `^${since}`]);
  // A clone that was made anew does not have the commit from which on to look: all of the history then.
  if (answer.code !== 0 && since !== "") answer = search([head]);
  if (answer.code !== 0) throw new GitError(["log"], answer);
  return answer.stdout.trim() === "" ? null : answer.stdout.trim();
}
