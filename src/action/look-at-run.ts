/** How a workflow run stands, as the executor of jobs asks for it. */
import type { RunLook } from "../executors/matrix/matrix-executor.ts";
import { runStatus } from "../github/runs.ts";
import type { GitHubClient, Repo } from "../github/types.ts";

/** Looks at a run. Rejects when nobody can say how it stands: that is never a loss. `denied` hears of a missing permission. */
export async function lookAtRun(client: GitHubClient, repo: Repo, id: string, denied: string[]): Promise<RunLook> {
  const standing = await runStatus(client, repo, id);
  switch (standing.kind) {
    case "running":
      return { status: standing.status };
    case "completed":
      return { status: "completed", conclusion: standing.conclusion };
    case "gone":
      return { status: "completed", conclusion: "deleted" };
    case "unknown":
      if (standing.denied) denied.push(standing.why);
      throw new Error(standing.why);
  }
}
