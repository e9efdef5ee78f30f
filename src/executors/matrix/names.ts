/** What jobs of one run call the things that they hand to each other. All names come from our own tokens. */
import { isToken } from "../command/attempt-folder.ts";

/** The file in an attempt's artifact that says how it ended; written last, so that it is only there when the rest is. */
export const RECORD_FILE = "record.json";
/** The git bundle with the attempt's work; absent when it changed nothing. */
export const BUNDLE_FILE = "work.bundle";
/** What it printed. */
export const LOG_FILE = "log.txt";
/** The file in a verification's artifact. */
export const OUTCOMES_FILE = "outcomes.json";

function named(prefix: string, token: string): string {
  if (!isToken(token)) throw new RangeError(`${JSON.stringify(token)} is no attempt's token`);
  return `${prefix}${token}`;
}

/** The artifact that an attempt leaves: `ltpm-<token>`. Throws `RangeError` for a token that is none. */
export function artifactName(token: string): string {
  return named("ltpm-", token);
}

/** The artifact that a verification leaves: `ltpm-verified-<token>`. Throws `RangeError` for a token that is none. */
export function verifiedName(token: string): string {
  return named("ltpm-verified-", token);
}

/** The branch of an attempt's work: `ltpm/T-02-<token>`, wherever it ran. */
export function workBranch(order: { readonly id: string; readonly token: string }): string {
  return `ltpm/${order.id}-${order.token}`;
}

/** Variables that name the files by which a step gives orders to the runner: no child gets them, not even by name. */
export const RUNNER_FILES: ReadonlySet<string> = new Set([
  "GITHUB_OUTPUT",
  "GITHUB_ENV",
  "GITHUB_PATH",
  "GITHUB_STATE",
  "GITHUB_STEP_SUMMARY",
]);
