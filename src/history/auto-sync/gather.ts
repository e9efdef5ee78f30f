/** Looks at the repository once: what an entry is made from, when the next is due, and what `auto_sync_status` says. */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { readDue, refreshSettings, setDue } from "../install/programs.ts";
import type { HookSettings } from "../install/settings.ts";
import { changesBetween, recentlyChanged, trackedFiles, uncommitted } from "./changes.ts";
import { type HookFailure, hookFailures, logErrors } from "./errors.ts";
import type { SyncFacts } from "./fold.ts";
import { headOf, lastFolded, waitingRecords } from "./records.ts";
import { DEFAULT_THRESHOLDS, dueAt, effectiveMinutes, isDue, type SyncThresholds } from "./threshold.ts";

/** `logs`: log files of the project, from the root. Throws `GitError`. */
export function gatherSync(repository: Repository, logs: readonly string[] = []): SyncFacts {
  const records = waitingRecords(repository);
  const last = lastFolded(repository);
  const head = headOf(repository);
  const since = last?.time ?? null;
  return {
    records,
    last,
    head,
    committed: last === null ? [] : changesBetween(repository, last.head, head),
    uncommitted: uncommitted(repository),
    hookFailures: hookFailures(repository),
    logErrors: logErrors(
      logs.map((name) => ({ name, path: join(repository.root, name) })),
      since,
    ),
  };
}

/** When the document last changed, ISO 8601; null when there is none. */
export function changedAt(repository: Repository, document: string): string | null {
  return statSync(join(repository.root, document), { throwIfNoEntry: false })?.mtime.toISOString() ?? null;
}

/** The effective threshold of this project now, in minutes. */
export function minutesNow(repository: Repository, now: string, settings: SyncThresholds = DEFAULT_THRESHOLDS): number {
  return effectiveMinutes(trackedFiles(repository), recentlyChanged(repository, now), settings);
}

/**
 * Tells the hooks of this work tree when the next record is due, and by which threshold from then on. For after every fold and
 * every write of ours to the document. Where no hooks are installed nothing happens. Throws the file system's error.
 */
export function renewDue(repository: Repository, settings: HookSettings, now: string): void {
  if (readDue(repository) === null) return;
  refreshSettings(repository, settings);
  const due = dueAt(settings.minutes, changedAt(repository, settings.progress), lastFolded(repository)?.time ?? null);
  setDue(repository, due === null ? Date.parse(now) : Date.parse(due));
}

/** What `auto_sync_status` says. All moments in ISO 8601. */
export interface SyncStatus {
  /** How many records wait to be folded, and since when. */
  readonly waiting: number;
  readonly waitingSince: string | null;
  readonly lastRecordAt: string | null;
  readonly lastFoldedAt: string | null;
  readonly progressChangedAt: string | null;
  /** The effective threshold in minutes, and when it is over. */
  readonly minutes: number;
  readonly dueAt: string | null;
  /** Nothing waits, and PROGRESS.md is younger than the threshold. */
  readonly safe: boolean;
  /** From when on the hooks record; null: none has run in this work tree. */
  readonly hooksDueAt: string | null;
  readonly hookFailures: readonly HookFailure[];
}

/** Throws `GitError`. */
export function syncStatus(
  repository: Repository,
  { progress, minutes, now }: { readonly progress: string; readonly minutes: number; readonly now: string },
): SyncStatus {
  const records = waitingRecords(repository);
  const folded = lastFolded(repository);
  const changed = changedAt(repository, progress);
  const due = dueAt(minutes, changed, folded?.time ?? null);
  const hooksDue = readDue(repository);
  return {
    waiting: records.length,
    waitingSince: records[0]?.time ?? null,
    lastRecordAt: records.at(-1)?.time ?? null,
    lastFoldedAt: folded?.time ?? null,
    progressChangedAt: changed,
    minutes,
    dueAt: due,
    safe: records.length === 0 && !isDue(due, now),
    hooksDueAt: hooksDue === null ? null : new Date(hooksDue).toISOString(),
    hookFailures: hookFailures(repository),
  };
}
