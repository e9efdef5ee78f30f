/** A refusal of the API as one sentence: what is wrong, and which permission line or setting to change. Pure. */
import { GitHubError, type GitHubErrorCode } from "./error.ts";
import { permissionAdvice, permissionLines } from "./permission-line.ts";

export interface Refused {
  /** What was asked: `POST /repos/octo/project/issues`, `mutation LtpmCommit`. */
  readonly route: string;
  /** null: GraphQL, whose refusals come with a 200. */
  readonly status: number | null;
  /** What GitHub said, tidied to one line. */
  readonly said: string;
  /** GraphQL's error type. */
  readonly type?: string | null;
  /** GraphQL: the fields that lead to what was refused. */
  readonly path?: readonly string[];
  /** The header `x-accepted-github-permissions`. */
  readonly accepted?: string | null;
}

interface Known {
  readonly pattern: RegExp;
  readonly code: GitHubErrorCode;
  readonly advice: string;
}

const BYPASS =
  "put the token's app or person on the bypass list of the branch protection or ruleset, or set `state_branch` to a branch that is not protected";

/** Refusals with a setting of their own, whatever the endpoint. */
const KNOWN: readonly Known[] = [
  {
    pattern:
      /GH006|GH013|rule.violation|rulesets?\b|protected (?:branch|ref)|branch.protection|must be made through a pull request|not authorized to push|required status check|creations being restricted|approving review|must have (?:verified|valid) signatures|merge queue/i,
    code: "forbidden",
    advice: BYPASS,
  },
  {
    pattern: /not permitted to (?:create|approve|create or approve) pull requests/i,
    code: "forbidden",
    advice:
      "switch on Settings → Actions → General → “Allow GitHub Actions to create and approve pull requests” in the repository and its organization, or give a token of a GitHub App",
  },
  {
    pattern: /SAML|single sign-on/i,
    code: "forbidden",
    advice:
      "authorise the token for the organization's single sign-on (Settings → Developer settings → the token → Configure SSO)",
  },
  {
    pattern: /IP allow list|IP address is not permitted/i,
    code: "forbidden",
    advice: "put the runner's address on the organization's IP allow list, or use a runner whose address is on it",
  },
  {
    pattern: /was archived|is archived|read-only/i,
    code: "forbidden",
    advice: "take the repository out of the archive",
  },
  {
    pattern: /issue is locked|conversation is locked|is locked/i,
    code: "forbidden",
    advice: "unlock the conversation",
  },
  {
    pattern: /issues (?:has been|are|is) disabled/i,
    code: "gone",
    advice: "switch issues on in the repository's settings (General → Features)",
  },
  {
    pattern: /without `?workflows?`? (?:permission|scope)/i,
    code: "forbidden",
    advice: "use a token of a GitHub App or a person with `workflows: write`, which a workflow's own token cannot have",
  },
  { pattern: /repository is empty/i, code: "conflict", advice: "push a first commit" },
];

const BY_TYPE: Readonly<Record<string, GitHubErrorCode>> = {
  NOT_FOUND: "not_found",
  FORBIDDEN: "forbidden",
  INSUFFICIENT_SCOPES: "forbidden",
  STALE_DATA: "conflict",
};

const BY_STATUS: Readonly<Record<number, GitHubErrorCode>> = {
  ...{ 401: "unauthorised", 403: "forbidden", 404: "not_found", 405: "conflict", 409: "conflict", 410: "gone" },
  ...{ 412: "conflict", 451: "gone" },
};

/** The error for an answer that says no. */
export function refusal(refused: Refused): GitHubError {
  const { route, status, said, type = null } = refused;
  const known = type === "STALE_DATA" ? undefined : KNOWN.find(({ pattern }) => pattern.test(`${type ?? ""} ${said}`));
  const code = known?.code ?? codeOf(status, type, said);
  const advice = known?.advice ?? adviceFor(code, refused);
  const because = said === "" ? (status === null ? "" : ` (HTTP ${status})`) : ` (${said})`;
  return new GitHubError(`GitHub refused ${route}${because}${advice === "" ? "" : `: ${advice}`}`, {
    ...{ code, status, said, type },
  });
}

function codeOf(status: number | null, type: string | null, said: string): GitHubErrorCode {
  if (status === null) return BY_TYPE[type ?? ""] ?? (/not accessible/i.test(said) ? "forbidden" : "invalid");
  return BY_STATUS[status] ?? "invalid";
}

function adviceFor(code: GitHubErrorCode, { route, accepted = null, said, path = [] }: Refused): string {
  switch (code) {
    case "unauthorised":
      return "the token is wrong or has expired, give one that is valid for this server";
    case "forbidden": {
      const lines = permissionLines(route, accepted, path);
      return permissionAdvice(lines, /personal access token/i.test(said));
    }
    case "not_found":
      return "it is not there, or this token has no access to it";
    case "gone":
      return "it was deleted or switched off";
    default:
      return "";
  }
}
