/** Pull requests and merges: how verified work lands. */
import * as v from "valibot";
import { type GitHubError, isGitHubError } from "./error.ts";
import { shape } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

export interface Pull {
  readonly number: number;
  readonly state: "open" | "closed";
  readonly merged: boolean;
  /** The head's branch and commit. */
  readonly head: string;
  readonly sha: string;
  readonly base: string;
  readonly draft: boolean;
  /** The commit by which it was merged; null when it was not, or the server does not say. */
  readonly merge_commit: string | null;
  /** For people. */
  readonly url: string;
}

const schema = v.pipe(
  v.object({
    number: v.number(),
    state: v.string(),
    merged: v.optional(v.boolean()),
    merged_at: v.optional(v.nullable(v.string()), null),
    head: v.object({ ref: v.string(), sha: v.string() }),
    base: v.object({ ref: v.string() }),
    draft: v.optional(v.boolean(), false),
    merge_commit_sha: v.optional(v.nullable(v.string()), null),
    html_url: v.string(),
  }),
  v.transform((said): Pull => {
    const merged = said.merged ?? said.merged_at !== null;
    const { number, draft } = said;
    const ends = { head: said.head.ref, sha: said.head.sha, base: said.base.ref };
    return {
      number,
      state: said.state === "open" ? "open" : "closed",
      merged,
      ...ends,
      draft,
      merge_commit: merged ? said.merge_commit_sha : null,
      url: said.html_url,
    };
  }),
);
const one = shape(schema);
const many = shape(v.array(schema));

const place = ({ owner, name }: Repo) => ({ owner, repo: name });

/** The newest pull request of a branch of this repository, open or not; null when there is none. */
export async function findPull(client: GitHubClient, repo: Repo, head: string): Promise<Pull | null> {
  const params = { ...place(repo), head: `${repo.owner}:${head}`, state: "all", sort: "created", direction: "desc" };
  const pulls = await client.pages("GET /repos/{owner}/{repo}/pulls", params, many, 30);
  // A server that does not know the filter lists all of them.
  return pulls.find((pull) => pull.head === head) ?? null;
}

export interface NewPull {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly draft?: boolean;
}

/**
 * Opens a pull request; one that is open for this branch already (a lost answer, another run) is the answer then. Rejects with
 * "ambiguous" when that cannot be found out.
 */
export async function createPull(client: GitHubClient, repo: Repo, pull: NewPull): Promise<Pull> {
  try {
    return await client.rest("POST /repos/{owner}/{repo}/pulls", { ...place(repo), ...pull }, one);
  } catch (error) {
    const exists = isGitHubError(error, "invalid", "conflict") && /already exists/i.test(error.said);
    if (!exists && !isGitHubError(error, "ambiguous")) throw error;
    const there = await orThrow(error, () => findPull(client, repo, pull.head));
    if (there !== null && there.state === "open" && there.base === pull.base) return there;
    throw error;
  }
}

/** What came of a merge. `sha`: the merge commit. */
export type Merge =
  | { readonly kind: "merged"; readonly sha: string }
  /** The base has it all already. */
  | { readonly kind: "nothing" }
  | { readonly kind: "conflict"; readonly why: string };

/** Merges a branch or commit into `base`, without a pull request. Repeated when the answer was lost: then there is nothing left to do. */
export async function mergeBranch(
  client: GitHubClient,
  repo: Repo,
  merge: { readonly base: string; readonly head: string; readonly message: string },
): Promise<Merge> {
  const params = { ...place(repo), base: merge.base, head: merge.head, commit_message: merge.message };
  try {
    const how = { idempotent: true };
    const commit = await client.rest("POST /repos/{owner}/{repo}/merges", params, mergeCommit, how);
    return commit === null ? { kind: "nothing" } : { kind: "merged", sha: commit };
  } catch (error) {
    if (isGitHubError(error, "conflict")) return { kind: "conflict", why: error.said };
    throw error;
  }
}

/** 204, without a body: there was nothing to merge. */
function mergeCommit(data: unknown): string | null {
  return data === "" ? null : shape(v.object({ sha: v.string() }))(data).sha;
}

/** What a second look says; the first error when that does not work either. */
async function orThrow<T>(error: GitHubError, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch {
    throw error;
  }
}
