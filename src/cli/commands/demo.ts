/** `ltpm demo`: the main job for real, in a throwaway repository: real tasks, real processes, a failure, a retry, a block, an unblock. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gitOutput } from "../../git/run.ts";
import type { Task } from "../../queue/schema.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import { ACCEPT, CONFIG, FILES, MESSAGE } from "../demo/story.ts";
import { Problem } from "../failure.ts";
import { openProject } from "../project.ts";
import { runCli } from "../run.ts";
import type { Terminal } from "../terminal.ts";

function makeRepository(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "ltpm-demo-")));
  for (const [path, text] of Object.entries({
    ...FILES,
    ".ltpm/config.json": `${JSON.stringify(CONFIG, null, 2)}\n`,
  })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const git = (...args: string[]) => gitOutput(args, { cwd: directory });
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "LTPM demo");
  git("config", "user.email", "demo@localhost");
  git("add", "--all");
  git("commit", "--quiet", "--no-verify", "--message", "A tiny project");
  return directory;
}

/** A narrator that shows each command as a person would type it, and what it answers. */
function narrator(
  call: Call,
  directory: string,
): { say(text: string): void; ltpm(...args: string[]): Promise<number> } {
  const quiet = flag(call, "json");
  const terminal: Terminal = {
    ...call.terminal,
    cwd: directory,
    interactive: false,
    out: (text) => (quiet ? undefined : call.terminal.out(text)),
    err: (text) => (quiet ? undefined : call.terminal.out(text)),
  };
  const shown = (arg: string) => (/^[\w./:-]+$/.test(arg) ? arg : `'${arg}'`);
  return {
    say: (text) => terminal.out(`\n${text}\n`),
    ltpm(...args) {
      terminal.out(`\n$ ltpm ${args.map(shown).join(" ")}\n`);
      return runCli(args, terminal);
    },
  };
}

async function tasksOf(call: Call, directory: string): Promise<readonly Task[]> {
  const project = await openProject({ ...call, directory });
  return (await project.store.read()).state.queue.tasks;
}

/** Plays the story; gives the tasks as they were when work stopped the first time, and at the end. */
async function play(call: Call, directory: string): Promise<{ first: readonly Task[]; last: readonly Task[] }> {
  const { say, ltpm } = narrator(call, directory);
  say(`A throwaway repository: ${directory}`);
  await ltpm("init", "--yes");
  await ltpm("intake", MESSAGE, "--no-dispatch");
  say("The first task gets a check of its own: its result must hold a heading for 1.0.");
  await ltpm("edit", "T-01", "--accept", ACCEPT);
  await ltpm("tasks");
  await ltpm("dispatch", "--wait");
  await ltpm("tasks");
  const first = await tasksOf(call, directory);
  say(
    "T-01's first try did not pass its check and the next strategy did. T-03 exits 0 having done nothing: that is not done.\nT-04 says itself what it needs. We give it that, and put it back.",
  );
  writeFileSync(join(directory, "APPROVED"), "yes\n");
  await ltpm("retry", "T-04");
  await ltpm("dispatch", "--wait");
  await ltpm("tasks");
  return { first, last: await tasksOf(call, directory) };
}

/** The numbers of the story, counted from the queue itself. */
function count(first: readonly Task[], last: readonly Task[]) {
  const blockedFirst = new Set(first.filter((task) => task.status === "blocked").map((task) => task.uid));
  return {
    done: last.filter((task) => task.status === "done").length,
    retried: last.filter((task) => task.status === "done" && task.strategies_tried.length > 1).length,
    blocked: blockedFirst.size,
    unblocked: last.filter((task) => task.status === "done" && blockedFirst.has(task.uid)).length,
  };
}

export async function run(call: Call): Promise<number> {
  if (call.words.length > 0) throw usageError(call, "demo takes no words");
  const started = Date.now();
  const directory = makeRepository();
  try {
    const { first, last } = await play(call, directory);
    const counts = count(first, last);
    const seconds = Math.round((Date.now() - started) / 100) / 10;
    const repo = flag(call, "keep") ? directory : null;
    if (flag(call, "json")) answer(call, { ...counts, repo, seconds });
    else {
      const { done, retried, blocked, unblocked } = counts;
      call.terminal.out(
        `\n${done} done (${retried} after a retry), ${blocked} blocked, ${unblocked} unblocked, in ${seconds} s\n`,
      );
      call.terminal.out(
        repo
          ? `The repository is yours to look at: ${repo}\n`
          : "The repository is gone again; `ltpm demo --keep` leaves it.\n",
      );
    }
    if (counts.done < 3 || counts.retried < 1 || counts.blocked < 2 || counts.unblocked < 1) {
      throw new Problem("the demo did not go as it should; please report this with the output above");
    }
    return 0;
  } finally {
    if (!flag(call, "keep")) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
