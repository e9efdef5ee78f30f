/**
 * Three versions of one task become one. What people wish is merged field by field; how far the work is comes whole from one
 * side, the one that is further, so that a status only ever moves as the state machine allows.
 */
import { parseLabel } from "./label.ts";
import { decide, decideList, type Newer, same } from "./merge-values.ts";
import type { Attempt, Reference, Status, Task } from "./schema.ts";
import { KNOWN_FIELDS, orderedTask } from "./write.ts";

/** Fields that a person may set in the file. */
export const WISHES = [
  "description",
  "details",
  "goal",
  "task_type",
  "priority",
  "not_before",
  "depends_on",
  "acceptance",
  "maxRetries",
  "source",
] as const satisfies readonly (keyof Task)[];

/** How far the work is: these belong together. */
export const PROGRESS = [
  "status",
  "retries",
  "epoch",
  "lost_count",
  "subagent_session",
  "session",
  "completed_at",
  "deliverable",
  "deliverable_path",
  "references",
  "verification",
  "strategies_tried",
  "blocked_reason",
  "blocked_code",
  "user_action_required",
] as const satisfies readonly (keyof Task)[];

/** Fields that no version of ours writes: people's own, and those of newer programs. */
export function strangeFields(...tasks: readonly (Task | null)[]): string[] {
  const keys = tasks.flatMap((task) => Object.keys(task ?? {}));
  return [...new Set(keys)].filter((key) => !KNOWN_FIELDS.has(key));
}

export function sameTask(a: Task, b: Task): boolean {
  return same(orderedTask(a), orderedTask(b));
}

function sameIn(fields: readonly string[], a: Task, b: Task): boolean {
  return fields.every((field) => same(a[field], b[field]));
}

export function sameProgress(a: Task, b: Task): boolean {
  return sameIn(PROGRESS, a, b);
}

/** Whether nobody has done or wished anything since; what was only written down about it (told, reported) does not count. */
export function isUntouchedSince(base: Task, task: Task): boolean {
  const wishes = WISHES.filter((field) => field !== "depends_on");
  return sameProgress(base, task) && sameIn([...wishes, ...strangeFields(base, task)], base, task);
}

const RANK: Readonly<Record<Status, number>> = { pending: 0, running: 0, blocked: 2, skipped: 3, done: 4 };

function attemptsOf(task: Task): readonly Attempt[] {
  return [...(task.earlier_attempts ?? []), ...task.strategies_tried];
}

/**
 * Orders how far two versions are. A later epoch is a later decision of a person; within one epoch every step upwards is one
 * that the state machine allows.
 */
function compareProgress(a: Task, b: Task): number {
  const tries = (task: Task) => task.strategies_tried.length + (task.lost_count ?? 0);
  const running = (task: Task) => (task.status === "running" ? 1 : 0);
  const moment = (text: string | null | undefined) => Date.parse(text ?? "") || 0;
  return (
    (a.epoch ?? 0) - (b.epoch ?? 0) ||
    RANK[a.status] - RANK[b.status] ||
    tries(a) - tries(b) ||
    running(a) - running(b) ||
    moment(a.decided_at) - moment(b.decided_at) ||
    moment(a.completed_at) - moment(b.completed_at) ||
    compareText(JSON.stringify(PROGRESS.map((field) => a[field])), JSON.stringify(PROGRESS.map((field) => b[field])))
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Whose progress counts, and whose does not. */
function further(base: Task | null, ours: Task, theirs: Task): readonly [winner: Task, other: Task] {
  const mine = [ours, theirs] as const;
  const other = [theirs, ours] as const;
  if (sameProgress(ours, theirs)) return mine;
  if (base !== null && sameProgress(base, ours)) return other;
  if (base !== null && sameProgress(base, theirs)) return mine;
  return compareProgress(ours, theirs) >= 0 ? mine : other;
}

/** Attempts of the side that does not count stay on record. */
function allAttempts(winner: Task, other: Task): Attempt[] {
  const keyOf = (attempt: Attempt) => attempt.token ?? JSON.stringify(attempt);
  const known = new Set(attemptsOf(winner).map(keyOf));
  return [...(winner.earlier_attempts ?? []), ...attemptsOf(other).filter((attempt) => !known.has(keyOf(attempt)))];
}

function allReferences(winner: Task, other: Task): readonly Reference[] | undefined {
  const isBothDone = winner.status === "done" && other.status === "done" && winner.epoch === other.epoch;
  if (!isBothDone || !other.references) return winner.references;
  const known = new Set((winner.references ?? []).map(({ kind, value }) => `${kind} ${value}`));
  return [
    ...(winner.references ?? []),
    ...other.references.filter(({ kind, value }) => !known.has(`${kind} ${value}`)),
  ];
}

/** The higher label is the later one: a new label is always above all others. */
export function laterLabel(a: string, b: string): string {
  return (parseLabel(a) ?? 0) >= (parseLabel(b) ?? 0) ? a : b;
}

function earliest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

function latest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a) >= Date.parse(b) ? a : b;
}

