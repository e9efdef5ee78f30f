/**
 * What tests see of the GitHub double. It is stateful and speaks real HTTP: whatever one client wrote, another client, git over
 * HTTP and these methods see. Start one with `startGitHub` of `double.ts`, run the Action against it with `run-action.ts`.
 */
import type { Fault } from "./faults/fault.ts";

/** What a token may do with a kind of thing. `write` includes `read`. */
export type Grant = "write" | "read" | "none";

/** The permissions a token can have, named as in a workflow's `permissions:`. `metadata: read` is always there. */
export type Scope = "contents" | "issues" | "pull_requests" | "actions" | "workflows" | "administration";

/** Who is behind a token, and what the token may. */
export interface TokenGrant {
  /** The account the API shows for what this token does. `github-actions[bot]` for a workflow's own token. */
  readonly actor: string;
  /** What the token may; a scope that is not named is `none`. */
  readonly permissions: Readonly<Partial<Record<Scope, Grant>>>;
}

/** A role in the repository; `none` is a person who has no access beyond what everybody has. */
export type Role = "admin" | "maintain" | "write" | "triage" | "read" | "none";

/** What a branch refuses: every change but through a pull request. Creating it is allowed, as on GitHub, unless said otherwise. */
export interface Protection {
  /** `ruleset` answers GH013, `classic` (branch protection) GH006. Default `ruleset`. */
  readonly kind?: "ruleset" | "classic";
  /** Whether creating such a branch is refused as well. */
  readonly creations?: boolean;
  /** Approving reviews that a pull request needs before it can be merged; nobody reviews here. Default 0. */
  readonly approvals?: number;
  /** Accounts that may push all the same. */
  readonly bypass?: readonly string[];
}

/** One request that the double answered, or left unanswered. Git requests are here too, with their path. */
export interface LoggedRequest {
  readonly method: string;
  /** The path without the API's base and without the query: `/repos/octo/project/issues`, `/graphql`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** GraphQL only: the root fields of the operation, `repository`, `createCommitOnBranch`; aliases do not count. */
  readonly fields: readonly string[];
  /** The body as sent, parsed when it was JSON. */
  readonly body: unknown;
  /** The HTTP status that was sent; 0 when no answer or a broken one went out. */
  readonly status: number;
  /** The account behind the token; null without a valid token. */
  readonly actor: string | null;
  /** Milliseconds of the double's clock. */
  readonly at: number;
  /** Whether the request is one that writes: by method, or a GraphQL mutation. */
  readonly writes: boolean;
  /** The kind of fault that was injected here, if any. */
  readonly fault: Fault["kind"] | null;
}

/** Which requests are meant. What is not said matches everything. */
export interface RequestMatch {
  readonly method?: string;
  /** Exact, or a pattern, over `LoggedRequest.path`. */
  readonly path?: string | RegExp;
  /** A GraphQL root field: `createCommitOnBranch`. */
  readonly field?: string;
  /** The account behind the token. */
  readonly actor?: string;
  /** Looks into the parsed body. */
  readonly body?: (body: unknown) => boolean;
}

/** A fault and the requests it meets. */
export interface FaultRule {
  readonly on: RequestMatch;
  readonly what: Fault;
  /** How many matching requests pass first. Default 0. */
  readonly after?: number;
  /** How many are then met. Default 1; `Infinity` for all. */
  readonly times?: number;
}

export interface GitHubOptions {
  /** `owner/name`. Default `octo/project`. */
  readonly repo?: string;
  /** Milliseconds since 1970; default the real time. Everything the double dates, it dates with this. */
  readonly clock?: () => number;
  /** Milliseconds by which the `Date` header is ahead of the clock. */
  readonly skew?: number;
  /** GitHub Enterprise Server: one origin, `/api/v3` and `/api/graphql`; unknown body fields are refused with 400. */
  readonly ghes?: boolean;
  /** `false`: there is no GraphQL, as on other forges. */
  readonly graphql?: boolean;
  /** Whether the repository is private. Default true: reading needs a permission as well. */
  readonly private?: boolean;
  /** More tokens, or other grants for the three that are there (`TOKENS`). */
  readonly tokens?: Readonly<Record<string, TokenGrant>>;
  /** Ports of the API and of git; 0, the default, for free ones. */
  readonly port?: number;
  readonly gitPort?: number;
  /** Requests an hour. Default 5000. */
  readonly rateLimit?: number;
}

/** An issue as the double holds it. `pull` is set for pull requests, which share the numbers. */
export interface IssueState {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: "open" | "closed";
  readonly stateReason: "completed" | "not_planned" | "duplicate" | "reopened" | null;
  readonly author: string;
  readonly closedBy: string | null;
  readonly labels: readonly string[];
  readonly locked: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly pull: PullState | null;
}

export interface PullState {
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
  /** The merge commit, once merged. */
  readonly merged: string | null;
}

