/** The end of a cycle: lands verified work and tells people what is owed to them. */
import { taskByUid } from "../queue/find.ts";
import type { Notice, Queue } from "../queue/schema.ts";
import type { State } from "../state/state.ts";
import { unlandedWork } from "./landing.ts";
import { bearWith, type CyclePorts } from "./ports.ts";
import { type Landing, withReceipts } from "./receipts.ts";

/** Lands the work of done tasks for which that is owed. */
export async function landOwed(ports: Pick<CyclePorts, "land">, queue: Queue, troubles: string[]): Promise<Landing[]> {
  const landings: Landing[] = [];
  for (const { id, kind, uid } of queue.outbox ?? []) {
    if (kind !== "land" || uid === null) continue;
    const task = taskByUid(queue, uid);
    const work = task?.status === "done" ? unlandedWork(task) : null;
    // Nothing to land any more: the task was put back, or its work is in already.
    if (task === undefined || work === null) {
      landings.push({ notice: id, uid, result: { kind: "left", why: "there is nothing to land" } });
      continue;
    }
    const land = async () => void landings.push({ notice: id, uid, result: await ports.land(task, work) });
    await bearWith(troubles, `The work of ${task.id} could not be landed`, land);
  }
  return landings;
}

/** Delivers the notices that are owed; the state they are told from knows what was landed. */
export async function tellOwed(
  ports: CyclePorts,
  state: State,
  landings: readonly Landing[],
  troubles: string[],
): Promise<Notice[]> {
  const told: Notice[] = [];
  const owed = (state.queue.outbox ?? []).filter((notice) => notice.kind !== "land");
  if (owed.length === 0) return told;
  const landed: State = { ...state, queue: withReceipts(state.queue, { delivered: [], landings }) };
  for (const notice of owed) {
    await bearWith(troubles, "A notice could not be delivered", async () => {
      if (await ports.deliver(notice, landed)) told.push(notice);
    });
  }
  return told;
}
