/** Whether a person may give orders here: write, maintain or admin, asked when it matters and never guessed. */
import * as v from "valibot";
import { isGitHubError } from "./error.ts";
import { shape } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

export interface Permission {
  /** `unknown`: the API did not say. Whoever asked refuses, and says so. */
  readonly status: "approved" | "rejected" | "unknown";
  /** The role as GitHub names it, also an organization's own; "" when it is not known. */
  readonly role: string;
  /** Why it is not approved, as a part of a sentence; "" when it is. */
  readonly reason: string;
}

const answer = shape(
  v.object({
    permission: v.optional(v.string(), ""),
    role_name: v.optional(v.nullable(v.string()), ""),
    user: v.nullish(v.object({ permissions: v.nullish(v.record(v.string(), v.boolean())) })),
  }),
);

const WRITERS = new Set(["write", "maintain", "admin"]);
const READERS = new Set(["none", "read", "triage"]);

/** A role of an organization's own says nothing by its name: what it is built on does. */
function decide(said: ReturnType<typeof answer>): Permission {
  const role = said.role_name || said.permission;
  const { push, maintain, admin } = said.user?.permissions ?? {};
  const isBuiltIn = WRITERS.has(role) || READERS.has(role);
  const mayWrite = isBuiltIn ? WRITERS.has(role) : WRITERS.has(said.permission) || push || maintain || admin;
  if (mayWrite) return { status: "approved", role, reason: "" };
  if (!isBuiltIn && said.permission === "" && push === undefined) {
    return { status: "unknown", role, reason: "GitHub's answer names no permission" };
  }
  return {
    status: "rejected",
    role,
    reason: `needs write access to this repository and has ${role || said.permission}`,
  };
}

/** Asks for a person's standing now. Never rejects: what went wrong is in `reason`. */
export async function permissionOf(client: GitHubClient, repo: Repo, login: string): Promise<Permission> {
  // A name that no account can have is not put into an address.
  if (!/^[A-Za-z0-9_-]{1,100}(?:\[bot\])?$/.test(login))
    return { status: "rejected", role: "", reason: "is no account" };
  try {
    const params = { owner: repo.owner, repo: repo.name, username: login };
    return decide(await client.rest("GET /repos/{owner}/{repo}/collaborators/{username}/permission", params, answer));
  } catch (error) {
    if (isGitHubError(error, "not_found") && /is not a user/i.test(error.said)) {
      return { status: "rejected", role: "none", reason: "is no user of this server" };
    }
    return { status: "unknown", role: "", reason: error instanceof Error ? error.message : String(error) };
  }
}
