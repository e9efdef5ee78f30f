/** What the list of issues does not say: who closed one and why, and who edited its text last. */
import * as v from "valibot";
import { isGitHubError } from "./error.ts";
import { type Account, accountSchema, shape } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

export interface Closing {
  /** null: nobody is named. */
  readonly by: Account | null;
  /** ISO 8601. */
  readonly at: string | null;
  /** GitHub's `state_reason`. */
  readonly reason: string | null;
}

const closingSchema = v.object({
  closed_by: v.optional(v.nullable(accountSchema), null),
  closed_at: v.optional(v.nullable(v.string()), null),
  state_reason: v.optional(v.nullable(v.string()), null),
});

/** How an issue was closed; null when it is not there any more. */
export async function closingOf(client: GitHubClient, repo: Repo, number: number): Promise<Closing | null> {
  const params = { owner: repo.owner, repo: repo.name, issue_number: number };
  try {
    const said = await client.rest("GET /repos/{owner}/{repo}/issues/{issue_number}", params, shape(closingSchema));
    return { by: said.closed_by, at: said.closed_at, reason: said.state_reason };
  } catch (error) {
    if (isGitHubError(error, "not_found", "gone")) return null;
    throw error;
  }
}

const QUERY = `query LtpmEditor($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { issue(number: $number) { editor { __typename login } } }
}`;
const editorSchema = v.object({
  repository: v.object({
    issue: v.nullable(v.object({ editor: v.nullable(v.object({ __typename: v.string(), login: v.string() })) })),
  }),
});

/** Who edited the text of an issue last; null when nobody did or it is not there. GraphQL only. */
export async function editorOf(client: GitHubClient, repo: Repo, number: number): Promise<Account | null> {
  const variables = { owner: repo.owner, name: repo.name, number };
  const editor = (await client.graphql(QUERY, variables, shape(editorSchema))).repository.issue?.editor ?? null;
  if (editor === null) return null;
  // Apps have their ending everywhere but here; without it one could pass for a person of that name.
  const isApp = editor.__typename === "Bot" && !editor.login.endsWith("[bot]");
  return { login: isApp ? `${editor.login}[bot]` : editor.login, type: editor.__typename };
}
