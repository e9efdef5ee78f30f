/** `createCommitOnBranch`, as tests of the double send it. */
import { askGraphql, type GraphqlAnswer } from "./ask.ts";
import type { GitHubDouble } from "./face.ts";
import { WORKFLOW_TOKEN } from "./tokens.ts";

const COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

export interface Files {
  readonly additions?: readonly { readonly path: string; readonly contents: string }[];
  readonly deletions?: readonly { readonly path: string }[];
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** Commits over `expectedHeadOid`, with a fixed message. */
export function commitOnBranch(
  github: GitHubDouble,
  branchName: string,
  expectedHeadOid: string,
  fileChanges: Files,
  token = WORKFLOW_TOKEN,
): Promise<GraphqlAnswer> {
  const branch = { repositoryNameWithOwner: `${github.owner}/${github.name}`, branchName };
  const input = { branch, expectedHeadOid, message: { headline: "Cycle", body: "Ltpm-Op: 1" }, fileChanges };
  return askGraphql(github, COMMIT, { input }, token);
}
