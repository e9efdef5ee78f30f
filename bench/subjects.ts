/** What the in-process rows measure. */
import { DEFAULT_SETTINGS } from "../src/config/defaults.ts";
import { cycleIntent } from "../src/dispatch/cycle.ts";
import { intake } from "../src/intake/intake.ts";
import type { Queue, Task } from "../src/queue/schema.ts";
import { serialiseQueue } from "../src/queue/write.ts";

const NOW = "2026-11-21T12:00:00.000Z";

function running(task: Task, n: number): Task {
  const token = `token${String(n).padStart(7, "0")}`;
  const session = {
    token,
    strategy: "run",
    executor: "command",
    attempt: 1,
    reserved_at: NOW,
    lease_until: "2026-11-21T14:00:00.000Z",
  };
  return {
    ...task,
    status: "running",
    started_at: NOW,
    completed_at: null,
    subagent_session: `cmd:bench/${token}`,
    session,
  };
}

/** Reading a queue file, planning one cycle on it and writing it again, with `count` attempts under way. */
export function planCycleOn(text: string, count: number): () => number {
  const queue: Queue = JSON.parse(text);
  const busy = { ...queue, tasks: queue.tasks.map((task, n) => (n < count ? running(task, n) : task)) };
  const file = serialiseQueue(busy);
  return () => {
    const state = { queue: JSON.parse(file) as Queue, archive: new Map() };
    const observations = state.queue.tasks
      .filter((task) => task.status === "running")
      .map((task) => ({ uid: task.uid, token: task.session?.token ?? "", observed: { kind: "running" as const } }));
    const intent = cycleIntent({
      op: "bench",
      observations,
      draws: { tokens: ["benchtoken01", "benchtoken02"], fractions: [0.5] },
      settings: { ...DEFAULT_SETTINGS, max_concurrent: count + 2, inline_commands: "never" },
      host: { name: () => "command", handle: (_kind, token) => `cmd:bench/${token}` },
      archived: () => undefined,
      archive: false,
    });
    const after = intent.apply(state, NOW).state ?? state;
    return serialiseQueue(after.queue).length;
  };
}

export function intakeOf(text: string): number {
  return intake({ text, source: "cli" }, new Set()).tasks.length;
}
