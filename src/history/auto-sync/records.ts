/** The records there are: made by hooks and by us, folded once. */
import { isObjectName } from "../../git/objects.ts";
import { readRef } from "../../git/plumbing.ts";
import type { Repository } from "../../git/repository.ts";
import { gitSync } from "../../git/run.ts";
import { storeCommit } from "../hidden-commit.ts";
import { createRef, dropRefs, refsBelow, sweep } from "../hidden-refs.ts";
import { HistoryError, reasonOf } from "../history-error.ts";
import { nextTurn, stampOf } from "../moment.ts";
import { worktreeKey } from "../ref-path.ts";
import {
  oldestFirst,
  parseRecordRef,
  recordRef,
  SYNCED,
  SYNCS,
  type SyncEvent,
  type SyncRecord,
} from "./record-name.ts";

/** Records of this work tree that wait, oldest first. Throws `GitError`. */
export function waitingRecords(repository: Repository): SyncRecord[] {
  return recordsBelow(repository, SYNCS);
}

/** The newest record of this work tree that was folded; null before the first. Throws `GitError`. */
export function lastFolded(repository: Repository): SyncRecord | null {
  return recordsBelow(repository, SYNCED).at(-1) ?? null;
}

function recordsBelow(repository: Repository, folder: string): SyncRecord[] {
  return refsBelow(repository, `${folder}${worktreeKey(repository)}/`)
    .flatMap(({ ref, oid }) => (isObjectName(oid) ? (parseRecordRef(ref) ?? []) : []))
    .sort(oldestFirst);
}

/** The commit checked out in this work tree; null on a branch without one. */
export function headOf(repository: Repository): string | null {
  const options = { cwd: repository.root, env: { GIT_DIR: repository.gitDir } };
  const answer = gitSync(["rev-parse", "--verify", "--quiet", "HEAD"], options);
  return answer.code === 0 ? answer.stdout.trim() : null;
}

/**
 * Records that something happened (a command, a watcher, HEARTBEAT.md), as the hooks do. `now` in ISO 8601. Throws `HistoryError`
 * "not_recorded".
 */
export async function recordSync(repository: Repository, event: SyncEvent, now: string): Promise<SyncRecord> {
  return write(repository, SYNCS, event, headOf(repository), now, waitingRecords(repository));
}

/** Where files changed count from, before anything was folded: now. Nothing happens where there is such a point already. */
export async function startSyncs(repository: Repository, now: string): Promise<void> {
  if (lastFolded(repository) === null) await write(repository, SYNCED, "start", headOf(repository), now, []);
}

/**
 * To be called when the entry stands in PROGRESS.md: the next one counts from `head`, and these records wait no longer. Killed in
 * between, the same records are folded again into an entry of the same id. Throws `HistoryError` "not_recorded".
 */
export async function markFolded(
  repository: Repository,
  folded: readonly SyncRecord[],
  { head, now }: { readonly head: string | null; readonly now: string },
): Promise<void> {
  const before = recordsBelow(repository, SYNCED);
  const event = folded.at(-1)?.event ?? "command";
  const mark = await write(repository, SYNCED, event, head, now, [...before, ...folded].sort(oldestFirst));
  dropRefs(
    repository,
    [...before, ...folded].map(({ ref }) => ref).filter((ref) => ref !== mark.ref),
  );
  sweep(repository, SYNCS);
}

async function write(
  repository: Repository,
  folder: string,
  event: SyncEvent,
  head: string | null,
  now: string,
  before: readonly SyncRecord[],
): Promise<SyncRecord> {
  try {
    const { commit } = await storeCommit(repository, { files: [], subject: `auto-sync at ${event}`, time: now });
    const turn = nextTurn(stampOf(now), before.at(-1) ?? null);
    const ref = recordRef(folder, worktreeKey(repository), turn, event, head);
    await createRef(repository, ref, commit);
    const record = parseRecordRef(ref);
    if (record === null || readRef(repository, ref) === null) throw new Error(`${ref} was not made`);
    return record;
  } catch (error) {
    throw new HistoryError("not_recorded", `the auto-sync could not be recorded: ${reasonOf(error)}`, { cause: error });
  }
}
