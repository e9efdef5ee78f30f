/** Throwaway repositories with queues of a given size. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

/**
 * The environment of everything measured, peers and floor alike: this machine's own (a proxy's certificates cost every start of Node
 * some 30 ms, and people have them), without what would change the work: settings of ours, of git, a home with files in it.
 */
export function environment(home) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(?:LTPM_|TASK_RUNNER_|GIT_|npm_|NO_COLOR$|FORCE_COLOR$)/.test(name),
  );
  return {
    ...Object.fromEntries(own),
    HOME: home,
    LANG: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "B",
    GIT_AUTHOR_EMAIL: "b@localhost",
    GIT_COMMITTER_NAME: "B",
    GIT_COMMITTER_EMAIL: "b@localhost",
  };
}

/** A task as the queue holds it; one in ten is done, with what that leaves behind. */
export function task(n) {
  const done = n % 10 === 0;
  return {
    id: `T-${String(n).padStart(2, "0")}`,
    uid: `bench${String(n).padStart(9, "0")}`,
    description: `Task number ${n}: look after the part of the boat that has the number ${n}`,
    goal: `the part number ${n} is looked after`,
    status: done ? "done" : "pending",
    added_at: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(),
    task_type: "code-change",
    retries: 0,
    maxRetries: 3,
    subagent_session: null,
    started_at: null,
    completed_at: done ? new Date().toISOString() : null,
    deliverable: done ? "a part that was looked after" : null,
    deliverable_path: null,
    ...(done ? { verification: "all checks passed" } : {}),
    strategies_tried: [],
    blocked_reason: null,
    user_action_required: null,
    source: { kind: "cli" },
  };
}

export function queueText(size) {
  const tasks = Array.from({ length: size }, (_, n) => task(n + 1));
  return `${JSON.stringify({ version: 2, lastId: tasks.at(-1)?.id ?? null, tasks, archivedCount: 0 }, null, 2)}\n`;
}

/** A repository whose queue has `size` tasks, taken over by the program itself. */
export function repository(scratch, size) {
  const root = mkdtempSync(join(scratch, `queue-${size}-`));
  const env = environment(root);
  spawnSync("git", ["init", "--quiet", root], { env });
  mkdirSync(join(root, ".ltpm"));
  writeFileSync(join(root, ".ltpm/task-queue.json"), queueText(size));
  const ran = spawnSync(process.execPath, [CLI, "add", "the first of ours", "--no-dispatch"], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return { root, env };
}
