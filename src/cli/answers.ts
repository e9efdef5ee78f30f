/** The shapes of the `--json` answers, published as `schema/answers/*.json`. Tests hold the real answers against them. */
import * as v from "valibot";
import { STATUSES } from "../queue/format.ts";
import { noticeSchema, taskSchema } from "../queue/schema.ts";

const schema = v.literal(1);
const label = v.string();
const counts = v.object({
  total: v.number(),
  pending: v.number(),
  running: v.number(),
  done: v.number(),
  blocked: v.number(),
  skipped: v.number(),
});
const words = v.array(
  v.object({
    id: label,
    operation: v.picklist(["skip", "retry", "cancel", "done"]),
    result: v.picklist(["changed", "unchanged", "refused", "unknown"]),
    status: v.nullable(v.picklist(STATUSES)),
  }),
);
/** What a cycle did; the same in every answer that dispatches. */
const cycle = v.object({
  heartbeat: v.picklist(["HEARTBEAT_OK", "ACTIVE"]),
  started: v.array(label),
  done: v.array(label),
  blocked: v.array(label),
  retried: v.array(label),
  lost: v.array(label),
  archived: v.array(label),
  counts,
});

export const ANSWERS = {
  tasks: v.object({
    schema,
    lastId: v.nullable(label),
    archivedCount: v.number(),
    counts,
    tasks: v.array(taskSchema),
    outbox: v.array(noticeSchema),
  }),
  show: v.object({ schema, task: taskSchema, archived: v.boolean(), log: v.optional(v.nullable(v.string())) }),
  add: v.object({ schema, tasks: v.array(taskSchema), dispatched: v.nullable(cycle) }),
  intake: v.object({
    schema,
    mode: v.picklist(["INTAKE", "DISPATCHER", "NONE"]),
    kind: v.picklist(["add", "control", "status", "mixed", "dispatch", "none"]),
    tasks: v.array(taskSchema),
    words,
    unknown: v.array(label),
    dispatched: v.nullable(cycle),
  }),
  control: v.object({ schema, words, dispatched: v.nullable(cycle) }),
  edit: v.object({ schema, task: taskSchema }),
  dispatch: v.object({ schema, ...cycle.entries }),
  plan: v.object({
    schema,
    heartbeat: v.picklist(["HEARTBEAT_OK", "ACTIVE"]),
    would_start: v.array(v.object({ id: label, strategy: v.string() })),
    would_change: v.array(v.object({ id: label, status: v.picklist(STATUSES) })),
  }),
  sync: v.object({ schema, sent: v.number(), left: v.number() }),
  archive: v.object({ schema, archived: v.array(label) }),
  doctor: v.object({
    schema,
    healthy: v.boolean(),
    findings: v.array(
      v.object({
        code: v.string(),
        level: v.picklist(["error", "warning"]),
        problem: v.string(),
        remedy: v.string(),
        repaired: v.boolean(),
      }),
    ),
  }),
  demo: v.object({
    schema,
    done: v.number(),
    retried: v.number(),
    blocked: v.number(),
    unblocked: v.number(),
    repo: v.nullable(v.string()),
    seconds: v.number(),
  }),
} as const;
