/** What an auto-sync is made from here: git's answers, without what was changed before it, and the failed tasks of the queue. */
import { readdirSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { gitOutput } from "../../git/run.ts";
import { changesBetween, type FileChange, uncommitted } from "../../history/auto-sync/changes.ts";
import type { SyncFacts } from "../../history/auto-sync/fold.ts";
import { changedAt, gatherSync } from "../../history/auto-sync/gather.ts";
import { headOf, lastFolded } from "../../history/auto-sync/records.ts";
import type { Queue, Task } from "../../queue/schema.ts";
import type { Project } from "../project.ts";
import { triadPlaces } from "./place.ts";

/** Entries of a folder of new files that are looked at for their dates; past them the folder's own date decides. */
const MOST_LOOKED_AT = 500;
/** An attempt's failure is a word in an entry; the queue has all of it. */
const LONGEST_ERROR = 200;

/** Everything for the next entry; `path`: PROGRESS.md, whose date is the start where nothing was folded yet. Throws `GitError`. */
export async function gatherFacts(project: Project, path: string): Promise<SyncFacts> {
  const { repository } = project;
  const facts = gatherSync(repository, project.settings.logs);
  const since = facts.last?.time ?? changedAt(repository, path);
  return {
    ...facts,
    committed: facts.last === null ? firstChanges(repository, since, facts.head) : facts.committed,
    uncommitted: recent(repository.root, facts.uncommitted, since),
    logErrors: [...(await failedTasks(project, since)), ...facts.logErrors],
  };
}

/** Before the first fold: what was committed after that moment. */
function firstChanges(repository: Repository, since: string | null, head: string | null): SyncFacts["committed"] {
  if (since === null || head === null) return [];
  const options = { cwd: repository.root, env: { GIT_DIR: repository.gitDir } };
  const args = ["rev-list", "--max-count=1", "--first-parent", `--before=${since}`, head];
  const base = gitOutput(args, options).trim();
  return changesBetween(repository, base === "" ? null : base, head);
}

/** The moment of the last record of either track: an auto-sync, or PROGRESS.md itself was written. Null: neither is there. */
export function lastRecorded(repository: Repository, path: string): string | null {
  const moments = [lastFolded(repository)?.time, changedAt(repository, path)].flatMap((moment) => moment ?? []);
  return moments.length === 0 ? null : new Date(Math.max(...moments.map(Date.parse))).toISOString();
}

/** Whether anything but our own writing was committed, checked out or changed since then. Throws `GitError`. */
export function touchedSince(project: Project, since: string): boolean {
  const { repository } = project;
  const isOurs = ownWriting(project);
  if (recent(repository.root, uncommitted(repository), since).some(({ path }) => !isOurs(path))) return true;
  if (!headMovedSince(repository, since)) return false;
  const last = lastFolded(repository);
  const head = headOf(repository);
  const committed = last === null ? firstChanges(repository, since, head) : changesBetween(repository, last.head, head);
  return committed === null || committed.some(({ path }) => !isOurs(path));
}

/** Its log is written to with every move; without a log it may have moved. */
function headMovedSince({ gitDir }: Repository, since: string): boolean {
  const moved = statSync(join(gitDir, "logs", "HEAD"), { throwIfNoEntry: false })?.mtimeMs;
  return moved === undefined || moved >= Date.parse(since);
}

/** What lies changed in the work tree stays so until somebody commits it: told once, it is no news until it is touched again. */
function recent(root: string, changes: readonly FileChange[], since: string | null): FileChange[] {
  if (since === null) return [...changes];
  const from = Date.parse(since);
  return changes.filter(({ path }) => newestDate(root, path, from) >= from);
}

/** In milliseconds; the date of a file that is gone is that of the folder it was in. */
function newestDate(root: string, path: string, enough: number): number {
  const folder = path.endsWith("/");
  const own = statSync(join(root, path), { throwIfNoEntry: false });
  if (own === undefined) return path === "" || path === "." ? 0 : newestFolderDate(root, posix.dirname(path));
  if (!folder || !own.isDirectory() || own.mtimeMs >= enough) return own.mtimeMs;
  return newestInside(join(root, path), own.mtimeMs, enough);
}

function newestFolderDate(root: string, folder: string): number {
  const stat = statSync(join(root, folder), { throwIfNoEntry: false });
  if (stat !== undefined) return stat.mtimeMs;
  return folder === "." ? 0 : newestFolderDate(root, posix.dirname(folder));
}

/** Looks through a folder of new files, the nearest first. */
function newestInside(folder: string, own: number, enough: number): number {
  const folders = [folder];
  let newest = own;
  let looked = 0;
  for (let next = folders.shift(); next !== undefined && newest < enough; next = folders.shift()) {
    for (const entry of entriesOf(next)) {
      looked += 1;
      if (looked > MOST_LOOKED_AT) return newest;
      const path = join(next, entry.name);
      newest = Math.max(newest, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (entry.isDirectory() && entry.name !== ".git") folders.push(path);
    }
  }
  return newest;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Tells our own writing from other changes: the queue, and the documents that commands write. */
export function ownWriting(project: Project): (path: string) => boolean {
  const dir = posix.normalize(project.settings.dir);
  const documents = new Set(
    triadPlaces(project).flatMap(({ progress, next, learnings, memory }) => [progress, next, learnings, memory]),
  );
  return (path) => path.startsWith(`${dir}/`) || documents.has(path);
}

/** Attempts that failed since then, of tasks that are not done all the same. */
async function failedTasks(project: Project, since: string | null): Promise<string[]> {
  const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
  // A queue that cannot be read stops whoever needs it, with a sentence of its own; an entry can do without.
  const queue = await queueAtHand(project).catch(() => null);
  return (queue?.tasks ?? []).flatMap((task) => failureOf(task, from) ?? []);
}

/** The queue as this machine has it, without asking a remote; null: it has none. */
export async function queueAtHand({ remote, store }: Project): Promise<Queue | null> {
  const snapshot = remote === null ? await store.read() : await remote.lastSeen();
  return snapshot?.state.queue ?? null;
}

function failureOf(task: Task, from: number): string | null {
  const last = task.strategies_tried.at(-1);
  if (task.status === "done" || task.status === "skipped" || last === undefined) return null;
  if (last.outcome === undefined || last.outcome === "done" || last.outcome === "cancelled") return null;
  if (!(Date.parse(last.ended_at ?? last.attempted_at) >= from)) return null;
  const why = (last.verification_failure ?? last.result ?? last.outcome).trim().split("\n")[0] ?? "";
  return `${task.id}: ${why.slice(0, LONGEST_ERROR)}`;
}
