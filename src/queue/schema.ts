/**
 * What a queue file holds, as data: the validator, the TypeScript types and `schema/queue.json` all come from here.
 * Field names follow the source's queue schema; what is ours besides is optional, so that the oldest files stay valid.
 */
import * as v from "valibot";
import { MAX_TEXT, NOTICES, OUTCOMES, STATUSES } from "./format.ts";

/** A moment in ISO 8601; kept as text, so that a file survives a round trip byte for byte. */
const moment = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), "must be a date and time such as 2026-11-21T09:30:00.000Z"),
);
const text = v.pipe(
  v.string(),
  v.maxLength(MAX_TEXT, `must be at most ${MAX_TEXT} characters; put the rest in a file`),
);
const label = v.pipe(v.string(), v.regex(/^T-\d{2,9}$/, "must be an id such as T-01"));
const count = v.pipe(v.number(), v.integer("must be a whole number"), v.minValue(0, "must not be negative"));
const issueNumber = v.pipe(v.number(), v.integer("must be a whole number"), v.minValue(1, "must be an issue's number"));
const nullable = <const S extends v.GenericSchema>(schema: S) => v.nullish(schema, null);

/** One try of a task with one strategy. */
export const attemptSchema = v.looseObject({
  attempt: count,
  strategy: text,
  tool: nullable(text),
  attempted_at: moment,
  result: nullable(text),
  verification_failure: nullable(text),
  epoch: v.optional(count),
  ended_at: v.optional(moment),
  outcome: v.optional(v.picklist(OUTCOMES)),
  transient: v.optional(v.boolean()),
  token: v.optional(v.string()),
});

/** The running attempt's reservation: who runs it, under which fence, until when it is owed patience. */
export const sessionSchema = v.looseObject({
  token: v.pipe(v.string(), v.minLength(8)),
  strategy: text,
  executor: v.string(),
  tool: v.optional(text),
  attempt: count,
  reserved_at: moment,
  lease_until: moment,
  url: v.optional(text),
});

/** Where a result can still be found when the attempt is long gone. */
export const referenceSchema = v.looseObject({
  kind: v.picklist(["commit", "branch", "pull_request", "artifact", "file", "text"]),
  value: text,
  note: v.optional(text),
});

export const sourceSchema = v.looseObject({
  kind: v.string(),
  url: v.optional(text),
  actor: v.optional(text),
  event: v.optional(text),
  /** The issue to which its result is reported. */
  issue: v.optional(issueNumber),
});

export const taskSchema = v.looseObject({
  id: label,
  uid: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  description: v.pipe(text, v.minLength(1, "must not be empty")),
  details: v.optional(text),
  goal: nullable(text),
  status: v.picklist(STATUSES, `must be one of ${STATUSES.join(", ")}`),
  added_at: moment,
  task_type: v.string(),
  priority: v.optional(v.pipe(v.number(), v.integer("must be a whole number"), v.minValue(-999), v.maxValue(999))),
  not_before: v.optional(nullable(moment)),
  depends_on: v.optional(v.array(label)),
  acceptance: v.optional(v.array(text)),
  retries: count,
  maxRetries: count,
  epoch: v.optional(count),
  lost_count: v.optional(count),
  subagent_session: nullable(text),
  session: v.optional(nullable(sessionSchema)),
  started_at: nullable(moment),
  completed_at: nullable(moment),
  deliverable: nullable(text),
  deliverable_path: nullable(text),
  references: v.optional(v.array(referenceSchema)),
  verification: v.optional(nullable(text)),
  strategies_tried: v.array(attemptSchema),
  earlier_attempts: v.optional(v.array(attemptSchema)),
  blocked_reason: nullable(text),
  blocked_code: v.optional(nullable(v.string())),
  user_action_required: nullable(text),
  blocked_issue: v.optional(nullable(v.number())),
  /** What is known of that issue: perhaps opened, open, or closed. */
  blocked_issue_state: v.optional(nullable(v.picklist(["asked", "open", "closed"]))),
  /** The last state that was owed to the issue it came from, as `epoch:status`. */
  reported: v.optional(nullable(text)),
  /** The last state that the documents tell, as `epoch:status`. */
  told: v.optional(nullable(text)),
  source: v.optional(sourceSchema),
  dedupe_key: v.optional(text),
  aliases: v.optional(v.array(label)),
  decided_at: v.optional(moment),
});

