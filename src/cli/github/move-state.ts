/** A state goes from where it was to the branch that shall hold it: tasks meet by uid, and none is there twice. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readRef } from "../../git/plumbing.ts";
import type { Repository } from "../../git/repository.ts";
import { gitOutput, gitSync } from "../../git/run.ts";
import { mergeQueues } from "../../queue/merge.ts";
import type { ArchiveFile } from "../../queue/schema.ts";
import { ARCHIVE_DIR, QUEUE_FILE } from "../../state/files.ts";
import type { Archive, State } from "../../state/state.ts";
import type { Intent, Store } from "../../state/store.ts";
import { STATE_REF } from "../../stores/ground.ts";

/** Both archives; a task that is in both is there once. */
function joined(ours: Archive, theirs: Archive): Archive {
  const known = new Set([...ours.values()].flatMap(({ tasks }) => tasks.map(({ uid }) => uid)));
  const all = new Map<string, ArchiveFile>(ours);
  for (const [month, file] of theirs) {
    const fresh = file.tasks.filter(({ uid }) => !known.has(uid));
    const there = all.get(month);
    if (there === undefined) all.set(month, { ...file, tasks: fresh });
    else if (fresh.length > 0) all.set(month, { ...there, tasks: [...there.tasks, ...fresh] });
  }
  return all;
}

/** Brings a state into another one. */
export function arrivalIntent(other: State, op: string): Intent<number> {
  return {
    op,
    archive: true,
    subject: (count) => `ltpm: ${count} ${count === 1 ? "task" : "tasks"} moved here`,
    apply(state, now) {
      const archive = joined(state.archive, other.archive);
      const known = new Set([...archive.values()].flatMap(({ tasks }) => tasks.map(({ uid }) => uid)));
      const here = new Set(state.queue.tasks.map(({ uid }) => uid));
      const tasks = other.queue.tasks.filter(({ uid }) => !known.has(uid) && !here.has(uid));
      const archived = count(archive) - count(state.archive);
      if (tasks.length === 0 && archived === 0) return { result: 0 };
      const { queue } = mergeQueues(null, state.queue, { ...other.queue, tasks }, now);
      const archivedCount = (state.queue.archivedCount ?? 0) + archived;
      return { state: { queue: { ...queue, archivedCount }, archive }, result: tasks.length };
    },
  };
}

function count(archive: Archive): number {
  return [...archive.values()].reduce((sum, { tasks }) => sum + tasks.length, 0);
}

/** Whether this clone has a state of its own. A queue file alone is one only while the state is local. */
export function hasLocalState(repository: Repository, queueDirectory: string, isLocal: boolean): boolean {
  return readRef(repository, STATE_REF) !== null || (isLocal && existsSync(join(queueDirectory, QUEUE_FILE)));
}

/** Copies what one store holds into another; gives the number of tasks that were not there yet. */
export async function copyState(from: Store, to: Store, op: string): Promise<number> {
  const { state } = await from.read({ archive: true });
  return (await to.transact(arrivalIntent(state, op))).result;
}

/** Ends the state of this clone: its ref, and its view where git does not track it. */
export function endLocalState(repository: Repository, queueDirectory: string): void {
  gitOutput(["update-ref", "-d", STATE_REF], { cwd: repository.root });
  for (const name of [QUEUE_FILE, ARCHIVE_DIR]) removeUntracked(repository.root, join(queueDirectory, name));
}

/** A view that is committed stays: the branch it is on says what becomes of it. */
function removeUntracked(root: string, path: string): void {
  const tracked = gitSync(["ls-files", "--error-unmatch", "--", path], { cwd: root });
  if (tracked.code !== 0) rmSync(path, { recursive: true, force: true });
}
