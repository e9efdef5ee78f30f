/** Cycles of the dispatcher on a terminal: one for `add` and heartbeats, as many as it takes for `dispatch --wait`. */
import { type CyclePorts, type CycleReport, runCycle } from "../dispatch/drive.ts";
import { heardTogether, NOTHING_HEARD } from "../dispatch/story/port.ts";
import type { Heard } from "../dispatch/story/types.ts";
import { blockedMessage } from "../messages/blocked.ts";
import { HEARTBEAT_OK } from "../messages/catalog.ts";
import { doneMessage } from "../messages/done.ts";
import { countTasks } from "../messages/status-table.ts";
import { HEARD_WORDS } from "../messages/story.ts";
import { taskByLabel, taskByUid } from "../queue/find.ts";
import type { Notice } from "../queue/schema.ts";
import type { State } from "../state/state.ts";
import { type Call, flag } from "./call.ts";
import { foldIfWaiting } from "./documents/fold-look.ts";
import { clearAway, endSessions, executorsOf, landWork } from "./executors.ts";
import type { Project } from "./project.ts";
import { noteSettled } from "./prompts/note-settled.ts";
import { storyPort } from "./story.ts";

/** A notice as people read it; null when the task has moved on and there is nothing to tell any more. */
function noticeText(project: Project, notice: Notice, state: State): string | null {
  const { messages } = project;
  if (notice.kind === "all_blocked") return messages.cycle.allBlocked;
  if (notice.kind !== "done" && notice.kind !== "blocked") return null;
  const task = notice.uid === null ? undefined : taskByUid(state.queue, notice.uid);
  if (task === undefined || task.status !== notice.kind) return null;
  return notice.kind === "done" ? doneMessage(messages, task) : blockedMessage(messages, task);
}

/** The ports of a cycle that talks to this call's terminal. `hush` is called before each output, to clear a progress line. */
export function cyclePorts(project: Project, call: Call, hush: () => void = () => {}): CyclePorts {
  const shown = new Set<string>();
  const story = storyPort(project);
  return {
    ...(story && { story }),
    store: project.store,
    clock: project.clock,
    dice: project.dice,
    settings: project.settings,
    executors: executorsOf(project),
    land: (task, work) => landWork(project, task, work),
    deliver: async (notice, state) => {
      const text = shown.has(notice.id) ? null : noticeText(project, notice, state);
      shown.add(notice.id);
      if (text !== null && !flag(call, "json")) {
        hush();
        call.terminal.out(`${text}\n`);
      }
      // On GitHub the people who wait for it are somewhere else: the next run there tells them.
      return project.remote === null || notice.kind === "done";
    },
  };
}

/**
 * What a cycle did, for people: starts, new tries, losses, landings, troubles. Done and blocked come as notices. A trouble that was
 * `said` in an earlier cycle of the same command is not said again.
 */
export function tellReport(project: Project, call: Call, report: CycleReport, said: Set<string> = new Set()): void {
  const { cycle } = project.messages;
  const { queue } = report.state;
  const lines = heardLines(project, report);
  for (const entry of report.settled) {
    const task = taskByUid(queue, entry.uid);
    if (entry.outcome === "lost" && entry.status !== "blocked") lines.push(cycle.lost(entry.id));
    else if (entry.status === "pending" || (entry.status !== "done" && task?.status === "running")) {
      const next = report.orders.find((order) => order.uid === entry.uid)?.strategy ?? "";
      const what = { id: entry.id, attempt: entry.attempt, of: (task?.maxRetries ?? 0) + 1 };
      lines.push(cycle.triesAgain(what, entry.words, next));
    }
  }
  for (const order of report.orders) {
    const of = (taskByUid(queue, order.uid)?.maxRetries ?? 0) + 1;
    lines.push(cycle.started({ id: order.id, attempt: order.attempt, of }, order.strategy));
  }
  for (const { uid, result } of report.landings) {
    const task = taskByUid(queue, uid);
    const branch = task?.references?.find((reference) => reference.kind === "branch")?.value ?? "";
    if (task && result.kind === "landed")
      lines.push(cycle.landed(task.id, result.into ?? "HEAD", result.commit.slice(0, 10)));
    else if (task && branch !== "")
      lines.push(cycle.notLanded(task.id, branch, result.kind === "landed" ? "" : result.why));
  }
  if (!flag(call, "json") && lines.length > 0) call.terminal.out(`${lines.join("\n")}\n`);
  for (const trouble of report.troubles.filter((one) => !said.has(one))) {
    said.add(trouble);
    call.terminal.err(`ltpm: ${trouble}\n`);
  }
  noteSettled(project.repository, report);
}

