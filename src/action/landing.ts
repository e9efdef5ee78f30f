/** Landing on GitHub, wired: the branch by git with the token for one command, the pull request and the merge by the API. */
import type { LandResult, Work } from "../dispatch/landing.ts";
import { landByPull, type MergeAnswer, type PullFound, type PullPorts } from "../executors/matrix/land-by-pull.ts";
import type { Remote } from "../executors/matrix/remote.ts";
import { tokenEnvironment } from "../git/token-environment.ts";
import { isGitHubError } from "../github/error.ts";
import { createPull, findPull, mergeBranch, type Pull } from "../github/pulls.ts";
import { pullRequest } from "../messages/github/run-texts.ts";
import type { Reference, Task } from "../queue/schema.ts";
import type { ActionContext } from "./context.ts";
import type { Inputs } from "./inputs.ts";
import type { ActionProject } from "./project.ts";

/** Milliseconds for one call of git. */
const PATIENCE = 120_000;

/** The repository as git reaches it. */
export function remoteOf({ repo, urls }: ActionContext, { token }: Inputs): Remote {
  const env = tokenEnvironment(urls.server, token);
  return { url: `${urls.server}/${repo.owner}/${repo.name}.git`, env, timeout: PATIENCE };
}

function found({ number, url, state, merged, merge_commit }: Pull): PullFound {
  return { number, url, state, merged, merge_commit };
}

async function merge(
  { client, repo }: ActionProject,
  merging: Parameters<PullPorts["mergeCommit"]>[0],
): Promise<MergeAnswer> {
  try {
    const done = await mergeBranch(client, repo, {
      base: merging.base,
      head: merging.commit,
      message: merging.message,
    });
    if (done.kind === "conflict") {
      // GitHub answers the same to a rule of the branch as to a conflict; only its words tell.
      return /rule|protected|required|review/i.test(done.why)
        ? { kind: "refused", why: done.why }
        : { kind: "conflict" };
    }
    return done.kind === "merged" && done.sha !== null ? { kind: "merged", commit: done.sha } : { kind: "already" };
  } catch (error) {
    if (isGitHubError(error, "forbidden", "invalid", "not_found")) return { kind: "refused", why: error.message };
    throw error;
  }
}

export interface Landed {
  readonly result: LandResult;
  readonly references: readonly Reference[];
}

/**
 * Lands work of a done task. `gitDir`: where its commit is; null: only on the remote. `denied` hears of a refusal that a
 * permission or a setting would mend; the landing stays owed then.
 */
export function lander(project: ActionProject, remote: Remote, gitDir: string | null, denied: string[]) {
  const { client, repo, settings, home, voice } = project;
  const ports: PullPorts = {
    findPull: async (head) => {
      const pull = await findPull(client, repo, head);
      return pull === null ? null : found(pull);
    },
    createPull: async (pull) => found(await createPull(client, repo, pull)),
    mergeCommit: (merging) => merge(project, merging),
  };
  return async (task: Task, { branch, commit }: Work): Promise<Landed> => {
    const attempt = task.strategies_tried.at(-1);
    if (branch === null || commit === null || attempt === undefined)
      return { result: { kind: "left", why: "it has no commit on a branch of its own" }, references: [] };
    const text = pullRequest(voice, task, attempt, attempt.token ?? "");
    const order = { id: task.id, branch, commit, base: home.name, land: settings.land };
    try {
      return await landByPull({ ...order, ...text, remote, gitDir, ports });
    } catch (error) {
      if (isGitHubError(error, "forbidden", "unauthorised")) denied.push(error.message);
      throw error;
    }
  };
}
