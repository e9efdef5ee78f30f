/** Issues: opened, changed, and found again by label and hidden marker; never by search, which lags behind. */
import * as v from "valibot";
import { isGitHubError } from "./error.ts";
import { type Account, accountSchema, shape } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly labels: readonly string[];
  readonly author: Account;
  readonly locked: boolean;
  /** Pull requests are issues too. */
  readonly pull: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  /** For people. */
  readonly url: string;
}

/** What is to be of an issue; absent: stays. */
export interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: "open" | "closed";
  readonly state_reason?: "completed" | "not_planned" | "reopened" | null;
  /** All of them. */
  readonly labels?: readonly string[];
}

const labelSchema = v.pipe(
  v.union([v.string(), v.object({ name: v.optional(v.nullable(v.string()), "") })]),
  v.transform((label) => (typeof label === "string" ? label : (label.name ?? ""))),
);

const schema = v.pipe(
  v.object({
    number: v.number(),
    title: v.string(),
    body: v.optional(v.nullable(v.string()), ""),
    state: v.string(),
    labels: v.optional(v.nullable(v.array(labelSchema)), []),
    user: accountSchema,
    locked: v.optional(v.boolean(), false),
    pull_request: v.optional(v.unknown()),
    created_at: v.string(),
    updated_at: v.string(),
    html_url: v.string(),
  }),
  v.transform((said): Issue => {
    const { number, title, labels, user, locked, created_at, updated_at } = said;
    return {
      ...{ number, title, body: said.body ?? "", state: said.state === "open" ? "open" : "closed" },
      ...{ labels: labels ?? [], author: user, locked, pull: said.pull_request != null },
      ...{ created_at, updated_at, url: said.html_url },
    };
  }),
);
const one = shape(schema);
const many = shape(v.array(schema));

const place = ({ owner, name }: Repo) => ({ owner, repo: name });

/** Issues and pull requests that changed at `since` or later, oldest change first. */
export function listIssuesSince(client: GitHubClient, repo: Repo, since: string, most = 1_000): Promise<Issue[]> {
  const params = { ...place(repo), since, state: "all", sort: "updated", direction: "asc" };
  return client.pages("GET /repos/{owner}/{repo}/issues", params, many, most);
}

/** Issues with a label, newest first, without pull requests. */
export async function listIssuesByLabel(
  client: GitHubClient,
  repo: Repo,
  label: string,
  { state = "all", most = 1_000 }: { readonly state?: "open" | "closed" | "all"; readonly most?: number } = {},
): Promise<Issue[]> {
  const params = { ...place(repo), labels: label, state, sort: "created", direction: "desc" };
  const issues = await client.pages("GET /repos/{owner}/{repo}/issues", params, many, most);
  return issues.filter((issue) => !issue.pull);
}

/** The newest issue with the label whose text holds the marker; null when there is none. */
export async function findByMarker(
  client: GitHubClient,
  repo: Repo,
  label: string,
  marker: string,
  state: "open" | "closed" | "all" = "all",
): Promise<Issue | null> {
  const issues = await listIssuesByLabel(client, repo, label, { state });
  return issues.find((issue) => issue.body.includes(marker)) ?? null;
}

/** An issue; null when it is not there (any more). Rejects with "gone" when the repository has issues switched off. */
export async function getIssue(client: GitHubClient, repo: Repo, number: number): Promise<Issue | null> {
  try {
    const params = { ...place(repo), issue_number: number };
    return await client.rest("GET /repos/{owner}/{repo}/issues/{issue_number}", params, one);
  } catch (error) {
    const isOff = isGitHubError(error) && /disabled/i.test(error.said);
    if (isGitHubError(error, "not_found", "gone") && !isOff) return null;
    throw error;
  }
}

/** Opens an issue. Rejects with "ambiguous" when the answer was lost: look by label and marker before trying again. */
export function createIssue(
  client: GitHubClient,
  repo: Repo,
  issue: { readonly title: string; readonly body: string; readonly labels?: readonly string[] },
): Promise<Issue> {
  return client.rest("POST /repos/{owner}/{repo}/issues", { ...place(repo), ...issue }, one);
}

/** Changes an issue; repeated when the answer was lost, for the result is the same. */
export function updateIssue(client: GitHubClient, repo: Repo, number: number, change: IssueChange): Promise<Issue> {
  const params = { ...place(repo), issue_number: number, ...change };
  return client.rest("PATCH /repos/{owner}/{repo}/issues/{issue_number}", params, one);
}
