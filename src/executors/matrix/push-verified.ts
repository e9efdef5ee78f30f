/**
 * Makes collected work durable before the state calls it done: an artifact goes away, a branch stays. Only work that
 * would be done is pushed: what is blocked because it touches workflows must not reach a place where they run.
 */
import { strategyNamed } from "../../dispatch/available.ts";
import { taskTypes, typeNamed } from "../../dispatch/catalog.ts";
import type { Observed } from "../../dispatch/executor.ts";
import type { Settings } from "../../dispatch/settings.ts";
import type { Queue, Task } from "../../queue/schema.ts";
import type { AttemptRecord } from "../../verify/attempt-record.ts";
import { judge } from "../../verify/judge.ts";
import type { Collected } from "./collect.ts";
import { type Pushed, pushBranch, type Remote } from "./remote.ts";

export interface Durable {
  /** What is known of each attempt now: work that could not be pushed is not done. */
  readonly observed: ReadonlyMap<string, Observed>;
  /** Branches that stand on the remote. */
  readonly branches: readonly string[];
  /** What the remote refused, in sentences that name the setting: the run has to end red. */
  readonly refusals: readonly string[];
}

/** Pushes what would be done, and gives what is known after that. */
export async function pushVerified(
  collected: Collected,
  queue: Queue,
  settings: Settings,
  remote: Remote,
): Promise<Durable> {
  const observed = new Map(collected.observed);
  const branches: string[] = [];
  const refusals: string[] = [];
  for (const task of queue.tasks) {
    const found = task.session ? observed.get(task.session.token) : undefined;
    if (!task.session || found?.kind !== "ended" || !isWorkDone(task, found.record, settings)) continue;
    const { branch, commit } = found.record;
    if (branch === undefined || commit === undefined) continue;
    const pushed = await pushBranch(remote, collected.gitDir, branch, commit);
    if (pushed.kind === "there") branches.push(branch);
    else {
      observed.set(task.session.token, withoutWork(task, found.record, pushed));
      if (pushed.kind === "refused")
        refusals.push(`The branch ${branch} was refused (${pushed.reason}): ${pushed.setting}.`);
    }
  }
  return { observed, branches, refusals };
}

function isWorkDone(task: Task, record: AttemptRecord, settings: Settings): boolean {
  const type = typeNamed(taskTypes(settings), task.task_type);
  const inline = strategyNamed(type, task.session?.strategy ?? "")?.means === "inline";
  const rules = { allow_paths: settings.allow_paths, dir: settings.dir, inline };
  return record.token === task.session?.token && judge(record, task, type, rules).kind === "done";
}

/** What is known of an attempt whose work has no durable place. */
function withoutWork(task: Task, record: AttemptRecord, pushed: Exclude<Pushed, { kind: "there" }>): Observed {
  if (pushed.kind === "later") return { kind: "unknown", why: `its work could not be pushed: ${pushed.reason}` };
  const reason =
    pushed.kind === "taken"
      ? `The branch ${record.branch} is there already, with other work in it (${pushed.at.slice(0, 10)})`
      : `The work was verified, but the repository takes no branch ${record.branch}: ${pushed.reason}`;
  const step =
    pushed.kind === "taken" ? `Look whose branch ${record.branch} is, and delete or rename it.` : `${pushed.setting}.`;
  const steps = [`${step.charAt(0).toUpperCase()}${step.slice(1)}`, `Then reply "retry ${task.id}".`];
  const exit = { ...record.exit, fault: { code: "push_refused", reason, steps } };
  return { kind: "ended", record: { ...record, exit } };
}
