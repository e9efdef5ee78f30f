/** What GitHub's API refused or did not answer: typed, one sentence that says what is wrong and what to change. */

export type GitHubErrorCode =
  /** The token is not accepted at all. */
  | "unauthorised"
  /** The token may not do this, or a setting forbids it. */
  | "forbidden"
  /** Not there, or not to be seen with this token. */
  | "not_found"
  /** It was there and is not any more, or the feature is switched off. */
  | "gone"
  /** Somebody else changed it meanwhile. */
  | "conflict"
  /** The request was understood and is not acceptable. */
  | "invalid"
  /** The limit's end is further away than we may wait; see `until`. */
  | "rate_limited"
  /** No usable answer, and nothing was changed by us. */
  | "unavailable"
  /** A write whose answer was lost: it happened, or it did not. Look before you repeat it. */
  | "ambiguous"
  /** Our own cap on writes per run is reached. */
  | "capped";

export interface GitHubErrorFacts {
  readonly code: GitHubErrorCode;
  /** The answer's status; null when there was none. */
  readonly status?: number | null;
  /** What GitHub said, one line, without secrets; "" when it said nothing. */
  readonly said?: string;
  /** GraphQL's error type, such as `STALE_DATA`. */
  readonly type?: string | null;
  /** When a rate limit ends, ISO 8601. */
  readonly until?: string | null;
}

/** A call that did not work. The message is for people; it never holds the token. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  readonly code: GitHubErrorCode;
  readonly status: number | null;
  readonly said: string;
  readonly type: string | null;
  readonly until: string | null;

  constructor(message: string, facts: GitHubErrorFacts) {
    super(message);
    this.code = facts.code;
    this.status = facts.status ?? null;
    this.said = facts.said ?? "";
    this.type = facts.type ?? null;
    this.until = facts.until ?? null;
  }
}

/** Whether `error` is a `GitHubError` with one of these codes. */
export function isGitHubError(error: unknown, ...codes: readonly GitHubErrorCode[]): error is GitHubError {
  return error instanceof GitHubError && (codes.length === 0 || codes.includes(error.code));
}