/** What was said about it last, as `epoch:status`: saying it once is enough for both sides. */
function said(key: "told" | "reported", now: Task, base: Task | null, ours: Task, theirs: Task): string | null {
  const current = `${now.epoch ?? 0}:${now.status}`;
  if (ours[key] === current || theirs[key] === current) return current;
  return decide({ known: base !== null, base: base?.[key], ours: ours[key], theirs: theirs[key] }, "unknown") ?? null;
}

/**
 * Merges what became of one task. `base` null: no common past is known, and then the further progress and the newer words
 * count. `newer`: which side's file is the later one, for words that both changed.
 */
export function mergeTask(base: Task | null, ours: Task, theirs: Task, newer: Newer): Task {
  if (sameTask(ours, theirs)) return ours;
  const known = base !== null;
  const [winner, other] = further(base, ours, theirs);
  const merged: Record<string, unknown> = { ...winner };
  for (const field of [...WISHES, ...strangeFields(base, ours, theirs)]) {
    merged[field] = decide({ known, base: base?.[field], ours: ours[field], theirs: theirs[field] }, newer);
  }
  const list = (field: "depends_on" | "acceptance") =>
    decideList({ known, base: base?.[field] ?? [], ours: ours[field] ?? [], theirs: theirs[field] ?? [] });
  const wasPut = known && !same(base.not_before, ours.not_before) && !same(base.not_before, theirs.not_before);
  const id = laterLabel(ours.id, theirs.id);
  const labels = [...(ours.aliases ?? []), ...(theirs.aliases ?? []), ours.id, theirs.id];
  const task: Task = {
    ...winner,
    ...(merged as Task),
    ...(wasPut ? { not_before: winner.not_before } : {}),
    depends_on: list("depends_on"),
    acceptance: list("acceptance"),
    id,
    aliases: [...new Set(labels)].filter((label) => label !== id).sort(byNumber),
    added_at: earliest(ours.added_at, theirs.added_at) ?? ours.added_at,
    started_at: earliest(ours.started_at, theirs.started_at),
    earlier_attempts: allAttempts(winner, other),
    references: allReferences(winner, other) as Reference[] | undefined,
    decided_at: latest(ours.decided_at, theirs.decided_at),
    told: said("told", winner, base, ours, theirs),
    reported: said("reported", winner, base, ours, theirs),
    ...issueOf(base, winner, other),
  } as Task;
  return orderedTask(task.maxRetries < task.retries ? { ...task, maxRetries: task.retries } : task);
}

function byNumber(a: string, b: string): number {
  return (parseLabel(a) ?? 0) - (parseLabel(b) ?? 0);
}

/** The issue in which a block was told: the side that knows of one. */
function issueOf(base: Task | null, winner: Task, other: Task): Partial<Task> {
  const isBase = base !== null && same(base.blocked_issue, winner.blocked_issue);
  const source = isBase || winner.blocked_issue == null ? other : winner;
  const from = source.blocked_issue == null && !isBase ? winner : source;
  const state = from === winner && same(winner.blocked_issue, other.blocked_issue) ? later(base, winner, other) : from;
  return { blocked_issue: from.blocked_issue ?? null, blocked_issue_state: state.blocked_issue_state ?? null };
}

function later(base: Task | null, winner: Task, other: Task): Task {
  return base !== null && same(base.blocked_issue_state, winner.blocked_issue_state) ? other : winner;
}
