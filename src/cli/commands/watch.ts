/** `ltpm watch`: keeps and records what happens while nobody commits, until it is ended; `--once` looks once. One watcher a work tree. */
import { mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { ALIVE_EVERY } from "../../history/watch/presence.ts";
import { LockBusy, withLock } from "../../host/lock.ts";
import { WATCH_WORDS } from "../../messages/watch.ts";
import { type Call, flag, usageError } from "../call.ts";
import { Problem } from "../failure.ts";
import { tidySaves } from "../history/saves.ts";
import { eventSayer } from "../history/watch-events.ts";
import { watchMemory, watchOn } from "../history/watch-loop.ts";
import { lookAround } from "../history/watch-round.ts";
import { openProject, type Project } from "../project.ts";

/** How long a watcher that is just ending is waited for, in milliseconds. */
const PATIENCE = 1_000;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

async function lookOnce(call: Call, project: Project): Promise<number> {
  const say = eventSayer(call);
  const memory = { ...watchMemory(project), unsynced: true };
  if (!(await lookAround({ call, project, memory, mode: "heartbeat", say }))) say(project, { event: "nothing" });
  tidySaves(project);
  return 0;
}

/** Runs `work` as the only watcher of this work tree. Throws `Problem` when there is one. */
async function alone(project: Project, work: () => Promise<void>): Promise<void> {
  const folder = join(project.repository.gitDir, "ltpm");
  const lock = join(folder, "watch");
  mkdirSync(folder, { recursive: true });
  try {
    await withLock(lock, PATIENCE, async () => {
      // Another machine that shares the folder sees only the date.
      const alive = setInterval(() => touch(lock), ALIVE_EVERY);
      await work().finally(() => clearInterval(alive));
    });
  } catch (error) {
    if (error instanceof LockBusy) throw new Problem(WATCH_WORDS[project.language].watchedAlready);
    throw error;
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Somebody took the lock away; whoever begins now watches beside us, which does no harm.
  }
}

export async function run(call: Call): Promise<number> {
  if (call.words.length > 0) throw usageError(call, "watch takes no words; `-C DIR` watches another directory");
  const project = await openProject(call);
  if (flag(call, "once")) return lookOnce(call, project);
  const ending = new AbortController();
  const end = () => ending.abort();
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    tidySaves(project);
    await alone(project, () => watchOn(project, call, ending.signal));
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, end);
  }
  // A look that was going on ends in the middle, as by a power cut: the next one goes on from there.
  setTimeout(() => process.exit(0), 20).unref();
  return 0;
}
