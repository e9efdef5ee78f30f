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
  /** What the documents asked for; absent: nothing. */
  heard: v.optional(
    v.object({
      done: v.array(label),
      added: v.array(label),
      refused: v.array(v.object({ id: label, why: v.string() })),
    }),
  ),
  /** Paths of the documents that were written; absent: none. */
  documents: v.optional(v.array(v.string())),
});

const paths = v.array(v.string());
/** A next action: a step of NEXT_STEPS.md with its line, or a task that only the queue has. */
const action = v.object({
  text: v.string(),
  task: v.nullable(label),
  from: v.picklist(["document", "queue"]),
  path: v.nullable(v.string()),
  line: v.nullable(v.number()),
});
const running = v.array(v.object({ id: label, goal: v.string() }));
const blocked = v.array(v.object({ id: label, reason: v.nullable(v.string()), issue: v.nullable(v.number()) }));
const hookNotes = v.array(v.object({ code: v.string(), path: v.string(), text: v.string() }));
/** What installing and uninstalling hooks did. */
const hooksDone = v.object({
  changed: v.boolean(),
  joined: v.array(v.object({ kind: v.string(), path: v.string() })),
  steps: v.array(
    v.object({ kind: v.picklist(["write", "rename", "remove"]), path: v.string(), to: v.optional(v.string()) }),
  ),
  notes: hookNotes,
  /** Mirror remotes to which hidden refs go no longer. */
  guarded: v.array(v.string()),
});
const trigger = v.picklist(["file_watcher", "heartbeat"]);

