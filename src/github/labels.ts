/** The repository's labels that mark what is ours. */
import { isGitHubError } from "./error.ts";
import { nothing } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

export interface Label {
  readonly name: string;
  /** Six hexadecimal digits without `#`. */
  readonly color: string;
  readonly description: string;
}

/** Makes a label; one of that name that is there already stays as people have set it up. */
export async function ensureLabel(client: GitHubClient, repo: Repo, label: Label): Promise<"created" | "existed"> {
  try {
    const params = { owner: repo.owner, repo: repo.name, ...label };
    // A label that a lost answer made is there at the second try: as good as made.
    await client.rest("POST /repos/{owner}/{repo}/labels", params, nothing, { idempotent: true });
    return "created";
  } catch (error) {
    if (isGitHubError(error, "invalid", "conflict") && /already.exists/i.test(error.said)) return "existed";
    throw error;
  }
}
