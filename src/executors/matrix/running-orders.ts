/** The orders of attempts that run in a workflow run, made again from the state: no job has to hand them on. Pure. */

import { startAttempt } from "../../dispatch/attempt-order.ts";
import { strategyNamed } from "../../dispatch/available.ts";
import { taskTypes, typeNamed } from "../../dispatch/catalog.ts";
import type { AttemptOrder } from "../../dispatch/executor.ts";
import { neighboursIn } from "../../dispatch/ready.ts";
import type { Settings } from "../../dispatch/settings.ts";
import type { Queue } from "../../queue/schema.ts";
import { runHandle } from "./matrix-executor.ts";

/**
 * The orders of the tasks whose attempts run in this run, with the checks that the tasks have now. A task whose strategy
 * the configuration does not know any more is judged by its type's checks all the same.
 */
export function runningOrders(queue: Queue, settings: Settings, runId: string): AttemptOrder[] {
  const types = taskTypes(settings);
  const near = neighboursIn(queue, () => undefined);
  const handle = runHandle(runId);
  const host = { name: () => "matrix", handle: () => handle };
  return queue.tasks.flatMap((task) => {
    const { session } = task;
    if (task.status !== "running" || !session || task.subagent_session !== handle) return [];
    const type = typeNamed(types, task.task_type);
    const means = session.tool === "person" ? "person" : "agent";
    const known = strategyNamed(type, session.strategy);
    const strategy = known ?? { name: session.strategy, means, guidance: "" };
    const context = { now: session.reserved_at, settings, host, near };
    return [startAttempt({ task, type, strategy }, session.token, context).order];
  });
}
