/** How the CLI says no: one sentence, once, with the exit code that belongs to it. */

/** The command line itself is wrong: exit 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A problem that the text explains: exit 1. */
export class Problem extends Error {
  override readonly name = "Problem";
}

/** Errors of ours carry their whole message for people; everything else is a defect and says so. */
const SPEAKING = new Set([
  "UsageError",
  "Problem",
  "StoreError",
  "QueueFault",
  "ConfigFault",
  "GitError",
  "RepositoryError",
  "FileError",
  "HistoryError",
]);

/** The text and exit code for whatever was thrown. `debug` adds the stack of a defect. */
export function explain(error: unknown, debug: boolean): { readonly text: string; readonly code: 1 | 2 } {
  if (!(error instanceof Error)) return { text: `ltpm: ${String(error)}`, code: 1 };
  if (error instanceof UsageError) return { text: `ltpm: ${error.message}`, code: 2 };
  if (SPEAKING.has(error.name)) return { text: `ltpm: ${error.message}`, code: 1 };
  const detail = debug ? `\n${error.stack ?? ""}` : " (set LTPM_DEBUG=1 for the details)";
  return { text: `ltpm: an error in ltpm itself: ${error.message}${detail}`, code: 1 };
}
