/** Which permission of a token an operation asks for, in the words of `x-accepted-github-permissions`. */
import type { Grant, Scope, TokenGrant } from "../face.ts";

export interface Need {
  /** One of these is enough. */
  readonly any: readonly { readonly scope: Scope; readonly grant: "read" | "write" }[];
  /** Empty for `metadata=read`, which every token has. */
  readonly header: string;
}

const NAMES: Readonly<Record<Scope, string>> = {
  contents: "contents",
  issues: "issues",
  pull_requests: "pull_requests",
  actions: "actions",
  workflows: "workflows",
  administration: "administration",
};

function scopesOf(method: string, path: string): readonly Scope[] {
  const rest = path.replace("/repos/{owner}/{repo}", "");
  // Listing and opening issues is about issues alone; most of what is done to one is done to pull requests, too.
  if (rest === "/issues") return ["issues"];
  if (/^\/issues|^\/labels/.test(rest)) return ["issues", "pull_requests"];
  if (/^\/pulls\/\{pull_number\}\/merge|^\/merges|^\/dispatches/.test(rest)) return ["contents"];
  if (rest.startsWith("/pulls")) return ["pull_requests"];
  if (rest.startsWith("/actions")) return ["actions"];
  if (rest.endsWith("/protection")) return ["administration"];
  if (/^\/(?:contents|git|branches|commits)/.test(rest)) return ["contents"];
  return method === "GET" ? [] : ["administration"];
}

/** What an operation asks for. */
export function needOf(method: string, path: string): Need {
  const grant = method === "GET" ? "read" : "write";
  const any = scopesOf(method, path).map((scope) => ({ scope, grant }) as const);
  const header = any.map(({ scope }) => `${NAMES[scope]}=${grant}`).join("; ");
  return { any, header: header === "" ? "metadata=read" : header };
}

export function mayDo(grant: TokenGrant, scope: Scope, least: "read" | "write"): boolean {
  const has: Grant = grant.permissions[scope] ?? "none";
  return has === "write" || has === least;
}

/** Whether a token is allowed the operation. What everybody may read of a public repository needs nothing. */
export function isAllowed(grant: TokenGrant, need: Need, isPrivate: boolean): boolean {
  if (need.any.length === 0) return true;
  if (!isPrivate && need.any.every((one) => one.grant === "read" && one.scope !== "administration")) return true;
  return need.any.some((one) => mayDo(grant, one.scope, one.grant));
}
