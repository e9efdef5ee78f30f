/**
 * A program as small as the CLI, on a real remote store: what clients do to each other is tried with processes.
 * `node remote-driver.mjs ROOT BRANCH NAME work COUNT` does COUNT operations of a client called NAME: it adds, skips, retries and
 * reserves. `add NAME…` only adds. Every acknowledged operation is a line of JSON on standard output.
 */
import { findRepository } from "../../src/git/repository.ts";
import { systemClock, systemDice } from "../../src/host/system-clock.ts";
import { addTasks } from "../../src/queue/add.ts";
import type { Operation } from "../../src/queue/control.ts";
import { replaceTasks } from "../../src/queue/find.ts";
import { controlIntent } from "../../src/state/intents.ts";
import type { Intent } from "../../src/state/store.ts";
import { remoteStore } from "../../src/stores/remote.ts";

const [root = ".", branch = "", client = "x", command = "add", ...words] = process.argv.slice(2);

function add(name: string): Intent<string> {
  return {
    subject: (label) => `ltpm: add ${label}`,
    op: `op-${name}`,
    apply: (state, now) => {
      const draft = { uid: `uid-${name}`, description: `do ${name}`, task_type: "unknown" };
      const added = addTasks(state.queue, [draft], now, 3);
      const first = added.ok ? added.tasks[0] : undefined;
      return added.ok && first ? { state: { ...state, queue: added.queue }, result: first.id } : { result: "" };
    },
  };
}

/** What a dispatcher does before it starts a task: the first pending one becomes running, under a token of this client. */
function reserve(name: string): Intent<string> {
  return {
    subject: (id) => `ltpm: reserve ${id}`,
    op: `op-${name}`,
    apply: (state, now) => {
      const task = state.queue.tasks.find((one) => one.status === "pending");
      if (task === undefined) return { result: "" };
      const session = {
        token: `token-${name}`,
        strategy: "run",
        executor: "command",
        attempt: task.strategies_tried.length + 1,
        reserved_at: now,
        lease_until: now,
      };
      const running = {
        ...task,
        status: "running" as const,
        session,
        subagent_session: `test:${name}`,
        started_at: now,
      };
      return {
        state: { ...state, queue: replaceTasks(state.queue, [running]) },
        result: `${task.id} ${task.epoch ?? 0}`,
      };
    },
  };
}

const control = (operation: Operation, id: string, name: string) => controlIntent([{ operation, id }], `op-${name}`);

const store = remoteStore({
  repository: await findRepository(root),
  remote: "origin",
  branch: branch === "" ? null : branch,
  dir: ".ltpm",
  clock: systemClock,
  dice: systemDice,
  maxRetries: 3,
  say: (word) => process.stderr.write(`${JSON.stringify(word)}\n`),
  patience: { total: Number(process.env.LTPM_TEST_PATIENCE ?? 60_000) },
});

async function told<R>(kind: string, name: string, intent: Intent<R>): Promise<R> {
  const began = performance.now();
  const done = await store.transact(intent);
  const milliseconds = Math.round(performance.now() - began);
  const { result, version, changed } = done;
  process.stdout.write(`${JSON.stringify({ kind, name, result, version, changed, milliseconds })}\n`);
  return result;
}

/** Of every five operations: an add, a reservation, an add, a skip of the last one added, its retry. */
async function work(count: number): Promise<void> {
  let last = "T-00";
  for (let n = 0; n < count; n++) {
    const name = `${client}-${n}`;
    const turn = n % 5;
    if (turn === 0 || turn === 2) last = await told("add", name, add(name));
    else if (turn === 1) await told("reserve", name, reserve(name));
    else await told(turn === 3 ? "skip" : "retry", name, control(turn === 3 ? "skip" : "retry", last, name));
  }
}

try {
  if (command === "work") await work(Number(words[0] ?? 1));
  else for (const name of words) await told("add", name, add(name));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exitCode = 1;
}
