/** What a cycle on GitHub is reported as: outputs for later steps, the summary, annotations, red or green. */

import { systemClock } from "../host/system-clock.ts";
import { jobSummary } from "../messages/github/run-texts.ts";
import { countTasks } from "../messages/status-table.ts";
import { oneLine } from "../messages/terminal-text.ts";
import type { Queue, Task } from "../queue/schema.ts";
import type { Annotation, JobReport, Outputs } from "./job.ts";
import type { ActionProject } from "./project.ts";

export interface Reported {
  readonly project: ActionProject;
  readonly before: Queue;
  readonly queue: Queue;
  readonly idle: boolean;
  readonly troubles: readonly string[];
  readonly denied: readonly string[];
  /** What is for the summary only. */
  readonly said: readonly string[];
  readonly outputs: Outputs;
}

const MOST_ANNOTATIONS = 10;

/** Labels of the tasks that are not as they were. */
function changedLabels(before: Queue, after: Queue): string[] {
  const known = new Map(before.tasks.map((task) => [task.uid, task]));
  return after.tasks.filter((task) => !isSame(known.get(task.uid), task)).map(({ id }) => id);
}

function isSame(before: Task | undefined, after: Task): boolean {
  return before === after || (before !== undefined && JSON.stringify(before) === JSON.stringify(after));
}

function blockedAnnotations(project: ActionProject, queue: Queue): Annotation[] {
  const blocked = queue.tasks.filter(({ status }) => status === "blocked");
  const one = (task: Task): Annotation => ({
    level: "warning",
    title: `${task.id} is blocked`,
    text: project.voice.hide(oneLine(task.blocked_reason ?? task.description)),
  });
  return blocked.slice(-MOST_ANNOTATIONS).map(one);
}

/** The report. A run in which GitHub refused something that a setting mends is red, and says which. */
export function reportOf(reported: Reported): JobReport {
  const { project, before, queue, idle, troubles, denied, said } = reported;
  const { total, ...counts } = countTasks(queue.tasks);
  const warnings = [...project.warnings, ...troubles].slice(0, MOST_ANNOTATIONS);
  const table = () => jobSummary(project.voice, queue.tasks, systemClock.now(), [...project.warnings, ...troubles]);
  // Nothing happened: the page of the last run still says how things stand.
  const isNews = !idle || said.length + warnings.length > 0;
  const [failed] = denied;
  return {
    outputs: {
      heartbeat: idle ? "HEARTBEAT_OK" : "ACTIVE",
      total,
      ...counts,
      changed: idle ? [] : changedLabels(before, queue),
      "blocked-ids": queue.tasks.filter(({ status }) => status === "blocked").map(({ id }) => id),
      ...reported.outputs,
    },
    summary: isNews ? [...said, table()].join("\n\n") : null,
    annotations: [
      ...warnings.map((text): Annotation => ({ level: "warning", text })),
      ...blockedAnnotations(project, queue),
    ],
    ...(failed === undefined ? {} : { failed }),
  };
}