/** What the documents asked for, one line each. */
function heardLines(project: Project, { heard, state }: CycleReport): string[] {
  const words = HEARD_WORDS[project.language];
  return [
    ...heard.done.map((id) => words.done(id)),
    ...heard.added.map((id) => words.added(id, taskByLabel(state.queue, id)?.description ?? "")),
    ...heard.refused.map(({ id, why }) => words.refused(id, why)),
  ];
}

/** Sums up cycles for `--json`. */
export interface Tally {
  readonly started: string[];
  readonly done: string[];
  readonly blocked: string[];
  readonly retried: string[];
  readonly lost: string[];
  readonly archived: string[];
  heard: Heard;
  readonly documents: Set<string>;
}

export function emptyTally(): Tally {
  const lists = { started: [], done: [], blocked: [], retried: [], lost: [], archived: [] };
  return { ...lists, heard: NOTHING_HEARD, documents: new Set() };
}

export function tally(sum: Tally, report: CycleReport): void {
  sum.started.push(...report.orders.map((order) => order.id));
  sum.done.push(...report.done);
  sum.blocked.push(...report.blocked);
  sum.archived.push(...report.archived);
  sum.heard = heardTogether(sum.heard, report.heard);
  for (const path of report.documents) sum.documents.add(path);
  for (const entry of report.settled) {
    if (entry.outcome === "lost") sum.lost.push(entry.id);
    else if (entry.status === "pending") sum.retried.push(entry.id);
  }
}

export function cycleAnswer(sum: Tally, report: CycleReport, idle: boolean): object {
  const { heard, documents, ...lists } = sum;
  const { done, added, refused } = heard;
  return {
    heartbeat: idle ? HEARTBEAT_OK : "ACTIVE",
    ...lists,
    counts: countTasks(report.state.queue.tasks),
    ...(done.length + added.length + refused.length > 0 && { heard: { done, added, refused } }),
    ...(documents.size > 0 && { documents: [...documents] }),
  };
}

/** Landed work may be what another task waits for: such a pass is followed by one more, a few times at most. */
const MOST_PASSES = 3;

/** One pass of the dispatcher, as after `add` or at a heartbeat. Gives its answer for `--json`. */
export async function dispatchOnce(project: Project, call: Call): Promise<object> {
  // First, since the cycle's own story makes PROGRESS.md young.
  await foldIfWaiting(project, call);
  const ports = cyclePorts(project, call);
  const sum = emptyTally();
  const said = new Set<string>();
  const pass = async () => {
    const report = await runCycle(ports);
    await endOrphans(project, report);
    tally(sum, report);
    tellReport(project, call, report, said);
    return report;
  };
  let report = await pass();
  const idle = report.idle;
  for (let passes = 1; report.landings.length > 0 && passes < MOST_PASSES; passes++) report = await pass();
  const running = report.state.queue.tasks.filter((task) => task.status === "running");
  if (running.length > 0 && !flag(call, "json"))
    call.terminal.out(`${project.messages.cycle.leftRunning(running.length)}\n`);
  if (!idle) await tidyUp(project, call, new Set(running.map((task) => task.session?.token ?? "")));
  return cycleAnswer(sum, report, idle);
}

/** Clears away what attempts left; work that was found in the middle is kept, and said. */
export async function tidyUp(project: Project, call: Call, running: ReadonlySet<string>): Promise<void> {
  const { saved, problems } = await clearAway(project, running);
  const lines = saved.map(({ branch }) => project.messages.cycle.savedOnBranch(branch));
  if (lines.length > 0 && !flag(call, "json")) call.terminal.out(`${lines.join("\n")}\n`);
  for (const problem of problems) call.terminal.err(`ltpm: ${problem}\n`);
}

/** Ends the processes of tasks that a person moved on by editing the queue file or a document. */
export async function endOrphans(project: Project, report: CycleReport): Promise<void> {
  const orphans = [...project.orphans.splice(0), ...report.heard.ended];
  if (orphans.length > 0) await endSessions(project, orphans);
}
