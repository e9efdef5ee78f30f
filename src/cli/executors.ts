/** Who carries attempts out on this machine, wired to the project: start, look, cancel, land, clear away. */
import type { Executor, RunOrder } from "../dispatch/executor.ts";
import type { LandResult, Work } from "../dispatch/landing.ts";
import { attemptFiles, readRecord, roomsFolder } from "../executors/command/attempt-folder.ts";
import { commandExecutor } from "../executors/command/command-executor.ts";
import { type Pruned, prune } from "../executors/command/prune.ts";
import { supervisorScript } from "../executors/command/supervisor-script.ts";
import { manualExecutor } from "../executors/manual.ts";
import { gitSync } from "../git/run.ts";
import { hostName } from "../host/host-name.ts";
import type { EndedSession } from "../queue/control.ts";
import type { Task } from "../queue/schema.ts";
import type { Project } from "./project.ts";

/** What we ourselves write in the work tree while attempts run there, also for the moment before a rename. */
function ownPaths(dir: string): string[] {
  return [`${dir}/task-queue.json`, `${dir}/.task-queue.json.ltpm-new`, `${dir}/archive`, "HEARTBEAT.md"];
}

export type Executors = Readonly<Record<RunOrder["kind"], Executor>>;

export function executorsOf(project: Project): Executors {
  const { commonDir, root } = project.repository;
  const command = commandExecutor({
    commonDir,
    workTree: root,
    host: hostName(commonDir),
    supervisor: { node: process.execPath, script: supervisorScript() },
    clock: project.clock,
    ours: ownPaths(project.settings.dir),
  });
  return { command, agent: command, person: manualExecutor() };
}

/** The start of the handles of sessions that only this clone can look after. */
export function ownSessions(project: Project): string {
  return `cmd:${hostName(project.repository.commonDir)}/`;
}

/** Ends the processes of sessions that no longer count. Sessions of other hosts are theirs to end. */
export async function endSessions(project: Project, sessions: readonly EndedSession[]): Promise<void> {
  const executors = Object.values(executorsOf(project));
  for (const { handle, session } of sessions) {
    await executors.find((executor) => executor.name === session.executor)?.cancel(handle, session.token);
  }
}

/** What an attempt printed, as kept here; null when nothing is. */
export async function attemptLog(project: Project, token: string): Promise<string | null> {
  return executorsOf(project).command.log(token);
}

/** The branch that was checked out when the task's last attempt started; null: none was. Unknown: today's. */
function branchAtStart(project: Project, task: Task): string | null {
  const token = task.strategies_tried.at(-1)?.token;
  const record = token === undefined ? null : readRecord(attemptFiles(project.repository.commonDir, token), token);
  if (record !== null && record !== "broken") return record.onto ?? null;
  const head = gitSync(["symbolic-ref", "--quiet", "--short", "HEAD"], { cwd: project.repository.root });
  return head.stdout.trim() || null;
}

/** Merges a task's verified work into the checked-out branch, when that is clean. */
export async function landWork(project: Project, task: Task, work: Work): Promise<LandResult> {
  if (work.commit === null || work.branch === null)
    return { kind: "left", why: "it has no commit on a branch of its own" };
  const { land } = await import("../git/landing.ts");
  const order = { workTree: project.repository.root, branch: work.branch, commit: work.commit, id: task.id };
  const landed = await land({ ...order, onto: branchAtStart(project, task) });
  return landed.landed
    ? { kind: "landed", commit: landed.commit, into: landed.into }
    : { kind: "left", why: landed.why };
}

/** Clears away what attempts left that nobody needs any more. */
export function clearAway(project: Project, running: ReadonlySet<string>): Promise<Pruned> {
  const { commonDir, root } = project.repository;
  return prune({
    commonDir,
    workTree: root,
    rooms: roomsFolder(commonDir),
    running,
    now: Date.parse(project.clock.now()),
  });
}
