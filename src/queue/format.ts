/** The fixed points of the queue format, apart from its validator, which hot paths do not load. */

/** The longest text a task may carry in one field, in UTF-16 units. A longer one belongs in a file that the task names. */
export const MAX_TEXT = 100_000;
/** The queue format this program writes; a higher one is refused. */
export const QUEUE_VERSION = 2;

export const STATUSES = ["pending", "running", "done", "blocked", "skipped"] as const;
export const OUTCOMES = ["done", "failed", "verification_failed", "blocked", "lost", "cancelled"] as const;
/** What can be owed. */
export const NOTICES = [
  "done",
  "blocked",
  "all_blocked",
  "land",
  "reply",
  "report",
  "close_issue",
  "first_run",
] as const;

export type Status = (typeof STATUSES)[number];
export type Outcome = (typeof OUTCOMES)[number];
