/** Reserving: which ready tasks start in this cycle. */

import type { Notice, Task } from "../queue/schema.ts";
import { type Candidate, type StartContext, startAttempt } from "./attempt-order.ts";
import { strategyNamed, waysFor } from "./available.ts";
import { typeNamed } from "./catalog.ts";
import { classified } from "./classified.ts";
import type { AttemptOrder } from "./executor.ts";
import { inOrder } from "./order.ts";
import { pickStrategy } from "./pick.ts";
import { isDue, waitReason } from "./ready.ts";
import { blockedNotice, blockedTask } from "./settled.ts";
import type { Strategy, TaskType } from "./strategy.ts";

export interface ReserveContext extends StartContext {
  readonly types: readonly TaskType[];
  /** Fences for the attempts that may start; no more attempts than tokens. */
  readonly tokens: readonly string[];
}

export interface Reserved {
  readonly changed: readonly Task[];
  readonly orders: readonly AttemptOrder[];
  readonly notices: readonly Notice[];
}

/** How many ready tasks are looked at beyond those that start, for faults that block them at once. Bounds a cycle's work. */
const LOOK_AHEAD = 100;
/**
 * Starts what may start, up to `max_concurrent` running tasks. A ready task with a permanent fault blocks here. People's
 * tasks take the slots that are left, and the last slot only when it is the only one: no person holds up the machines.
 */
export function reserve(tasks: readonly Task[], context: ReserveContext): Reserved {
  const { settings, now } = context;
  const running = tasks.filter((task) => task.status === "running");
  const ready = inOrder(
    tasks.filter((task) => task.status === "pending" && isDue(task, now) && waitReason(task, context.near) === null),
  );
  const free = Math.min(settings.max_concurrent - running.length, context.tokens.length);
  const { candidates, blocked } = candidatesAmong(ready, Math.max(0, free), context);
  const chosen = choose(candidates, running, Math.max(0, free), context);
  const started = chosen.map((candidate, at) => startAttempt(candidate, context.tokens[at] ?? "", context));
  return {
    changed: [...blocked, ...started.map(({ task }) => task)],
    orders: started.map(({ order }) => order),
    notices: blocked.map((task) => blockedNotice(task, `epoch-${task.epoch ?? 0}`, now)),
  };
}

function candidatesAmong(ready: readonly Task[], free: number, { settings, types, now }: ReserveContext) {
  const candidates: Candidate[] = [];
  const blocked: Task[] = [];
  for (const found of ready.slice(0, free + LOOK_AHEAD)) {
    const task = classified(found, types);
    const type = typeNamed(types, task.task_type);
    const ways = waysFor(task, type, settings);
    const strategy = ways.kind === "ways" ? pickStrategy(task, ways.strategies) : null;
    if (ways.kind === "fault") blocked.push(blockedTask(task, ways.fault, now));
    else if (strategy !== null) candidates.push({ task, type, strategy });
  }
  return { candidates, blocked };
}

const isAgents = (strategy: Strategy | undefined) => strategy?.means === "agent" || strategy?.means === "second_agent";

function choose(candidates: readonly Candidate[], running: readonly Task[], free: number, context: ReserveContext) {
  const { settings, types, host } = context;
  const machines: Candidate[] = [];
  const oneAtATime = settings.isolation === "none";
  let agentInPlace = running.some((task) =>
    isAgents(strategyNamed(typeNamed(types, task.task_type), task.session?.strategy ?? "")),
  );
  for (const candidate of candidates) {
    if (machines.length >= free || candidate.strategy.means === "person") continue;
    if (oneAtATime && isAgents(candidate.strategy)) {
      if (agentInPlace) continue;
      agentInPlace = true;
    }
    machines.push(candidate);
  }
  const busyPeople = running.filter((task) => task.session?.executor === host.name("person")).length;
  const forPeople = Math.max(1, settings.max_concurrent - 1) - busyPeople;
  const people = candidates.filter((candidate) => candidate.strategy.means === "person");
  return [...machines, ...people.slice(0, Math.max(0, Math.min(forPeople, free - machines.length)))];
}
