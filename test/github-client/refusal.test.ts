/** What people read when GitHub says no: what is wrong, and the line or setting to change. */
import { describe, expect, test } from "vitest";
import type { GitHubErrorCode } from "../../src/github/error.ts";
import { permissionAdvice, permissionLines } from "../../src/github/permission-line.ts";
import { type Refused, refusal } from "../../src/github/refusal.ts";

const NO = "Resource not accessible by integration";
const ISSUES = "POST /repos/octo/project/issues";
const COMMIT = "mutation LtpmCommit";

describe("a missing permission names its line", () => {
  test.each<readonly [string, string | null, readonly string[]]>([
    [ISSUES, null, ["issues: write"]],
    ["POST /repos/octo/project/issues/7/comments", "issues=write; pull_requests=write", ["issues: write"]],
    ["GET /repos/octo/project/issues/comments", null, ["issues: read"]],
    ["POST /repos/octo/project/issues/comments/3/reactions", null, ["issues: write"]],
    ["POST /repos/octo/project/labels", null, ["issues: write"]],
    ["POST /repos/octo/project/pulls", null, ["pull-requests: write"]],
    ["POST /repos/octo/project/pulls", "pull_requests=write,contents=read", ["pull-requests: write", "contents: read"]],
    ["POST /repos/octo/project/actions/workflows/ltpm.yml/dispatches", null, ["actions: write"]],
    ["GET /repos/octo/project/actions/runs/5", "actions=read", ["actions: read"]],
    ["POST /repos/octo/project/dispatches", null, ["contents: write"]],
    ["POST /repos/octo/project/git/refs", null, ["contents: write"]],
    ["GET /repos/octo/project/git/blobs/abc", null, ["contents: read"]],
    ["POST /repos/octo/project/merges", null, ["contents: write"]],
    [COMMIT, null, ["contents: write"]],
    ["query LtpmProject", null, ["contents: read"]],
    [ISSUES, "metadata=read", ["issues: write"]],
    [ISSUES, "nonsense; <script>=write", ["issues: write"]],
    ["GET /user", null, []],
  ])("%s, told %j", (route, accepted, lines) => {
    expect(permissionLines(route, accepted)).toEqual(lines);
  });

  test.each([
    [["issues: write"], false, "add `issues: write` to the `permissions:` of the workflow's job"],
    [["pull-requests: write", "contents: read"], false, "add `pull-requests: write` and `contents: read` to the"],
    [["workflows: write"], false, "use a token of a GitHub App or a person with `workflows: write`"],
    [["issues: write"], true, "give the personal access token `issues: write`"],
    [[], false, "give the token the permission that this call needs"],
  ])("%j, personal %j", (lines, personal, words) => {
    expect(permissionAdvice(lines, personal)).toContain(words);
  });
});

describe("a refusal", () => {
  const rows: readonly (readonly [string, Partial<Refused>, GitHubErrorCode, RegExp])[] = [
    ["bad token", { status: 401, said: "Bad credentials" }, "unauthorised", /\(Bad credentials\): the token is wrong/],
    ["no permission", { status: 403, said: NO }, "forbidden", /: add `issues: write` to the `permissions:`/],
    ["no permission, told", { status: 403, said: NO, accepted: "actions=write" }, "forbidden", /`actions: write`/],
    [
      "a person's token",
      { status: 403, said: "Resource not accessible by personal access token" },
      "forbidden",
      /give the personal access token `issues: write`/,
    ],
    [
      "GraphQL, no permission",
      { route: COMMIT, status: null, said: NO, type: "FORBIDDEN" },
      "forbidden",
      /`contents: write`/,
    ],
    [
      "ruleset, GraphQL",
      {
        route: COMMIT,
        status: null,
        said: "Repository rule violations found Changes must be made through a pull request.",
        type: "UNPROCESSABLE",
      },
      "forbidden",
      /bypass list.*state_branch/,
    ],
    [
      "protection, GraphQL",
      { route: COMMIT, status: null, said: "You're not authorized to push to this branch.", type: "FORBIDDEN" },
      "forbidden",
      /bypass list.*state_branch/,
    ],
    [
      "protection, by its type",
      { route: COMMIT, status: null, said: "Nope.", type: "BRANCH_PROTECTION_RULE_VIOLATION" },
      "forbidden",
      /bypass list/,
    ],
    [
      "ruleset, REST",
      {
        route: "POST /repos/octo/project/git/refs",
        status: 422,
        said: "Repository rule violations found Cannot create ref due to creations being restricted.",
      },
      "forbidden",
      /bypass list/,
    ],
    [
      "no pull requests by Actions",
      {
        route: "POST /repos/octo/project/pulls",
        status: 403,
        said: "GitHub Actions is not permitted to create or approve pull requests.",
      },
      "forbidden",
      /Allow GitHub Actions to create and approve pull requests/,
    ],
    [
      "SAML",
      {
        status: 403,
        said: "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.",
      },
      "forbidden",
      /single sign-on.*Configure SSO/,
    ],
    [
      "IP allow list",
      {
        status: 403,
        said: "Although you appear to have the correct authorization credentials, the `octo` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.",
      },
      "forbidden",
      /the runner's address/,
    ],
    ["archived", { status: 403, said: "Repository was archived so is read-only." }, "forbidden", /out of the archive/],
    ["locked", { status: 403, said: "Unable to create comment because issue is locked." }, "forbidden", /unlock/],
    ["issues off", { status: 410, said: "Issues has been disabled in this repository." }, "gone", /switch issues on/],
    [
      "a workflow file",
      {
        route: "POST /repos/octo/project/merges",
        status: 422,
        said: "refusing to allow a GitHub App to create or update workflow `.github/workflows/x.yml` without `workflows` permission",
      },
      "forbidden",
      /`workflows: write`, which a workflow's own token cannot have/,
    ],
    ["not there", { status: 404, said: "Not Found" }, "not_found", /not there, or this token has no access/],
    ["deleted", { status: 410, said: "This issue was deleted" }, "gone", /deleted/],
    ["a merge conflict", { status: 409, said: "Merge conflict" }, "conflict", /\(Merge conflict\)$/],
    ["an empty repository", { status: 409, said: "Git Repository is empty." }, "conflict", /push a first commit/],
    [
      "moved meanwhile",
      {
        route: COMMIT,
        status: null,
        said: 'Expected branch to point to "abc" but it did not. Pull and try again.',
        type: "STALE_DATA",
      },
      "conflict",
      /Expected branch/,
    ],
    [
      "unacceptable",
      { status: 422, said: "Validation Failed; Label name already_exists" },
      "invalid",
      /\(Validation Failed; Label name already_exists\)$/,
    ],
    ["without a word", { status: 418, said: "" }, "invalid", /\(HTTP 418\)$/],
  ];

  test.each(rows)("%s", (_, given, code, words) => {
    const error = refusal({ route: ISSUES, status: 403, said: "", ...given });
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(words)]);
    expect(error.message).toContain(`GitHub refused ${given.route ?? ISSUES}`);
    expect(error.message).not.toContain("\n");
  });
});
