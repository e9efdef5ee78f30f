/** Whether an auto-sync may be owed: asked by every command on documents and every cycle, so it costs a look at two names and loads nothing. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { storyPaths } from "../../dispatch/story/owed.ts";
import { SYNCS } from "../../history/auto-sync/record-name.ts";
import { worktreeKey } from "../../history/ref-path.ts";
import type { Call } from "../call.ts";
import type { Project } from "../project.ts";

/** No threshold is shorter (history/auto-sync/threshold.ts), in milliseconds. */
const SHORTEST = 3 * 60_000;

type Looked = Pick<Project, "repository" | "settings" | "clock">;

/**
 * False: nothing is to be folded, for certain. Records that git has packed meanwhile are found by the age of PROGRESS.md, which then is
 * past every threshold.
 */
export function mayFold({ repository, settings, clock }: Looked): boolean {
  const { progress } = storyPaths(settings);
  if (settings.auto_sync === "off" || progress === null) return false;
  if (hasEntries(join(repository.commonDir, SYNCS, worktreeKey(repository)))) return true;
  const changed = dateOf(join(repository.root, progress));
  return changed !== null && Math.abs(Date.parse(clock.now()) - changed) >= SHORTEST;
}

function dateOf(path: string): number | null {
  try {
    return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
  } catch {
    // A part of its way is a file: there is no such document.
    return null;
  }
}

function hasEntries(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

/** Folds what waits, when something does. What goes wrong is said and stops nothing: the next command tries again. */
export async function foldIfWaiting(project: Project, call: Call): Promise<void> {
  if (!mayFold(project)) return;
  const { foldWaiting } = await import("./fold.ts");
  try {
    await foldWaiting(project);
  } catch (error) {
    call.terminal.err(`ltpm: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