export interface CommentState {
  readonly id: number;
  readonly issue: number;
  readonly author: string;
  readonly body: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ReactionState {
  readonly id: number;
  readonly content: string;
  readonly author: string;
}

export type RunStatus = "queued" | "in_progress" | "completed" | "waiting" | "requested" | "pending";
export type RunConclusion =
  | "success"
  | "failure"
  | "cancelled"
  | "neutral"
  | "skipped"
  | "stale"
  | "timed_out"
  | "action_required"
  | "startup_failure";

export interface RunState {
  readonly id: number;
  /** Path of the workflow file. */
  readonly workflow: string;
  readonly event: string;
  readonly status: RunStatus;
  readonly conclusion: RunConclusion | null;
  readonly attempt: number;
  readonly displayTitle: string;
  readonly branch: string;
  readonly actor: string;
  /** What a dispatch passed. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
}

export interface ArtifactState {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly size: number;
  readonly expired: boolean;
}

/** Things as GitHub's API shows them, for payloads of events. */
export interface Shown {
  repository(): Record<string, unknown>;
  user(login: string): Record<string, unknown>;
  issue(number: number): Record<string, unknown>;
  comment(id: number): Record<string, unknown>;
  label(name: string): Record<string, unknown>;
  /** A commit as push events show it, with the paths it adds, removes and modifies. */
  pushedCommit(oid: string): Record<string, unknown>;
}

/** A running double. Methods that seed or look work at once, without a request, and are never in `requests`. */
export interface GitHubDouble {
  readonly owner: string;
  readonly name: string;
  /** `http://127.0.0.1:<port>` or, on GHES, `…/api/v3`: for GITHUB_API_URL. No slash at the end. */
  readonly apiUrl: string;
  /** For GITHUB_GRAPHQL_URL. */
  readonly graphqlUrl: string;
  /** For GITHUB_SERVER_URL: git lies below it, `<serverUrl>/<owner>/<name>`. Another origin than the API's, except on GHES. */
  readonly serverUrl: string;
  /** The address to clone, with a token in it unless `null`. Default: the workflow's token. */
  gitUrl(token?: string | null): string;
  /** The bare repository on this machine. */
  readonly gitDir: string;

  /** What was wrong with requests or answers by GitHub's own description. A test ends with this being empty. */
  readonly violations: readonly string[];
  /** Takes the violations out, for a test that means to make some. */
  takeViolations(): string[];
  /** Every request, in order of arrival. */
  readonly requests: readonly LoggedRequest[];
  /** How many requests match. */
  count(match?: RequestMatch): number;
  /** How many API requests (git not counted) were made since the start or the last call of this, and how many of them write. */
  tally(): { requests: number; writes: number };

  /** Arms a fault. The result says how many requests it met. */
  fault(rule: FaultRule): { readonly met: number };
  /** Forgets the faults that are left and lets go of requests that hang. */
  calm(): void;
  /** Sets how far the `Date` header is ahead, in milliseconds. */
  setSkew(milliseconds: number): void;
  /** Requests left in this hour; 0 makes the primary rate limit answer. */
  setRateLimit(remaining: number): void;

  token(value: string, grant: TokenGrant): void;
  /** Makes an account known. `type` is guessed from `[bot]` at the end unless given. */
  person(login: string, role: Role, type?: "User" | "Bot" | "Organization"): void;
  /** Protects a branch; `*` in the name stands for anything. */
  protect(branch: string, protection?: Protection): void;
  unprotect(branch: string): void;
  /** Settings of the repository: issues switched off answer 410; Actions that may not open pull requests answer 403. */
  settings(change: { issues?: boolean; actionsMayOpenPulls?: boolean; archived?: boolean }): void;

  /** Commits one file (null removes it) to a branch, which is made (as an orphan) if missing. Gives the commit. */
  seedFile(branch: string, path: string, content: string | Buffer | null, message?: string): string;
  /** Commits several files at once. */
  seedFiles(branch: string, files: Readonly<Record<string, string | Buffer | null>>, message?: string): string;
  /** A file's bytes at a branch or commit as text; null when there is none. */
  readFile(ref: string, path: string): string | null;
  /** Where a branch points; null when it is missing. */
  head(branch: string): string | null;
  branches(): string[];
  deleteBranch(branch: string): void;
  /** Commits of a branch, newest first. */
  log(branch: string): { oid: string; message: string; author: string; parents: string[] }[];
  /** Paths of all files at a ref. */
  files(ref: string): string[];

  /** Opens an issue as a person would on the site. Unknown people become readers. */
  openIssue(issue: { by: string; title: string; body?: string | null; labels?: readonly string[] }): IssueState;
  /** Changes an issue as a person would. */
  editIssue(
    number: number,
    by: string,
    change: { title?: string; body?: string; state?: "open" | "closed"; labels?: readonly string[]; locked?: boolean },
  ): IssueState;
  /** Deleted for good: the API answers 410. */
  deleteIssue(number: number): void;
  issue(number: number): IssueState;
  issues(): IssueState[];
  comment(issue: number, by: string, body: string): CommentState;
  editComment(id: number, body: string): CommentState;
  deleteComment(id: number): void;
  comments(issue?: number): CommentState[];
  /** Reactions to a comment, or with `on: "issue"` to an issue's first text. */
  reactions(id: number, on?: "comment" | "issue"): ReactionState[];
  labels(): string[];
  pulls(): IssueState[];

  /** Makes a workflow known, as a file on the default branch would be. Done for every `.github/workflows/*.yml` seeded there. */
  workflow(path: string, state?: "active" | "disabled_manually" | "disabled_inactivity"): void;
  workflowState(path: string): string;
  /** Records a run. Default: workflow `.github/workflows/ltpm.yml`, event `schedule`, in progress. */
  run(run?: Partial<RunState>): RunState;
  setRun(id: number, change: Partial<Pick<RunState, "status" | "conclusion" | "attempt">>): RunState;
  deleteRun(id: number): void;
  /** All runs, oldest first. A dispatch makes one with `event: "workflow_dispatch"`. */
  runs(): RunState[];
  artifact(run: number, name: string, bytes?: Buffer): ArtifactState;
  /** What `POST /repos/{o}/{r}/dispatches` was told. */
  repositoryDispatches(): { eventType: string; payload: unknown }[];

  readonly shown: Shown;

  /** Stops the servers and removes the repository, and the folders of the Action's runs. */
  close(): Promise<void>;
  /** To be done when it closes. */
  atClose(act: () => void): void;
}
