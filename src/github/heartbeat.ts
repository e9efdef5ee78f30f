/** The block in HEARTBEAT.md of the default branch by which an agent's heartbeat finds the queue: written once, by the first run. */
import * as v from "valibot";
import { addHeartbeatBlock } from "../triad/commands/block.ts";
import { isGitHubError } from "./error.ts";
import { shape } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

export const HEARTBEAT_FILE = "HEARTBEAT.md";

const COMMIT = `mutation LtpmHeartbeat($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;
const commitShape = shape(v.object({ createCommitOnBranch: v.object({ commit: v.object({ oid: v.string() }) }) }));

export interface HeartbeatPlace {
  /** The default branch, and the commit in which the file was seen. */
  readonly branch: string;
  readonly head: string;
  /** The file's text; null: there is none. */
  readonly text: string | null;
}

/**
 * Adds the block where it is missing; false where the branch does not take it (a protected one, or somebody pushed meanwhile):
 * then a person adds it, by `ltpm init`. Rejects with `GitHubError` when GitHub gives no answer.
 */
export async function addHeartbeat(
  client: GitHubClient,
  repo: Repo,
  { branch, head, text }: HeartbeatPlace,
  block: string,
): Promise<boolean> {
  const wanted = addHeartbeatBlock(text ?? "", block);
  if (wanted === text) return true;
  const input = {
    branch: { repositoryNameWithOwner: `${repo.owner}/${repo.name}`, branchName: branch },
    expectedHeadOid: head,
    message: { headline: "ltpm: the heartbeat finds the queue" },
    fileChanges: { additions: [{ path: HEARTBEAT_FILE, contents: Buffer.from(wanted).toString("base64") }] },
  };
  try {
    await client.graphql(COMMIT, { input }, commitShape);
    return true;
  } catch (error) {
    if (isGitHubError(error, "forbidden", "conflict", "invalid", "not_found")) return false;
    throw error;
  }
}
