/** Whether everything that happened is safely recorded: looks, and changes nothing. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { gitOutput } from "../../git/run.ts";
import { seeDocument } from "../../history/auto-save/seen.ts";
import { minutesNow, type SyncStatus, syncStatus } from "../../history/auto-sync/gather.ts";
import { isDue } from "../../history/auto-sync/threshold.ts";
import { type HooksStatus, hooksStatus } from "../../history/install/install.ts";
import { programFolder } from "../../history/install/programs.ts";
import { watchPresence } from "../../history/watch/presence.ts";
import type { CheckpointReason } from "../../messages/prompts.ts";
import { hookPrograms, hookSettings, progressOf, syncThresholds } from "../hooks/hook-settings.ts";
import type { Project } from "../project.ts";
import { checkpointDue, stepsSince } from "../prompts/steps.ts";
import { lastRecorded, touchedSince } from "./fold-facts.ts";
import { type LastEntry, lastEntry } from "./last-entry.ts";
import { triadPlaces } from "./place.ts";

export type HooksState = "installed" | "outdated" | "missing";

/** What `status` says. Moments in ISO 8601. */
export interface Safety {
  readonly safe: boolean;
  /** Where auto-syncs go, from the root; null: there is no PROGRESS.md. */
  readonly progress: string | null;
  /** Records of hooks that no document has yet. */
  readonly waiting: number;
  /** When either track recorded last: an auto-sync, or PROGRESS.md itself was written. */
  readonly recordedAt: string | null;
  readonly sync: SyncStatus;
  /** The threshold is over, and something was done since the last record. */
  readonly overdue: boolean;
  readonly last: LastEntry | null;
  /** Documents that differ from the last commit. */
  readonly unsaved: readonly string[];
  readonly hooks: HooksState;
  /** How `ltpm watch` looks after this work tree. */
  readonly watch: ReturnType<typeof watchPresence>;
  readonly checkpointDue: readonly CheckpointReason[];
}

/** Throws `GitError`. */
export function lookAtSafety(project: Project): Safety {
  const { repository, clock } = project;
  const now = clock.now();
  const path = progressOf(project);
  const minutes = minutesNow(repository, now, syncThresholds(project));
  const sync = syncStatus(repository, { progress: path, minutes, now });
  // Turned off, nothing will ever fold what waits.
  const waiting = project.settings.auto_sync === "off" ? 0 : sync.waiting;
  const progress = sync.progressChangedAt === null ? null : path;
  // A quiet project stays safe, however long ago its last entry was.
  const since = lastRecorded(repository, path);
  const overdue = progress !== null && since !== null && isDue(sync.dueAt, now) && touchedSince(project, since);
  return {
    safe: progress !== null && waiting === 0 && !overdue && sync.hookFailures.length === 0,
    progress,
    waiting,
    recordedAt: since,
    sync,
    overdue,
    last: progress === null ? null : readLastEntry(project, path),
    unsaved: unsavedDocuments(project),
    watch: watchPresence(repository, Date.parse(now)),
    hooks: hooksNow(project, minutes),
    checkpointDue: checkpointDue(stepsSince(repository)),
  };
}

function readLastEntry(project: Project, path: string): LastEntry | null {
  return lastEntry(seeDocument(project.repository, path)?.bytes.toString("utf8") ?? "");
}

/** Asked for these paths alone: in a large repository the whole answer takes longer than all the rest. */
function unsavedDocuments(project: Project): string[] {
  const { root, gitDir } = project.repository;
  const places = triadPlaces(project);
  const documents = [
    ...new Set(places.flatMap((place) => [place.mission, place.progress, place.next, place.learnings, place.memory])),
  ];
  if (documents.length === 0) return [];
  const options = { cwd: root, env: { GIT_DIR: gitDir, GIT_WORK_TREE: root } };
  const args = [
    "--literal-pathspecs",
    "status",
    "--porcelain",
    "-z",
    "--no-renames",
    "--untracked-files=all",
    "--",
    ...documents,
  ];
  return gitOutput(args, options)
    .split("\0")
    .filter(Boolean)
    .map((line) => line.slice(3));
}

function hooksNow(project: Project, minutes: number): HooksState {
  const { repository } = project;
  if (!existsSync(join(programFolder(repository.commonDir), "run.sh"))) return "missing";
  return hooksState(hooksStatus(repository, hookPrograms(), hookSettings(project, minutes)));
}

function hooksState({ events, program }: HooksStatus): HooksState {
  const states = Object.values(events);
  if (program === "missing" || !states.some((state) => state === "installed" || state === "outdated")) return "missing";
  return program === "current" && states.every((state) => state === "installed") ? "installed" : "outdated";
}
