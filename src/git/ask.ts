/** Git's own word on which repository a directory belongs to, for all that is not plain; its refusals in one sentence each. */
import { resolve } from "node:path";
import { StoreError } from "../state/store.ts";
import type { Repository } from "./repository.ts";
import { gitSync } from "./run.ts";

const PASSED_ON = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_CEILING_DIRECTORIES",
  "GIT_DISCOVERY_ACROSS_FILESYSTEM",
];

/** Asks `git rev-parse`. Throws `StoreError` "no_repository". */
export function askGit(
  dir: string,
  env: Readonly<Record<string, string | undefined>>,
): Pick<Repository, "root" | "gitDir" | "commonDir"> {
  const passed = Object.fromEntries(PASSED_ON.map((name) => [name, env[name]]));
  const args = ["rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-common-dir"];
  const answer = gitSync(args, { cwd: dir, env: passed });
  const [root, gitDir, commonDir] = answer.stdout.split("\n");
  if (answer.code !== 0 || !root || !gitDir || !commonDir) {
    throw new StoreError("no_repository", refusal(answer.stderr.trim(), answer.code, dir));
  }
  return { root, gitDir, commonDir: resolve(dir, commonDir) };
}

function refusal(said: string, code: number | null, dir: string): string {
  if (code === 127) return "git was not found: install it, or put it on the PATH";
  if (/dubious ownership/.test(said)) {
    const trusted = /safe\.directory (.+)$/m.exec(said)?.[1] ?? dir;
    return `this repository belongs to another user: if you trust it, run \`git config --global --add safe.directory ${trusted}\``;
  }
  if (/not a git repository/i.test(said)) return "this is not a Git repository: run `git init` first";
  if (/work tree/.test(said)) {
    return "this is a bare repository or the inside of one: run ltpm in a work tree (`git worktree add` makes one)";
  }
  return `git does not accept this repository: ${said.split("\n")[0]?.replace(/^fatal: /, "") ?? "no reason given"}`;
}
