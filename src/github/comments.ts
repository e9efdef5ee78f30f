/** Comments on issues and pull requests, and the reactions that answer them. */
import * as v from "valibot";
import { type Account, accountSchema, nothing, shape } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

export interface Comment {
  readonly id: number;
  /** The number of the issue or pull request. */
  readonly issue: number;
  readonly body: string;
  readonly author: Account;
  /** ISO 8601, to the second. */
  readonly created_at: string;
  readonly updated_at: string;
  /** For people. */
  readonly url: string;
}

export type Reaction = "eyes" | "rocket" | "confused" | "+1" | "-1";

const schema = v.pipe(
  v.object({
    id: v.number(),
    issue_url: v.optional(v.string(), ""),
    body: v.optional(v.nullable(v.string()), ""),
    user: accountSchema,
    created_at: v.string(),
    updated_at: v.string(),
    html_url: v.string(),
  }),
  v.transform((said): Comment => {
    const { id, user, created_at, updated_at } = said;
    const issue = Number(/\/(\d+)$/.exec(said.issue_url)?.[1] ?? 0);
    return { id, issue, body: said.body ?? "", author: user, created_at, updated_at, url: said.html_url };
  }),
);
const one = shape(schema);
const many = shape(v.array(schema));

const place = ({ owner, name }: Repo) => ({ owner, repo: name });

/** Comments of the whole repository that were written or changed at `since` (ISO 8601) or later, the oldest change first. */
export function listCommentsSince(client: GitHubClient, repo: Repo, since: string, most = 1_000): Promise<Comment[]> {
  const params = { ...place(repo), since, sort: "updated", direction: "asc" };
  return client.pages("GET /repos/{owner}/{repo}/issues/comments", params, many, most);
}

/** Comments of one issue, oldest first; `since` as above. */
export function listCommentsOf(
  client: GitHubClient,
  repo: Repo,
  issue: number,
  { since, most = 1_000 }: { readonly since?: string; readonly most?: number } = {},
): Promise<Comment[]> {
  const params = { ...place(repo), issue_number: issue, ...(since === undefined ? {} : { since }) };
  return client.pages("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", params, many, most);
}

/** Writes a comment. Rejects with "ambiguous" when its answer was lost, "forbidden" when the conversation is locked. */
export function createComment(client: GitHubClient, repo: Repo, issue: number, body: string): Promise<Comment> {
  const params = { ...place(repo), issue_number: issue, body };
  return client.rest("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", params, one);
}

/** Reacts to a comment. Twice is once: the server knows who reacted how. */
export async function react(client: GitHubClient, repo: Repo, comment: number, content: Reaction): Promise<void> {
  const route = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
  await client.rest(route, { ...place(repo), comment_id: comment, content }, nothing, { idempotent: true });
}

/** Reacts to the first text of an issue. */
export async function reactToIssue(client: GitHubClient, repo: Repo, issue: number, content: Reaction): Promise<void> {
  const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/reactions";
  await client.rest(route, { ...place(repo), issue_number: issue, content }, nothing, { idempotent: true });
}
