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

/** What came of a merge. `sha`: the commit that the branch points to afterwards, where the server tells it. */
export type Merge =
  | { readonly kind: "merged"; readonly sha: string | null }
  /** The base has it all already. */
  | { readonly kind: "nothing" }
  | { readonly kind: "conflict"; readonly why: string };

const shaSchema = v.nullish(v.object({ sha: v.optional(v.nullable(v.string()), null) }));

/** Merges a pull request whose head is still at `sha`. One that is merged already is merged. */
export async function mergePull(client: GitHubClient, repo: Repo, number: number, sha: string): Promise<Merge> {
  const params = { ...place(repo), pull_number: number };
  try {
    const route = "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge";
    const merged = await client.rest(route, { ...params, sha }, shape(shaSchema), { idempotent: false });
    return { kind: "merged", sha: merged?.sha ?? null };
  } catch (error) {
    if (!isGitHubError(error, "ambiguous", "conflict")) throw error;
    const now = await orThrow(error, () => client.rest("GET /repos/{owner}/{repo}/pulls/{pull_number}", params, one));
    if (now.merged) return { kind: "merged", sha: null };
    if (error.code === "ambiguous") throw error;
    return { kind: "conflict", why: error.said };
  }
}

/** Merges a branch or commit into `base`, without a pull request. Repeated when the answer was lost: the second time has nothing to do. */
export async function mergeBranch(
  client: GitHubClient,
  repo: Repo,
  merge: { readonly base: string; readonly head: string; readonly message: string },
): Promise<Merge> {
  try {
    const params = { ...place(repo), base: merge.base, head: merge.head, commit_message: merge.message };
    // 204, without a body: nothing to merge.
    const said = await client.rest(
      "POST /repos/{owner}/{repo}/merges",
      params,
      (data) => (data === "" ? null : sha(data)),
      {
        idempotent: true,
      },
    );
    return said === null ? { kind: "nothing" } : { kind: "merged", sha: said };
  } catch (error) {
    if (isGitHubError(error, "conflict")) return { kind: "conflict", why: error.said };
    throw error;
  }
}

const sha = (data: unknown) => shape(v.object({ sha: v.string() }))(data).sha;

/** What a second look says; the first error when that does not work either. */
async function orThrow<T>(error: GitHubError, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch {
    throw error;
  }
}
