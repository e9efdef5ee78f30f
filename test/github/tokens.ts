import type { TokenGrant } from "./face.ts";

/** The workflow's own token in a job that may write. */
export const WORKFLOW_TOKEN = "ghs_workflowTokenThatMayWrite0000000001";
/** The workflow's own token in a job that may only read. */
export const READ_TOKEN = "ghs_workflowTokenThatMayOnlyRead0000002";
/** A token of the person `maintainer`, with everything; what it does can start workflows. */
export const PERSON_TOKEN = "github_pat_11PERSONALTOKEN000000000003";

/** The tokens that every double knows. */
export const TOKENS: Readonly<Record<string, TokenGrant>> = {
  [WORKFLOW_TOKEN]: {
    actor: "github-actions[bot]",
    permissions: { contents: "write", issues: "write", pull_requests: "write", actions: "write" },
  },
  [READ_TOKEN]: {
    actor: "github-actions[bot]",
    permissions: { contents: "read", issues: "read", pull_requests: "read", actions: "read" },
  },
  [PERSON_TOKEN]: {
    actor: "maintainer",
    permissions: {
      contents: "write",
      issues: "write",
      pull_requests: "write",
      actions: "write",
      workflows: "write",
      administration: "write",
    },
  },
};
