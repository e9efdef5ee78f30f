/** What this project's settings mean for its hooks. */
import { minutesNow } from "../../history/auto-sync/gather.ts";
import type { SyncThresholds } from "../../history/auto-sync/threshold.ts";
import { type HookPrograms, readDue, readPrograms, refreshSettings } from "../../history/install/programs.ts";
import type { HookSettings } from "../../history/install/settings.ts";
import { FileNotWritten } from "../../host/atomic-file.ts";
import { triadPlaces } from "../documents/place.ts";
import { possibleDocuments } from "../history/documents.ts";
import { thisProgram } from "../merge/wire.ts";
import type { Project } from "../project.ts";
import { hooksFolder } from "../templates.ts";

/** The thresholds as the configuration has them; the source's third factor is 1. */
export function syncThresholds({ settings }: Project): SyncThresholds {
  return {
    thresholds: settings.thresholds,
    activity_multipliers: settings.activity_multipliers,
    complexity_factor: 1,
  };
}

/** How many saves of a document stay; 0: none is made. */
export function savesKept({ settings }: Project): number {
  return settings.backup.enabled ? settings.backup.max_count : 0;
}

/** The document that auto-syncs go to, from the root; there need not be one yet. */
export function progressOf(project: Project): string {
  const [first] = triadPlaces(project);
  const { dir } = project.settings.documents;
  return dir === null && first !== undefined
    ? first.progress
    : `${dir === null || dir === "." ? "" : `${dir}/`}PROGRESS.md`;
}

/** What the hooks are told. `minutes`: the effective threshold, where it is known already. Throws `GitError`. */
export function hookSettings(project: Project, minutes?: number): HookSettings {
  return {
    documents: possibleDocuments(project),
    keep: savesKept(project),
    autoSync: project.settings.auto_sync !== "off",
    minutes: minutes ?? minutesNow(project.repository, project.clock.now(), syncThresholds(project)),
    progress: progressOf(project),
    writer: project.settings.auto_sync === "worktree" ? thisProgram() : null,
  };
}

/**
 * Tells hooks that are installed of documents that came and of settings that changed. What cannot be written is left: `hooks status` says then that they
 * are outdated, and what called this did what it was called for. Throws `GitError`.
 */
export function refreshHooks(project: Project): void {
  if (readDue(project.repository) === null) return;
  try {
    refreshSettings(project.repository, hookSettings(project));
  } catch (error) {
    if (!(error instanceof FileNotWritten)) throw error;
  }
}

/** The hooks' programs of this installation. */
export function hookPrograms(): HookPrograms {
  return readPrograms(hooksFolder());
}
