/** One observation of one running task: what becomes of the task, and what is owed because of it. */
import type { Session, Task } from "../queue/schema.ts";
import { later } from "../state/clock.ts";
import { judge } from "../verify/judge.ts";
import type { Verdict } from "../verify/verdict.ts";
import { strategyNamed } from "./available.ts";
import { typeNamed } from "./catalog.ts";
import type { Observed } from "./executor.ts";
import type { Settings } from "./settings.ts";
import { type Settled, settledBy } from "./settled.ts";
import type { TaskType } from "./strategy.ts";

/** What was seen of a session, bound to the task and the attempt it was seen of. */
export interface Observation {
  readonly uid: string;
  readonly token: string;
  readonly observed: Observed;
}

export interface SettleContext {
  readonly now: string;
  readonly settings: Settings;
  readonly types: readonly TaskType[];
  /** In [0, 1): spreads the rest after a fault of the moment. */
  readonly fraction: number;
}

/** A lease that is renewed runs this much longer than the time limit. */
export const LEASE_SLACK_MS = 10 * 60_000;

/**
 * Applies an observation. Null: nothing changes (still running, nothing known, or the result of an attempt that no
 * longer counts: its token is not the task's).
 */
export function settle(task: Task, seen: Observation, context: SettleContext): Settled | null {
  const session = task.session;
  if (task.status !== "running" || !session || task.uid !== seen.uid || session.token !== seen.token) return null;
  const { observed } = seen;
  if (observed.kind === "running" || observed.kind === "unknown") return null;
  const type = typeNamed(context.types, task.task_type);
  return settledBy(verdictOn(task, session, observed, type, context), {
    task,
    session,
    neverRepeat: type.never_repeat === true,
    land: context.settings.land === "merge",
    now: context.now,
    ended_at: endOf(observed, session, context.now),
    fraction: context.fraction,
  });
}

function verdictOn(
  task: Task,
  session: Session,
  observed: Extract<Observed, { kind: "lost" | "ended" }>,
  type: TaskType,
  { settings }: SettleContext,
): Verdict {
  if (observed.kind === "lost") return { kind: "lost", why: observed.why };
  if (observed.record.token !== session.token) {
    return { kind: "lost", why: "the result of another attempt lay in its place" };
  }
  const inline = strategyNamed(type, session.strategy)?.means === "inline";
  return judge(observed.record, task, type, { allow_paths: settings.allow_paths, dir: settings.dir, inline });
}

/** The task with its lease renewed, when it was seen running past it; null when the lease still holds. */
export function renewedLease(task: Task, seen: Observation, context: SettleContext): Task | null {
  const session = task.session;
  if (seen.observed.kind !== "running" || !session || session.token !== seen.token) return null;
  if (Date.parse(session.lease_until) > Date.parse(context.now)) return null;
  const lease_until = later(context.now, context.settings.time_limit_minutes * 60_000 + LEASE_SLACK_MS);
  return { ...task, session: { ...session, lease_until } };
}

/** When the attempt ended: as recorded, but neither before it began nor in the future. */
function endOf(observed: Observed, session: Session, now: string): string {
  const said = observed.kind === "ended" ? Date.parse(observed.record.ended_at) : Number.NaN;
  if (Number.isNaN(said)) return now;
  const moment = Math.min(Math.max(said, Date.parse(session.reserved_at)), Date.parse(now));
  return new Date(moment).toISOString();
}
