/** The first run sets everything up by itself: queue, heartbeat block, one notice. Doing it again changes nothing. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EMPTY_QUEUE } from "../state/state.ts";
import type { Intent } from "../state/store.ts";
import type { Call } from "./call.ts";
import { flag } from "./call.ts";
import type { Project } from "./project.ts";

/** Writes the empty queue where there is none yet. */
function beginIntent(op: string): Intent<boolean> {
  return {
    op,
    subject: "ltpm: begin",
    apply: (state) =>
      state.queue.version === undefined
        ? { state: { ...state, queue: { ...EMPTY_QUEUE, ...state.queue } }, result: true }
        : { result: false },
  };
}

/** Sets up unless it is done; true when this call did it. */
export async function setUp(project: Project): Promise<{ readonly queue: boolean; readonly heartbeat: boolean }> {
  const { result: queue } = await project.store.transact(beginIntent(project.dice.name(16)));
  const { addHeartbeat } = await import("./heartbeat-file.ts");
  return { queue, heartbeat: addHeartbeat(project.repository.root, project.settings.dir) };
}

/** What the first `add` or `intake` of a repository does before anything else. A queue file that is there means: not the first. */
export async function setUpIfNew(project: Project, call: Call): Promise<void> {
  // A shared state is begun on purpose, by `init`.
  if (project.remote !== null) return;
  if (existsSync(join(project.queueDirectory, "task-queue.json"))) return;
  const { version } = await project.store.read();
  if (version !== "") return;
  const done = await setUp(project);
  if (done.queue && !flag(call, "json"))
    call.terminal.out(`${project.messages.setup.firstRun(done.heartbeat, { kind: "none" })}\n`);
}
