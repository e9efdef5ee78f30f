/** Git as we run it on our own account, in trees that others work in too. */
import { setTimeout as sleep } from "node:timers/promises";
import { type GitAnswer, type GitOptions, git } from "./run.ts";

/** Our own commits: no hooks, no signing, an identity that works on a fresh machine, nothing run on the side. */
const SETTINGS: readonly string[] = [
  ...["core.hooksPath=/dev/null", "commit.gpgSign=false", "core.fsmonitor=false", "core.quotePath=false"],
  ...["user.name=LTPM", "user.email=ltpm@localhost", "advice.detachedHead=false", "submodule.recurse=false"],
  ...["gc.auto=0", "maintenance.auto=false"],
];
export const OWN_GIT: readonly string[] = ["--literal-pathspecs", ...SETTINGS.flatMap((setting) => ["-c", setting])];

/** Large repositories take their time to check out. */
const LONG = 600_000;

/** What git says when it meets a work tree that another git is only just making, or taking away. */
const HALF_MADE = /(?:failed to read|unable to read|could not open) .*worktrees\/.*/;
const TRIES = 10;

/** Runs git under our own settings; waits longer than usual, and past work trees that are being made. */
export async function ours(args: readonly string[], options: GitOptions): Promise<GitAnswer> {
  for (let tries = 1; ; tries++) {
    const answer = await git([...OWN_GIT, ...args], { timeout: LONG, ...options });
    if (answer.code === 0 || tries === TRIES || !HALF_MADE.test(answer.stderr)) return answer;
    await sleep(10 * tries);
  }
}

/** What git said, for a sentence. */
export function saidBy(answer: GitAnswer): string {
  if (answer.timedOut) return "git took too long and was ended";
  return (answer.stderr.trim() || answer.stdout.trim() || `git exited ${answer.code}`).slice(0, 2_000);
}

export type Env = NonNullable<GitOptions["env"]>;

/** The commit that a name stands for, or null when there is none. */
export async function commitOf(name: string, cwd: string, env: Env = {}): Promise<string | null> {
  const answer = await ours(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`], { cwd, env });
  return answer.code === 0 ? answer.stdout.trim() : null;
}