/** Who is about to send a notice, and until when others leave it to them. `look`: it may have been sent before. */
export const claimSchema = v.looseObject({ by: v.string(), until: moment, look: v.optional(v.boolean()) });

/** Something still owed to a person or to the work tree; kept until its receipt is written. */
export const noticeSchema = v.looseObject({
  id: v.string(),
  kind: v.picklist(NOTICES),
  uid: nullable(v.string()),
  owed_at: moment,
  /** reply, report, close_issue: where. */
  issue: v.optional(nullable(issueNumber)),
  /** reply: to which comment; none: to the issue itself. */
  comment: v.optional(nullable(v.number())),
  /** reply: what is said, safe to be posted. */
  text: v.optional(nullable(text)),
  reaction: v.optional(nullable(v.picklist(["rocket", "confused"]))),
  /** close_issue: what became of the task (`done`, `retried`, …), or `all_done` for the issue that tasks came from. */
  why: v.optional(nullable(v.string())),
  claim: v.optional(nullable(claimSchema)),
});

/** What was taken in from GitHub so far, so that nothing is lost and nothing counts twice. */
export const githubSchema = v.looseObject({
  /** Comments written before this moment were looked at. */
  comments_since: moment,
  /** Ids of comments that were acted on or answered, as far as they are not older than that. */
  seen: v.array(v.number()),
  issues_since: moment,
  /** Numbers of issues whose text became tasks, the smallest first; the smallest go when there are too many. */
  taken: v.optional(v.array(issueNumber)),
  /** Events of issues that were acted on or answered within the last days, each with its moment. */
  handled: v.optional(v.array(v.string())),
  dashboard: v.optional(nullable(issueNumber)),
  /** Of the dashboard's body as it was written last; null: to be written anew. */
  dashboard_hash: v.optional(nullable(v.string())),
  /** Whether the hourly schedule was last switched on or off. */
  schedule: v.optional(v.picklist(["on", "off"])),
});

/** A document as it was seen last, so that only what a person really changed speaks. */
export const documentSchema = v.looseObject({
  /** Git's name for its content. */
  seen: v.optional(nullable(v.string())),
  /** NEXT_STEPS.md: the boxes by their tasks; `gone`: our line was there, and a person took it out. */
  boxes: v.optional(v.record(label, v.picklist(["open", "done", "gone"]))),
  /** NEXT_STEPS.md: how many tasks our last line counts that are not listed; null: a person took that line out. */
  rest: v.optional(v.nullable(count)),
  /** PROGRESS.md: the percentage that the checklists gave when it was written last. */
  percent: v.optional(nullable(v.number())),
  /** PROGRESS.md: blocked tasks whose line we have written, as `T-02@epoch`; who deletes the line does not get it again. */
  blockers: v.optional(v.array(v.string())),
});

/** Which commits were heard: what they say of tasks counts once. */
export const commitsSchema = v.looseObject({
  /** Everything behind these was heard; the newest last. */
  heads: v.array(v.string()),
  /** Words that were heard, as `T-07@<when the commit was written>`. */
  handled: v.optional(v.array(v.string())),
});

export const queueSchema = v.looseObject({
  version: v.optional(v.union([v.number(), v.string()])),
  lastId: v.nullable(label),
  tasks: v.array(taskSchema),
  archivedCount: v.optional(count, 0),
  updated_at: v.optional(moment),
  outbox: v.optional(v.array(noticeSchema)),
  github: v.optional(githubSchema),
  /** By path. */
  documents: v.optional(v.record(v.string(), documentSchema)),
  commits: v.optional(commitsSchema),
});

export const archiveSchema = v.looseObject({
  version: v.optional(v.union([v.number(), v.string()])),
  tasks: v.array(taskSchema),
});

export type { Outcome, Status } from "./format.ts";
export type Attempt = v.InferOutput<typeof attemptSchema>;
export type Session = v.InferOutput<typeof sessionSchema>;
export type Reference = v.InferOutput<typeof referenceSchema>;
export type TaskSource = v.InferOutput<typeof sourceSchema>;
export type Task = v.InferOutput<typeof taskSchema>;
export type Notice = v.InferOutput<typeof noticeSchema>;
export type GitHubRecord = v.InferOutput<typeof githubSchema>;
export type DocumentRecord = v.InferOutput<typeof documentSchema>;
export type Queue = v.InferOutput<typeof queueSchema>;
export type ArchiveFile = v.InferOutput<typeof archiveSchema>;
