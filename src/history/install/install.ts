/** Joining and leaving a repository's hooks, and how they stand. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import { type HookFailure, hookFailures } from "../auto-sync/errors.ts";
import { renewDue } from "../auto-sync/gather.ts";
import { startSyncs } from "../auto-sync/records.ts";
import { EVENTS, type HookEvent } from "./block.ts";
import { type Joined, joinedIn } from "./joined.ts";
import { type HookView, lookAtHooks } from "./look.ts";
import {
  type HookNote,
  type HookPlan,
  type HookState,
  type HookStep,
  planInstall,
  planUninstall,
  stateOf,
} from "./plan.ts";
import { type HookPrograms, placePrograms, programFolder, readDue, readOrNull, setDue } from "./programs.ts";
import { type HookSettings, settingsText } from "./settings.ts";

/** What was done, or with `dryRun` would be. */
export interface HooksDone {
  readonly steps: readonly HookStep[];
  /** Who has hooks here besides us. */
  readonly joined: readonly Joined[];
  readonly notes: readonly HookNote[];
  /** False when everything was in place. */
  readonly changed: boolean;
}

/**
 * Joins the hooks that are there and puts our program beside; where all is in place nothing is written. Where git's hooks lie outside of this
 * repository, nothing is done, and the note `outside` says so. Throws `FileNotWritten` or the file system's error; run again it goes on.
 */
export async function installHooks(
  repository: Repository,
  programs: HookPrograms,
  settings: HookSettings,
  { now, dryRun = false }: { readonly now: string; readonly dryRun?: boolean },
): Promise<HooksDone> {
  const view = lookAtHooks(repository);
  const plan = planInstall(view, programs.block);
  const notes = [...plan.notes, ...view.notes];
  const joined = joinedIn(view);
  if (view.folders.length === 0 || dryRun) return { steps: plan.steps, joined, notes, changed: false };
  const wasCurrent = programState(repository, programs, settings) === "current";
  // The program first: hook files that find none do nothing.
  placePrograms(repository, programs, settings);
  carryOut(repository, plan);
  if (readDue(repository) === null) {
    await startSyncs(repository, now);
    setDue(repository, Date.parse(now));
  }
  renewDue(repository, settings, now);
  return { steps: plan.steps, joined, notes, changed: !wasCurrent || plan.steps.length > 0 };
}

/** Takes our lines, files and stamps away; saves and records stay. Throws as `installHooks` does. */
export function uninstallHooks(repository: Repository, dryRun = false): HooksDone {
  const view = lookAtHooks(repository);
  const plan = planUninstall(view);
  const folder = programFolder(repository.commonDir);
  const there = existsSync(folder);
  if (!dryRun) {
    const made = readOrNull(join(folder, MADE))?.split("\n").filter(Boolean) ?? [];
    carryOut(repository, plan);
    for (const dir of stampFolders(repository)) rmSync(dir, { recursive: true, force: true });
    for (const dir of made) removeIfEmpty(dir);
  }
  return { steps: plan.steps, joined: joinedIn(view), notes: view.notes, changed: there || plan.steps.length > 0 };
}

/** Lists the directories that we made, so that they go again. */
const MADE = "made-folders";

function carryOut(repository: Repository, plan: HookPlan): void {
  for (const step of plan.steps) {
    if (step.kind === "rename") renameSync(step.from, step.to);
    else if (step.kind === "remove") rmSync(step.path, { force: true });
    else writeHook(repository, step);
  }
}

function writeHook(repository: Repository, step: HookStep & { readonly kind: "write" }): void {
  const dir = dirname(step.path);
  if (!existsSync(dir)) {
    mkdirSync(dir, { recursive: true });
    const list = join(programFolder(repository.commonDir), MADE);
    writeAtomically(list, `${readOrNull(list) ?? ""}${dir}\n`);
  }
  writeAtomically(step.path, Buffer.from(step.text, "latin1"), { mode: step.mode });
  chmodSync(step.path, step.mode);
}

function removeIfEmpty(dir: string): void {
  try {
    rmdirSync(dir);
  } catch {
    // Somebody has put something there: it is his now.
  }
}

/** The program's folder, and the stamps' of every work tree. */
function stampFolders({ commonDir }: Repository): string[] {
  const linked = join(commonDir, "worktrees");
  const names = existsSync(linked) ? readdirSync(linked) : [];
  return [programFolder(commonDir), ...names.map((name) => join(linked, name, "ltpm", "hooks"))];
}

/** How the hooks stand. */
export interface HooksStatus {
  readonly hooksDir: string;
  readonly hooksPath: HookView["hooksPath"];
  readonly manager: HookView["manager"];
  readonly events: Readonly<Record<HookEvent, HookState>>;
  /** Whether the program beside them is the one of this installation, with these settings. */
  readonly program: "current" | "outdated" | "missing";
  /** Every event is installed, and the program current. */
  readonly whole: boolean;
  readonly notes: readonly HookNote[];
  readonly failures: readonly HookFailure[];
}

/** Throws `GitError`. */
export function hooksStatus(repository: Repository, programs: HookPrograms, settings: HookSettings): HooksStatus {
  const view = lookAtHooks(repository);
  const state = (event: HookEvent) => stateOf(view, event, programs.block);
  const [commit, merge, checkout, rewrite] = EVENTS.map(state);
  const events = {
    "post-commit": commit ?? "missing",
    "post-merge": merge ?? "missing",
    "post-checkout": checkout ?? "missing",
    "post-rewrite": rewrite ?? "missing",
  } as const;
  const program = programState(repository, programs, settings);
  return {
    hooksDir: view.hooksDir,
    hooksPath: view.hooksPath,
    manager: view.manager,
    events,
    program,
    whole: program === "current" && Object.values(events).every((one) => one === "installed"),
    notes: view.notes,
    failures: hookFailures(repository),
  };
}

function programState(repository: Repository, programs: HookPrograms, settings: HookSettings): HooksStatus["program"] {
  const folder = programFolder(repository.commonDir);
  if (!existsSync(join(folder, "run.sh"))) return "missing";
  // The threshold follows the project's activity, and is brought up to date with every auto-sync; so is the installation that writes.
  const lasting = (text: string | null) => text?.replace(/^ltpm_minutes=.*$/m, "").replace(/^ltpm_write\(\) .*$/m, "");
  const wanted = { "run.sh": programs.run, "record.sh": programs.record, "settings.sh": settingsText(settings) };
  const same = Object.entries(wanted).every(
    ([name, text]) => lasting(readOrNull(join(folder, name))) === lasting(text),
  );
  return same ? "current" : "outdated";
}
