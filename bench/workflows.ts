/** Which jobs of the installed workflows an event starts, as GitHub would decide it. */
import { parse } from "yaml";
import { type Contexts, runs } from "../test/workflows/evaluate.ts";

interface Job {
  readonly if?: string | boolean;
  readonly needs?: unknown;
}

/** The jobs that wait for no other and whose `if:` holds for this event. */
export function jobsStarted(workflow: string, event: Contexts): string[] {
  const { jobs }: { jobs: Record<string, Job> } = parse(workflow);
  return Object.entries(jobs)
    .filter(([, job]) => job.needs === undefined && runs(String(job.if ?? true), event))
    .map(([name]) => name);
}

/** How often the schedules of a workflow fire in 31 days: five fields of `*`, a step of `*` or a number. */
export function firings(workflow: string): number {
  const { on } = parse(workflow.replace(/^on:.*$/m, "on:"));
  const crons: { cron: string }[] = on?.schedule ?? [];
  return crons.reduce((sum, { cron }) => sum + firingsOf(cron.split(/\s+/)), 0);
}

function firingsOf([minute = "*", hour = "*", day = "*", , weekday = "*"]: readonly string[]): number {
  const days = weekday === "*" ? times(day, 31) : times(weekday, 7) * (31 / 7);
  return times(minute, 60) * times(hour, 24) * days;
}

function times(field: string, all: number): number {
  if (field === "*") return all;
  const step = /^\*\/(\d+)$/.exec(field)?.[1];
  return step === undefined ? field.split(",").length : Math.ceil(all / Number(step));
}
