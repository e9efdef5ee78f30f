/**
 * A ref beside the branches that says: a state branch was begun here. Without it nobody could tell a repository that never had
 * one from one whose branch was deleted, and a lost queue would silently become an empty one.
 */
import { isGitHubError } from "./error.ts";
import { nothing } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

const NAME = "ltpm/begun";
export const BEGUN_REF = `refs/${NAME}`;

const place = ({ owner, name }: Repo) => ({ owner, repo: name });

/** Whether a state branch was begun in this repository at any time. Rejects with `GitHubError`. */
export async function hasBegun(client: GitHubClient, repo: Repo): Promise<boolean> {
  try {
    await client.rest("GET /repos/{owner}/{repo}/git/ref/{ref}", { ...place(repo), ref: NAME }, nothing);
    return true;
  } catch (error) {
    if (isGitHubError(error, "not_found", "conflict")) return false;
    throw error;
  }
}

/** Remembers it; `commit` is any of the state's. A server that takes no such ref goes without. */
export async function markBegun(client: GitHubClient, repo: Repo, commit: string): Promise<void> {
  try {
    const params = { ...place(repo), ref: BEGUN_REF, sha: commit };
    await client.rest("POST /repos/{owner}/{repo}/git/refs", params, nothing, { idempotent: true, vital: true });
  } catch (error) {
    if (!isGitHubError(error, "invalid", "forbidden", "conflict", "not_found")) throw error;
  }
}
