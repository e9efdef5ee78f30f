/** What is known of an attempt that ended: written by the supervisor, read by the next cycle, judged by `verify`. */
import * as v from "valibot";

const text = v.string();

/** The outcome of one check of ours. `ok: false` with `broken: true` means that the check itself could not run. */
export const checkOutcomeSchema = v.object({
  check: text,
  ok: v.boolean(),
  detail: text,
  broken: v.optional(v.boolean()),
});

/** What the attempt wrote to `LTPM_RESULT_FILE`, after its schema was checked (`schema/task-result.json`). */
export const taskResultSchema = v.looseObject({
  outcome: v.picklist(["done", "failed", "blocked"]),
  summary: v.optional(v.pipe(text, v.maxLength(20_000))),
  deliverable: v.optional(v.nullable(v.pipe(text, v.maxLength(20_000)))),
  deliverable_path: v.optional(v.nullable(v.pipe(text, v.maxLength(4_096)))),
  blocked_reason: v.optional(v.nullable(v.pipe(text, v.maxLength(20_000)))),
  user_action_required: v.optional(
    v.nullable(v.union([v.pipe(text, v.maxLength(20_000)), v.array(v.pipe(text, v.maxLength(4_096)))])),
  ),
  task_type: v.optional(text),
  token: v.optional(text),
});

/** How the process ended. `failure` names a fault of ours or of the set-up, e.g. the program was not found. */
export const exitSchema = v.object({
  code: v.nullable(v.number()),
  signal: v.nullable(text),
  timed_out: v.boolean(),
  cancelled: v.boolean(),
  /** A permanent fault that no other strategy mends: reason and steps for a person. */
  fault: v.optional(v.object({ code: text, reason: text, steps: v.array(text) })),
});

/** What an agent said about itself in its own output format; absent for plain commands. */
export const agentReportSchema = v.object({
  ok: v.boolean(),
  text: v.nullable(text),
  error: v.nullable(text),
  session_id: v.nullable(text),
  cost_usd: v.nullable(v.number()),
  /** The agent's service was busy, limited or away: the same strategy may be repeated once. */
  transient: v.boolean(),
  /** Something only a person can mend (no key, no login, wrong configuration). */
  permanent: v.optional(v.boolean()),
});

export const attemptRecordSchema = v.object({
  token: text,
  ended_at: text,
  exit: exitSchema,
  agent: v.optional(agentReportSchema),
  /** Parsed result file; `result_problem` says why there is none although the file exists. */
  result: v.optional(taskResultSchema),
  result_problem: v.optional(text),
  /** The last lines of what it printed, redacted. */
  output: text,
  /** Paths that the attempt created or changed, relative to the repository, at most 200. */
  changed: v.array(text),
  /** Git object names of files that were kept in the repository's object store, for results outside a commit. */
  kept: v.optional(v.array(v.object({ path: text, oid: text }))),
  /** Commit and branch that hold the work, for isolated attempts that changed something. */
  commit: v.optional(text),
  branch: v.optional(text),
  base: v.optional(text),
  /** The branch that was checked out in the user's work tree when it started; absent on a detached HEAD. */
  onto: v.optional(text),
  /** What a person should know besides: a log that ends early, work that git cannot keep. */
  notes: v.optional(v.array(text)),
  checks: v.array(checkOutcomeSchema),
});

export type CheckOutcome = v.InferOutput<typeof checkOutcomeSchema>;
export type TaskResult = v.InferOutput<typeof taskResultSchema>;
export type AgentReport = v.InferOutput<typeof agentReportSchema>;
export type AttemptRecord = v.InferOutput<typeof attemptRecordSchema>;
