/** The beginning of a cycle: what the state and the executors say, and the draws that the decision needs. */
import type { Queue, Status } from "../queue/schema.ts";
import { latest } from "../state/clock.ts";
import type { Snapshot } from "../state/state.ts";
import type { Store } from "../state/store.ts";
import { dueForArchive } from "./archive-due.ts";
import type { Host } from "./attempt-order.ts";
import type { CycleInput } from "./cycle.ts";
import { type DecidingPorts, executorNamed, type RunningPorts, wordsOf } from "./ports.ts";
import type { Observation } from "./settle.ts";

/** Looks at every running task whose executor is here. */
export async function observeAll(ports: RunningPorts, queue: Queue): Promise<Observation[]> {
  const running = queue.tasks.filter((task) => task.status === "running");
  const seen = running.map(async (task): Promise<Observation | null> => {
    const { session, uid, subagent_session } = task;
    const executor = session ? executorNamed(ports, session.executor) : undefined;
    if (!session || executor === undefined) return null;
    try {
      return { uid, token: session.token, observed: await executor.observe(subagent_session ?? "", session.token) };
    } catch (error) {
      return { uid, token: session.token, observed: { kind: "unknown", why: wordsOf(error) } };
    }
  });
  return (await Promise.all(seen)).filter((observation) => observation !== null);
}

/** Everything the decision takes from outside. `most`: attempts that this cycle may start; what the settings allow, if absent. */
export async function inputFor(
  ports: DecidingPorts,
  snapshot: Snapshot,
  observations: readonly Observation[],
  most: number = ports.settings.max_concurrent,
): Promise<CycleInput> {
  const { settings, dice, executors } = ports;
  const { queue } = snapshot.state;
  const now = latest(ports.clock.now(), queue.updated_at);
  const host: Host = {
    name: (kind) => executors[kind].name,
    handle: (kind, token) => executors[kind].handle(token),
  };
  const slots = Array.from({ length: most }, () => dice.name(12));
  return {
    op: dice.name(16),
    observations,
    draws: { tokens: slots, fractions: observations.map(() => dice.fraction()) },
    settings,
    host,
    archived: await archivedStatuses(ports.store, queue),
    archive: dueForArchive(queue, settings.archive_days, now).size > 0,
  };
}

/** The archive is read only when a pending task depends on a label that the queue does not know. */
async function archivedStatuses(store: Store, queue: Queue): Promise<(label: string) => Status | undefined> {
  const pending = queue.tasks.filter((task) => task.status === "pending" && (task.depends_on ?? []).length > 0);
  if (pending.length === 0) return () => undefined;
  const known = new Set(queue.tasks.flatMap((task) => [task.id, ...(task.aliases ?? [])]));
  if (pending.every((task) => (task.depends_on ?? []).every((label) => known.has(label)))) return () => undefined;
  const statuses = new Map<string, Status>();
  const { archive } = (await store.read({ archive: true })).state;
  const tasks = [...archive.values()].flatMap((file) => file.tasks);
  for (const task of tasks) for (const alias of task.aliases ?? []) statuses.set(alias, task.status);
  for (const task of tasks) statuses.set(task.id, task.status);
  return (label) => statuses.get(label);
}
