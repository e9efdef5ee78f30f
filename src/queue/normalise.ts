/**
 * Older and hand-written queue files in today's form: the oldest schema (`version` "1.0", `type`), the source's first-run
 * form, and tasks a person typed with a few fields only. Nothing is invented that a person could have meant otherwise.
 */
import { createHash } from "node:crypto";
import { STATUSES, type Status } from "./format.ts";
import { formatLabel, parseLabel } from "./label.ts";
import { isTerminal } from "./machine.ts";

/** What a file that does not say it gets. `now` is ISO 8601. */
export interface Defaults {
  readonly now: string;
  readonly maxRetries: number;
}

/** What stands as verification of a task that a file calls done without saying why. */
export const TAKEN_OVER = "done according to the file it was read from";

type Raw = Record<string, unknown>;

function isRecord(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same task gets the same identity in every clone that reads the same file. */
function uidOf(task: Raw): string {
  const said = [task.id, task.added_at, task.description].map((part) => String(part ?? "")).join("\0");
  return createHash("sha256").update(said).digest("hex").slice(0, 16);
}

function asStatus(value: unknown): Status | undefined {
  return STATUSES.find((status) => status === value);
}

function normaliseTask(
  raw: unknown,
  defaults: Defaults,
  nextLabel: () => string,
  ownUid: (raw: Raw) => string,
): unknown {
  if (!isRecord(raw)) return raw;
  const { type, ...task } = raw;
  const filled: Raw = {
    goal: null,
    status: "pending",
    added_at: defaults.now,
    retries: 0,
    maxRetries: defaults.maxRetries,
    subagent_session: null,
    started_at: null,
    deliverable: null,
    deliverable_path: null,
    strategies_tried: [],
    blocked_reason: null,
    user_action_required: null,
    ...task,
    task_type: task.task_type ?? type ?? "unknown",
    id: task.id ?? nextLabel(),
    uid: task.uid ?? ownUid(raw),
  };
  const status = asStatus(filled.status);
  if (status === undefined) return filled;
  filled.completed_at = isTerminal(status) ? (task.completed_at ?? defaults.now) : null;
  if (status === "done" && !filled.verification) filled.verification = TAKEN_OVER;
  if (status === "running" && !isRecord(filled.session)) {
    // Only a dispatcher starts tasks: "running" without its reservation is an old or typed-in state, and starts anew.
    filled.status = "pending";
    filled.subagent_session = null;
  } else if (status !== "running") {
    filled.subagent_session = null;
    delete filled.session;
  }
  return filled;
}

/** The highest label of the raw tasks and `lastId`, 0 when there is none. */
function highestLabel(tasks: readonly unknown[], lastId: unknown): number {
  const numbers = tasks.map((task) => (isRecord(task) && typeof task.id === "string" ? parseLabel(task.id) : null));
  const last = typeof lastId === "string" ? parseLabel(lastId) : null;
  return Math.max(0, last ?? 0, ...numbers.map((n) => n ?? 0));
}

/** The raw value of a queue file in today's form, not yet checked. */
export function normaliseQueue(raw: unknown, defaults: Defaults): unknown {
  if (!isRecord(raw) || !Array.isArray(raw.tasks)) return raw;
  const tasks: unknown[] = raw.tasks;
  let highest = highestLabel(tasks, raw.lastId);
  const before = highest;
  const nextLabel = () => formatLabel(++highest);
  const uids = new Set(tasks.map((task) => (isRecord(task) ? task.uid : undefined)));
  // The same words typed twice are two tasks.
  const ownUid = (task: Raw) => {
    const uid = uidOf(task);
    let own = uid;
    for (let twin = 2; uids.has(own); twin++) own = `${uid}-${twin}`;
    uids.add(own);
    return own;
  };
  const normalised = tasks.map((task) => normaliseTask(task, defaults, nextLabel, ownUid));
  const known = raw.lastId ?? (before > 0 ? formatLabel(before) : null);
  return { ...raw, lastId: highest > before ? formatLabel(highest) : known, tasks: normalised };
}
