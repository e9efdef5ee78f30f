/** Where the state shall live: the default branch where it takes our commits, else a branch of its own. */
import * as v from "valibot";
import { GitHubError, openClient } from "../../github/client.ts";
import { VERSION } from "../version.ts";
import { apiOf, type RemotePlace } from "./remote-place.ts";

/** The branch that holds the state when the default branch cannot, or nobody knows whether it can. */
export const STATE_BRANCH = "ltpm-state";

/** `unknown`: there was no token to ask with, or no answer. */
export type DefaultBranch =
  | { readonly kind: "open"; readonly name: string }
  | { readonly kind: "protected"; readonly name: string; readonly rules: readonly string[] }
  | { readonly kind: "unknown"; readonly why: string };

/** Rules that let no plain commit of the Action's token in. Signatures are none: commits by the API are signed by GitHub. */
const CLOSED = new Set([
  "pull_request",
  "update",
  "merge_queue",
  "required_status_checks",
  "required_deployments",
  "workflows",
  "code_scanning",
]);

const repositoryShape = v.object({ default_branch: v.string() });
const branchShape = v.object({ protected: v.boolean() });
const rulesShape = v.array(v.object({ type: v.string() }));

/** Asks GitHub. Never throws: without an answer the careful choice is good. */
export async function askDefaultBranch(
  place: RemotePlace | null,
  env: Readonly<Record<string, string | undefined>>,
): Promise<DefaultBranch> {
  const token = env.GITHUB_TOKEN || env.GH_TOKEN || "";
  if (place === null) return { kind: "unknown", why: "the remote is no repository on GitHub" };
  if (token === "") return { kind: "unknown", why: "no GITHUB_TOKEN or GH_TOKEN to ask with" };
  const client = openClient({ token, ...apiOf(place, env), userAgent: `ltpm/${VERSION}`, patience: 0 });
  const repository = { owner: place.owner, repo: place.name };
  try {
    const parse =
      <T extends v.GenericSchema>(schema: T) =>
      (data: unknown) =>
        v.parse(schema, data);
    const { default_branch: name } = await client.rest("GET /repos/{owner}/{repo}", repository, parse(repositoryShape));
    const branch = { ...repository, branch: name };
    const at = "GET /repos/{owner}/{repo}";
    const rules = await client.rest(`${at}/rules/branches/{branch}`, branch, parse(rulesShape));
    const closed = rules.map(({ type }) => type).filter((type) => CLOSED.has(type));
    const { protected: isProtected } = await client.rest(`${at}/branches/{branch}`, branch, parse(branchShape));
    if (closed.length > 0) return { kind: "protected", name, rules: [...new Set(closed)].sort() };
    // A branch protection of the old kind shows its rules to administrators only.
    return isProtected && rules.length === 0 ? { kind: "protected", name, rules: [] } : { kind: "open", name };
  } catch (error) {
    const why = error instanceof GitHubError || error instanceof Error ? error.message : String(error);
    return { kind: "unknown", why };
  }
}
