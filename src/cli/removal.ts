/** Starting over and going away. Nothing is dropped while attempts run, and a fresh queue keeps the old tasks in the archive. */
import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gitOutput, gitSync } from "../git/run.ts";
import { INIT_WORDS } from "../messages/init.ts";
import { moveToArchive } from "../queue/archive.ts";
import { endedSession } from "../queue/control.ts";
import { isTerminal } from "../queue/machine.ts";
import type { Task } from "../queue/schema.ts";
import { ARCHIVE_DIR, QUEUE_FILE } from "../state/files.ts";
import type { Call } from "./call.ts";
import { Problem } from "./failure.ts";
import { removeHeartbeat } from "./heartbeat-file.ts";
import type { Project } from "./project.ts";

const LEFT_BEHIND = "left behind by init --fresh";

function leftBehind(task: Task, now: string): Task {
  if (isTerminal(task.status)) return task;
  const { session: _session, ...rest } = task;
  return {
    ...rest,
    status: "skipped",
    subagent_session: null,
    completed_at: now,
    blocked_reason: LEFT_BEHIND,
    decided_at: now,
  };
}

/** Empties the queue into the archive; running attempts are ended. Gives the labels that left. */
export async function startFresh(project: Project): Promise<readonly string[]> {
  const { result } = await project.store.transact({
    op: project.dice.name(16),
    archive: true,
    subject: "ltpm: start fresh",
    apply(state, now) {
      const { tasks } = state.queue;
      if (tasks.length === 0) return { result: { ids: [], ended: [] } };
      const queue = { ...state.queue, tasks: tasks.map((task) => leftBehind(task, now)), outbox: [] };
      const moved = moveToArchive({ ...state, queue }, new Set(tasks.map((task) => task.uid)));
      return {
        state: moved,
        result: { ids: tasks.map((task) => task.id), ended: tasks.flatMap((task) => endedSession(task) ?? []) },
      };
    },
  });
  if (result.ended.length > 0) await (await import("./executors.ts")).endSessions(project, result.ended);
  return result.ids;
}

/** Deletes every hidden ref of ours in one git call, and the folders that git leaves empty. */
function removeRefs({ root, commonDir }: Project["repository"]): void {
  const refs = gitOutput(["for-each-ref", "--format=%(refname)", "refs/ltpm/"], { cwd: root });
  const names = refs.split("\n").filter(Boolean);
  const input = names.map((ref) => `delete ${ref}\n`).join("");
  // A lock that a killed git left on one of them stops them all: then what can go goes, and git says which could not.
  const isStopped = input !== "" && gitSync(["update-ref", "--stdin"], { cwd: root, input }).code !== 0;
  const stuck = names.filter((ref) => isStopped && gitSync(["update-ref", "-d", ref], { cwd: root }).code !== 0);
  removeEmptyFolders(join(commonDir, "refs/ltpm"));
  for (const ref of stuck) gitOutput(["update-ref", "-d", ref], { cwd: root });
}

function removeEmptyFolders(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

/** What lies in files that people share: hooks, git's settings, the block for agents, documents that are still as they were made. */
async function removeFromTree(call: Call, project: Project): Promise<void> {
  const { uninstallHooks } = await import("../history/install/install.ts");
  uninstallHooks(project.repository);
  const { unguardMirrors } = await import("../history/remotes.ts");
  unguardMirrors(project.repository);
  const { unwireMerge } = await import("./merge/wire.ts");
  unwireMerge(project.repository);
  const { removeAgentsBlocks, removeDocuments } = await import("./init/take-away.ts");
  const blocks = removeAgentsBlocks(project);
  const { removed, changed } = await removeDocuments(project);
  const words = INIT_WORDS[project.language];
  const lines = [
    ...(removed.length > 0 ? [words.removed(removed)] : []),
    ...(blocks.length > 0 ? [words.agentsRemoved(blocks)] : []),
    ...(changed.length > 0 ? [words.changed(changed)] : []),
  ];
  if (lines.length > 0) call.terminal.out(`${lines.join("\n")}\n`);
}

/**
 * `init --remove`: hooks, the block for agents, documents nobody wrote in, queue, archive, configuration, heartbeat block, hidden refs and logs.
 * What people wrote stays.
 */
export async function removeAll(call: Call, project: Project): Promise<number> {
  const { queue } = (await project.store.read()).state;
  const running = queue.tasks.filter((task) => task.status === "running").map((task) => task.id);
  if (running.length > 0)
    throw new Problem(`${running.join(", ")} still running: \`ltpm cancel ${running.join(" ")}\` first`);
  await removeFromTree(call, project);
  const { root, commonDir } = project.repository;
  for (const name of [QUEUE_FILE, ARCHIVE_DIR, "config.json"])
    rmSync(join(project.queueDirectory, name), { recursive: true, force: true });
  if (existsSync(project.queueDirectory) && readdirSync(project.queueDirectory).length === 0)
    rmdirSync(project.queueDirectory);
  removeHeartbeat(root, project.settings.dir);
  removeRefs(project.repository);
  const { roomsFolder } = await import("../executors/command/attempt-folder.ts");
  rmSync(roomsFolder(commonDir), { recursive: true, force: true });
  rmSync(join(commonDir, "ltpm"), { recursive: true, force: true });
  const linked = join(commonDir, "worktrees");
  for (const name of existsSync(linked) ? readdirSync(linked) : []) {
    rmSync(join(linked, name, "ltpm"), { recursive: true, force: true });
  }
  gitSync(["worktree", "prune"], { cwd: root });
  call.terminal.out(`${project.messages.setup.removed}\n`);
  return 0;
}
