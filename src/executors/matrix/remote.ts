/** The project's remote as the settle job reaches it: with a token that only one command's environment holds. */
import { tmpdir } from "node:os";
import { askRemote, type Connection, connectionTrouble, lastWords } from "../../git/fetch.ts";
import { isObjectName } from "../../git/objects.ts";
import { type PushVerdict, pushCommit } from "../../git/push.ts";

/** Where work is pushed to. */
export interface Remote {
  /** Without a token: `https://github.com/owner/name.git`. */
  readonly url: string;
  /** What git is given besides; see `tokenEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds for one call. */
  readonly timeout: number;
}

function connectionTo(remote: Remote, gitDir: string | null): Connection {
  const env = gitDir === null ? remote.env : { ...remote.env, GIT_DIR: gitDir };
  return { cwd: gitDir ?? tmpdir(), remote: remote.url, timeout: remote.timeout, env };
}

/** Where a branch of the remote stands; null when it is not there. A text is why nobody knows. */
export async function remoteHead(remote: Remote, branch: string): Promise<{ readonly commit: string | null } | string> {
  const connection = connectionTo(remote, null);
  const ref = `refs/heads/${branch}`;
  const answer = await askRemote(["ls-remote", "--end-of-options", remote.url, ref], connection);
  if (answer.code !== 0) return connectionTrouble(answer)?.reason ?? lastWords(answer);
  const commit = answer.stdout
    .split("\n")
    .find((line) => line.endsWith(`\t${ref}`))
    ?.split("\t")[0];
  return { commit: commit !== undefined && isObjectName(commit) ? commit : null };
}

/** What came of pushing a work. */
export type Pushed =
  /** The branch stands at the commit, now or before. */
  | { readonly kind: "there" }
  /** The branch is somebody's by now. */
  | { readonly kind: "taken"; readonly at: string }
  /** The remote does not want it; `setting` says what to change. */
  | { readonly kind: "refused"; readonly reason: string; readonly setting: string }
  | { readonly kind: "later"; readonly reason: string };

const WRITE_PERMISSION = "give the job `permissions: contents: write`, or let its token write to the repository";
const WORKFLOWS =
  "a token of GitHub Actions never changes workflows: leave `.github/workflows` alone, or merge it by hand";

/** Makes `branch` of the remote, at `commit` of the repository `gitDir`. Safe to repeat: never moves a branch that is there. */
export async function pushBranch(remote: Remote, gitDir: string, branch: string, commit: string): Promise<Pushed> {
  const verdict = await pushCommit(connectionTo(remote, gitDir), branch, commit, "");
  if (verdict.kind === "landed") return { kind: "there" };
  const definite = refusalIn(verdict);
  if (definite !== null) return definite;
  const now = await remoteHead(remote, branch);
  if (typeof now === "string") return { kind: "later", reason: now };
  if (now.commit === commit) return { kind: "there" };
  if (now.commit !== null) return { kind: "taken", at: now.commit };
  return { kind: "later", reason: "reason" in verdict ? verdict.reason : "the push did not arrive" };
}

function refusalIn(verdict: PushVerdict): Pushed | null {
  if (verdict.kind === "read_only" || verdict.kind === "unauthorised") {
    return { kind: "refused", reason: verdict.reason, setting: WRITE_PERMISSION };
  }
  if (verdict.kind !== "refused") return null;
  const { reason } = verdict;
  const setting = /workflow/i.test(reason)
    ? WORKFLOWS
    : "let LTPM make branches `ltpm/*` (branch protection, rulesets)";
  return { kind: "refused", reason, setting };
}
