/** Opens the way to GitHub's API: one token, one server, everything counted, typed and bounded. */
import { Connection } from "./connection.ts";
import type { ClientOptions, GitHubClient } from "./types.ts";

export { GitHubError, type GitHubErrorCode, isGitHubError } from "./error.ts";
export type { CallOptions, ClientOptions, GitHubClient, Repo } from "./types.ts";

/** Nothing is sent before the first call. Throws `GitHubError` "invalid" for addresses that are none. */
export function openClient(options: ClientOptions): GitHubClient {
  return new Connection(options);
}
