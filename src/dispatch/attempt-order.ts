/** A reserved attempt as data: where it runs, what it is told, how it is checked; and the task that waits for it. */
import { nextStatus } from "../queue/machine.ts";
import type { Task } from "../queue/schema.ts";
import { later } from "../state/clock.ts";
import { planChecks } from "../verify/plan.ts";
import { lastComplaint } from "./attempts.ts";
import { commandOf } from "./available.ts";
import type { AttemptOrder, PlaceOrder, RunOrder } from "./executor.ts";
import { instructionFor } from "./instruction.ts";
import { unlandedWork } from "./landing.ts";
import { pickAgent } from "./pick.ts";
import type { Neighbours } from "./ready.ts";
import type { Settings } from "./settings.ts";
import { LEASE_SLACK_MS } from "./settle.ts";
import type { Strategy, TaskType } from "./strategy.ts";

/** The executors of this place, by what they run: their names and the handles they give. */
export interface Host {
  name(kind: RunOrder["kind"]): string;
  handle(kind: RunOrder["kind"], token: string): string;
}

export interface StartContext {
  readonly now: string;
  readonly settings: Settings;
  readonly host: Host;
  readonly near: Neighbours;
}

/** A ready task with the strategy that it is to be tried with. */
export interface Candidate {
  readonly task: Task;
  readonly type: TaskType;
  readonly strategy: Strategy;
}

/** A person is given this long before a session of theirs counts as forgotten. */
const PERSON_LEASE_MS = 30 * 24 * 60 * 60_000;

/** The task as running, and the order that starts its attempt under this token. */
export function startAttempt(
  candidate: Candidate,
  token: string,
  context: StartContext,
): { task: Task; order: AttemptOrder } {
  const { settings, host, now } = context;
  const { strategy } = candidate;
  const run = runOrder(candidate, settings);
  const order = orderFor(candidate, run, token, context);
  const patience = run.kind === "person" ? PERSON_LEASE_MS : order.time_limit_ms + LEASE_SLACK_MS;
  const { not_before: _over, ...due } = candidate.task;
  const task: Task = {
    ...due,
    status: nextStatus(candidate.task.status, "start") ?? candidate.task.status,
    started_at: due.started_at ?? now,
    blocked_reason: null,
    subagent_session: host.handle(run.kind, token),
    session: {
      token,
      strategy: strategy.name,
      executor: host.name(run.kind),
      tool: toolOf(run),
      attempt: order.attempt,
      reserved_at: now,
      lease_until: later(now, patience),
    },
  };
  return { task, order };
}

/** What `strategies_tried` names as the tool: the agent, the program, or a person. */
function toolOf(run: RunOrder): string {
  if (run.kind === "agent") return run.agent;
  return run.kind === "command" ? (run.argv[0] ?? "command").slice(0, 200) : "person";
}

function runOrder({ task, strategy }: Candidate, settings: Settings): RunOrder {
  if (strategy.means === "person") return { kind: "person" };
  const agent = pickAgent(task, strategy, settings);
  if (agent !== null) {
    const { name, preset, args, argv } = agent;
    return { kind: "agent", agent: name, preset, args, ...(argv === undefined ? {} : { argv }) };
  }
  const command = commandOf(task);
  return { kind: "command", argv: command.kind === "argv" ? command.argv : [] };
}

function orderFor(
  { task, type, strategy }: Candidate,
  run: RunOrder,
  token: string,
  context: StartContext,
): AttemptOrder {
  const { settings, near } = context;
  const checks = planChecks(task, type, settings, strategy.means);
  const complaint = lastComplaint(task);
  const needs = neededTasks(task, near);
  const brief = { task, task_type: type.name, strategy, token, checks, complaint, needs: needs.direct };
  return {
    uid: task.uid,
    id: task.id,
    token,
    attempt: task.strategies_tried.length + 1,
    strategy: strategy.name,
    task_type: type.name,
    instruction: instructionFor(brief),
    run,
    place: placeFor(task, type, run, token, needs.work, settings),
    checks,
    time_limit_ms: settings.time_limit_minutes * 60_000,
    output_limit_bytes: settings.output_limit_kb * 1_024,
    env: settings.env,
    complaint,
  };
}

/** The tasks it depends on, and the work of theirs (and of those before them) that is not in the current branch. */
function neededTasks(task: Task, near: Neighbours): { direct: Task[]; work: string[] } {
  const find = (labels: readonly string[]) =>
    labels.map((label) => near.byLabel.get(label)).filter((found) => found !== undefined);
  const direct = find(task.depends_on ?? []);
  const seen = new Set<string>([task.uid]);
  const work: string[] = [];
  const open = [...direct].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next.uid)) continue;
    seen.add(next.uid);
    const left = next.status === "done" ? unlandedWork(next) : null;
    const place = left?.commit ?? left?.branch;
    if (place) work.push(place);
    open.push(...find(next.depends_on ?? []));
  }
  return { direct, work };
}

function placeFor(
  task: Task,
  type: TaskType,
  run: RunOrder,
  token: string,
  needs: readonly string[],
  settings: Settings,
): PlaceOrder {
  const ownTree = (run.kind === "agent" && type.changes_files) || needs.length > 0;
  if (run.kind === "person" || settings.isolation === "none" || !ownTree) return { kind: "in_place" };
  return { kind: "worktree", branch: `ltpm/${task.id}-${token}`, needs };
}
