/** The port to GitHub's API: what every file that talks to it is given. */

export interface Repo {
  readonly owner: string;
  readonly name: string;
}

/** How one call may be treated. */
export interface CallOptions {
  /**
   * Twice is as good as once: repeated after a lost answer. By default every method but POST, and every query; of
   * mutations none.
   */
  readonly idempotent?: boolean;
  /** A write that the cap of a run does not hold back: the state itself. It is counted all the same. */
  readonly vital?: boolean;
  /** The `accept` header, for other forms than JSON. */
  readonly accept?: string;
}

/** Calls to one server with one token. Every method rejects with `GitHubError`. */
export interface GitHubClient {
  /** `route` such as `GET /repos/{owner}/{repo}/issues/comments`; `shape` checks and narrows the answer. */
  rest<T>(
    route: string,
    params: Readonly<Record<string, unknown>>,
    shape: (data: unknown) => T,
    options?: CallOptions,
  ): Promise<T>;
  /** All pages of a list by its `Link` headers, up to `most` items. */
  pages<T>(
    route: string,
    params: Readonly<Record<string, unknown>>,
    shape: (data: unknown) => readonly T[],
    most: number,
  ): Promise<T[]>;
  graphql<T>(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    shape: (data: unknown) => T,
    options?: CallOptions,
  ): Promise<T>;
  /** HTTP requests sent so far, repetitions included. */
  readonly requests: number;
  /** Writes so far, each counted once. */
  readonly writes: number;
  /** The server's clock in ms as its last answer said; null before the first. */
  serverDate(): number | null;
}

export interface ClientOptions {
  readonly token: string;
  /** `GITHUB_API_URL`, such as `https://api.github.com` or `https://ghe.example/api/v3`. */
  readonly apiUrl: string;
  /** `GITHUB_GRAPHQL_URL`. */
  readonly graphqlUrl: string;
  readonly userAgent: string;
  /** Told when a limit is waited for, and of other things worth a line. */
  readonly say?: (line: string) => void;
  /** Milliseconds between two writes that people are notified of. Default 1,000, as GitHub asks. */
  readonly pace?: number;
  /** The most writes of a run that are not vital. Default: no cap. */
  readonly maxWrites?: number;
  /** Waits some milliseconds; tests bring their own. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** Milliseconds for one request. Default 30,000. */
  readonly timeout?: number;
  /** Milliseconds that this client waits for rate limits, all in all. Default 120,000. */
  readonly patience?: number;
}
