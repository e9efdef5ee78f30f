/** 👀 on comments that were seen and will be answered: early, so that people know, and never a reason to fail. */
import { react, reactToIssue } from "../comments.ts";
import { isGitHubError } from "../error.ts";
import type { GitHubClient, Repo } from "../types.ts";

/** What is looked at: a comment, or an issue's own text. */
export interface Seen {
  readonly issue: number;
  readonly comment: number | null;
}

/** Reacts with 👀 to each. Gives how many it reached; the rest is not worth another try. */
export async function reactEyes(client: GitHubClient, repo: Repo, seen: readonly Seen[]): Promise<number> {
  let reached = 0;
  for (const { issue, comment } of seen) {
    try {
      await (comment === null ? reactToIssue(client, repo, issue, "eyes") : react(client, repo, comment, "eyes"));
      reached += 1;
    } catch (error) {
      if (!isGitHubError(error)) throw error;
      // Limits, caps and a broken line end it for the others as well.
      if (!isGitHubError(error, "not_found", "gone", "forbidden", "invalid")) break;
    }
  }
  return reached;
}
