/** One client of the branch store, as long-lived as the loop in sh beside it: `node remote-client.mjs ROOT BRANCH COUNT` adds COUNT tasks. */
import { findRepository } from "../src/git/repository.ts";
import { systemClock, systemDice } from "../src/host/system-clock.ts";
import { addIntent } from "../src/state/intents.ts";
import { remoteStore } from "../src/stores/remote.ts";

async function work(root: string, branch: string, count: number): Promise<void> {
  const repository = await findRepository(root, {});
  const clock = { clock: systemClock, dice: systemDice };
  const store = remoteStore({ repository, remote: "origin", branch, dir: ".ltpm", maxRetries: 3, ...clock });
  for (let n = 0; n < count; n++) {
    const draft = { uid: systemDice.name(12), description: `update ${n}`, task_type: "unknown" };
    const { result } = await store.transact(addIntent([draft], 3, systemDice.name(16)));
    if (!result.ok) throw new Error(`update ${n} was refused`);
  }
}

const [root = ".", branch = "", count = "1"] = process.argv.slice(2);
await work(root, branch, Number(count));
