/** `dispatch --wait`: cycle after cycle until nothing is left that can go on by itself, with live progress. */
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type CycleReport, runCycle } from "../dispatch/drive.ts";
import { neighboursIn, waitReason } from "../dispatch/ready.ts";
import { attemptFiles } from "../executors/command/attempt-folder.ts";
import { countTasks } from "../messages/status-table.ts";
import { momentInWords } from "../messages/time-ago.ts";
import type { Task } from "../queue/schema.ts";
import { answer, type Call, flag } from "./call.ts";
import { cycleAnswer, cyclePorts, emptyTally, endOrphans, tally, tellReport, tidyUp } from "./cycles.ts";
import { foldIfWaiting } from "./documents/fold-look.ts";
import { ownSessions } from "./executors.ts";
import type { Project } from "./project.ts";

/** How often ended attempts are looked for, and how long at most until a whole cycle looks at everything, in milliseconds. */
const LOOK = 40;
const LONGEST = 3_000;
/** A task that may start only later than this is not waited for. */
const PATIENCE = 20 * 60_000;

/** A line that is written over again, on a person's screen only. */
function progressLine(call: Call): { show(text: string): void; hush(): void } {
  let shown = false;
  const hush = () => {
    if (shown) call.terminal.out("\r\u001b[K");
    shown = false;
  };
  return {
    hush,
    show(text) {
      if (!call.terminal.interactive || flag(call, "json")) return;
      hush();
      call.terminal.out(text);
      shown = true;
    },
  };
}

/** The running attempts whose end this clone can see: a person's, or another machine's, is not waited for. */
function ownRunning(report: CycleReport, own: string): Task[] {
  return report.state.queue.tasks.filter((task) => task.status === "running" && task.subagent_session?.startsWith(own));
}

/** Sleeps until an attempt has left its record, or `longest` is over. */
async function untilSomethingEnds(
  project: Project,
  running: readonly Task[],
  longest: number,
  tick: () => void,
): Promise<void> {
  const records = running.map((task) => attemptFiles(project.repository.commonDir, task.session?.token ?? "").record);
  const end = Date.now() + longest;
  while (Date.now() < end && !records.some((path) => existsSync(path))) {
    tick();
    await sleep(LOOK);
  }
}

/** Why pending tasks are left when nothing goes on any more. */
function tellWaiting(project: Project, call: Call, report: CycleReport): void {
  const { queue } = report.state;
  const near = neighboursIn(queue, () => undefined);
  for (const task of queue.tasks.filter((one) => one.status === "pending")) {
    const later = task.not_before ? momentInWords(project.messages, task.not_before) : "";
    call.terminal.out(
      `${project.messages.cycle.notYet(task.id, task.blocked_reason ?? waitReason(task, near) ?? later)}\n`,
    );
  }
}

/** How long to wait for the next task that is due later; null: there is none, or it is too far away. */
function pauseUntil(next: string | null, now: string): number | null {
  const pause = next === null ? Number.POSITIVE_INFINITY : Date.parse(next) - Date.parse(now);
  return pause > PATIENCE ? null : Math.max(0, pause);
}

export async function workOff(call: Call, project: Project): Promise<number> {
  await foldIfWaiting(project, call);
  const line = progressLine(call);
  const ports = cyclePorts(project, call, line.hush);
  const own = ownSessions(project);
  const sum = emptyTally();
  const said = new Set<string>();
  const began = Date.now();
  let running: Task[] = [];
  const onInterrupt = () => {
    line.hush();
    call.terminal.out(`\n${project.messages.cycle.stoppedWaiting(running.length)}\n`);
    process.exit(130);
  };
  process.once("SIGINT", onInterrupt);
  try {
    for (;;) {
      const report = await runCycle(ports);
      await endOrphans(project, report);
      tally(sum, report);
      if (report.changed || report.troubles.length > 0) line.hush();
      tellReport(project, call, report, said);
      running = ownRunning(report, own);
      const pause = pauseUntil(report.next_at, project.clock.now());
      if (running.length === 0 && !report.changed && pause === null)
        return await finish(call, project, report, sum, line.hush);
      if (report.landings.length > 0 || (report.changed && running.length === 0)) continue;
      const counts = countTasks(report.state.queue.tasks);
      const tick = () => line.show(project.messages.cycle.progress(counts, Date.now() - began));
      await untilSomethingEnds(project, running, Math.min(LONGEST, pause ?? LONGEST), tick);
    }
  } finally {
    process.removeListener("SIGINT", onInterrupt);
  }
}

async function finish(
  call: Call,
  project: Project,
  report: CycleReport,
  sum: ReturnType<typeof emptyTally>,
  hush: () => void,
): Promise<number> {
  hush();
  const counts = countTasks(report.state.queue.tasks);
  const nothing = sum.started.length + sum.done.length + sum.blocked.length === 0;
  if (flag(call, "json")) answer(call, cycleAnswer(sum, report, nothing && report.idle));
  else {
    tellWaiting(project, call, report);
    call.terminal.out(`${project.messages.cycle.finished(counts)}\n`);
  }
  await foldIfWaiting(project, call);
  await tidyUp(project, call, new Set());
  return counts.blocked > 0 ? 1 : 0;
}
