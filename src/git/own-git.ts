/** Git as we run it on our own account, in trees that others work in too. */
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

/** Runs git under our own settings; waits longer than usual. */
export function ours(args: readonly string[], options: GitOptions): Promise<GitAnswer> {
  return git([...OWN_GIT, ...args], { timeout: LONG, ...options });
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