export const ANSWERS = {
  init: v.object({
    schema,
    queue: v.boolean(),
    heartbeat: v.boolean(),
    merge_driver: v.boolean(),
    agent: v.nullable(v.string()),
    archived: v.array(label),
    documents: v.nullable(v.object({ dir: v.string(), written: paths, kept: paths })),
    memory: v.boolean(),
    agent_files: paths,
    next: v.array(v.string()),
    hooks: v.nullable(v.looseObject({ ...hooksDone.entries, whole: v.boolean(), hooks_dir: v.string() })),
  }),
  "init-project": v.object({
    schema,
    name: v.string(),
    dir: v.string(),
    written: paths,
    kept: paths,
    memory: v.boolean(),
    configured: v.boolean(),
    next: v.array(v.string()),
  }),
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
    /** What its plain words had as an effect: "milestone: …", "see you tomorrow". */
    recorded: v.array(v.object({ kind: v.picklist(["checkpoint", "milestone"]), text: v.string(), path: v.string() })),
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
  status: v.object({
    schema,
    safe: v.boolean(),
    progress: v.nullable(v.string()),
    recorded_at: v.nullable(v.string()),
    waiting: v.number(),
    waiting_since: v.nullable(v.string()),
    last_record_at: v.nullable(v.string()),
    last_folded_at: v.nullable(v.string()),
    threshold_minutes: v.number(),
    due_at: v.nullable(v.string()),
    overdue: v.boolean(),
    last_entry: v.nullable(v.object({ at: v.string(), text: v.string() })),
    unsaved: v.array(v.string()),
    auto_sync: v.picklist(["fold", "worktree", "off"]),
    hooks: v.picklist(["installed", "outdated", "missing"]),
    watch: v.picklist(["file_watcher", "heartbeat", "none"]),
    hook_failures: v.array(v.object({ time: v.nullable(v.string()), hook: v.string(), step: v.string() })),
    checkpoint_due: v.array(
      v.variant("kind", [
        v.object({ kind: v.literal("files"), files: v.number() }),
        v.object({ kind: v.literal("long"), seconds: v.number() }),
      ]),
    ),
    counts,
  }),
  resume: v.object({
    schema,
    project: v.nullable(v.object({ name: v.string(), dir: v.string() })),
    documents: paths,
    goal: v.nullable(v.string()),
    status: v.picklist(["active", "paused", "completed"]),
    stage: v.nullable(v.string()),
    percent: v.nullable(v.number()),
    progress: v.nullable(v.string()),
    checklists: v.nullable(v.number()),
    updated: v.nullable(v.string()),
    recent: v.array(v.object({ date: v.nullable(v.string()), text: v.string() })),
    blockers: v.nullable(v.array(v.string())),
    action: v.nullable(action),
    certain: v.boolean(),
    later: v.array(action),
    queue: v.object({ running, blocked, pending: v.number(), done: v.number() }),
  }),
  /** `resume`, where several projects are and none was named. */
  projects: v.object({
    schema,
    projects: v.array(
      v.object({
        name: v.string(),
        dir: v.nullable(v.string()),
        status: v.picklist(["active", "on-hold", "gone"]),
      }),
    ),
  }),
  next: v.object({ schema, action: v.nullable(action), certain: v.boolean(), running, blocked }),
  checkpoint: v.object({ schema, path: v.string(), recorded: v.boolean(), memory: v.boolean() }),
  /** `mark_milestone` and `update_progress`. */
  progress: v.object({
    schema,
    path: v.string(),
    recorded: v.boolean(),
    moved: v.number(),
    memory: v.boolean(),
  }),
  consolidate: v.object({ schema, path: v.string(), learnings: v.string(), moved: v.number() }),
  "sync-memory": v.object({
    schema,
    path: v.string(),
    written: v.boolean(),
    projects: v.array(
      v.looseObject({ kind: v.picklist(["active", "on-hold", "gone"]), name: v.string(), line: v.string() }),
    ),
  }),
  convert: v.object({
    schema,
    files: v.array(v.object({ source: v.string(), target: v.string(), written: v.boolean() })),
  }),
  lint: v.object({
    schema,
    findings: v.array(v.object({ file: v.string(), line: v.number(), code: v.string(), message: v.string() })),
  }),
  sync: v.object({ schema, sent: v.number(), left: v.number() }),
  archive: v.object({ schema, archived: v.array(label) }),
  backup: v.object({
    schema,
    saved: v.array(v.object({ document: v.string(), name: v.string(), new: v.boolean() })),
  }),
  history: v.object({
    schema,
    document: v.nullable(v.string()),
    saves: v.array(
      v.object({
        name: v.string(),
        document: v.string(),
        kind: v.picklist(["auto", "conflict", "restore"]),
        time: v.string(),
        worktree: v.string(),
        here: v.boolean(),
        differs: v.boolean(),
        ref: v.string(),
      }),
    ),
  }),
  "history-show": v.object({ schema, name: v.string(), document: v.string(), text: v.string() }),
  "history-diff": v.object({ schema, name: v.string(), document: v.string(), diff: v.string() }),
  "history-push": v.object({ schema, remote: v.string(), pushed: v.number() }),
  restore: v.object({
    schema,
    document: v.string(),
    name: v.string(),
    changed: v.boolean(),
    /** Under which name what was there is kept; null: nothing was there, or nothing changed. */
    before: v.nullable(v.string()),
  }),
  hooks: v.object({
    schema,
    action: v.picklist(["install", "uninstall"]),
    dry_run: v.boolean(),
    ...hooksDone.entries,
    whole: v.optional(v.boolean()),
    hooks_dir: v.optional(v.string()),
  }),
  "hooks-status": v.object({
    schema,
    hooks_dir: v.string(),
    hooks_path: v.nullable(v.object({ value: v.string(), scope: v.string() })),
    manager: v.nullable(v.string()),
    events: v.record(v.string(), v.picklist(["installed", "outdated", "off", "missing"])),
    program: v.picklist(["current", "outdated", "missing"]),
    whole: v.boolean(),
    notes: hookNotes,
    failures: v.array(v.object({ time: v.nullable(v.string()), hook: v.string(), step: v.string() })),
  }),
  /** One line of `watch --json`. */
  watch: v.object({
    schema,
    at: v.string(),
    event: v.picklist(["started", "switched", "kept", "recorded", "folded", "cycle", "trouble", "stopped", "nothing"]),
    mode: v.optional(trigger),
    reason: v.optional(v.picklist(["load", "config", "too_many_files"])),
    /** Percent of the machine in use. */
    cpu: v.optional(v.number()),
    memory: v.optional(v.number()),
    document: v.optional(v.string()),
    name: v.optional(v.string()),
    files: v.optional(v.number()),
    problem: v.optional(v.string()),
  }),
  doctor: v.object({
    schema,
    healthy: v.boolean(),
    findings: v.array(
      v.object({
        code: v.string(),
        level: v.picklist(["error", "warning", "note"]),
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
