/** The middle of a cycle: starts what was reserved and ends what no longer counts. */
import type { Queue } from "../queue/schema.ts";
import type { AttemptOrder, Executor } from "./executor.ts";
import { bearWith, executorNamed, type RunningPorts } from "./ports.ts";

/** Every executor once: a replay of the decision may give a prepared token to a task of another kind. */
function allOf(ports: RunningPorts): Executor[] {
  return [...new Set(Object.values(ports.executors))];
}

/** Before the reservation is committed: leaves the traces by which others see that these starts are under way. */
export async function prepareAll(ports: RunningPorts, tokens: readonly string[]): Promise<void> {
  for (const executor of allOf(ports)) for (const token of tokens) await executor.prepare(token);
}

/** Takes back the traces of starts that were not reserved after all. */
export async function discardUnused(
  ports: RunningPorts,
  tokens: readonly string[],
  orders: readonly AttemptOrder[],
  troubles: string[],
): Promise<void> {
  for (const executor of allOf(ports)) {
    const own = orders.filter((order) => ports.executors[order.run.kind] === executor);
    const used = new Set(own.map(({ token }) => token));
    for (const token of tokens.filter((one) => !used.has(one))) {
      await bearWith(troubles, "An unused start could not be cleaned up", () => executor.discard(token));
    }
  }
}

/** Starts what was reserved. */
export async function startAll(
  ports: RunningPorts,
  orders: readonly AttemptOrder[],
  troubles: string[],
): Promise<void> {
  for (const order of orders) {
    await bearWith(troubles, `${order.id} could not be started`, () => ports.executors[order.run.kind].start(order));
  }
}

/** Ends attempts that were seen running although their tokens no longer count. */
export async function endFenced(
  ports: RunningPorts,
  seen: Queue,
  tokens: readonly string[],
  troubles: string[],
): Promise<void> {
  const fenced = new Set(tokens);
  for (const { id, session, subagent_session } of fenced.size === 0 ? [] : seen.tasks) {
    const executor = session && fenced.has(session.token) ? executorNamed(ports, session.executor) : undefined;
    if (!session || executor === undefined) continue;
    const cancel = () => executor.cancel(subagent_session ?? "", session.token);
    await bearWith(troubles, `The attempt of ${id} that no longer counts could not be ended`, cancel);
  }
}
