/** `hooks install` and `init --hooks`: joins what is there, says what was done and what a person has to know. */
import { isAbsolute, relative } from "node:path";
import { type HooksDone, hooksStatus, installHooks } from "../../history/install/install.ts";
import type { HookStep } from "../../history/install/plan.ts";
import { guardMirror, mirrorRemotes } from "../../history/remotes.ts";
import { HISTORY_WORDS } from "../../messages/history.ts";
import { HOOK_WORDS } from "../../messages/hooks.ts";
import { type Call, flag } from "../call.ts";
import type { Project } from "../project.ts";
import { hookPrograms, hookSettings } from "./hook-settings.ts";

/** What became of it, as the `--json` answers of `hooks install` and `init` hold it. */
export interface HooksAnswer {
  readonly changed: boolean;
  /** All hooks are in place now, with this installation's program. */
  readonly whole: boolean;
  readonly hooks_dir: string;
  readonly joined: readonly { readonly kind: string; readonly path: string }[];
  readonly steps: readonly { readonly kind: string; readonly path: string; readonly to?: string }[];
  readonly notes: readonly { readonly code: string; readonly path: string; readonly text: string }[];
  /** Mirror remotes to which our refs go no longer. */
  readonly guarded: readonly string[];
}

/**
 * Installs the hooks into this repository, or says what would be done, and tells it on the call's terminal (not with `--json`). Hooks that
 * cannot be whole (git takes them from elsewhere) are no error: the answer and a note say so. Throws `FileNotWritten` and `GitError`.
 */
export async function installHere(project: Project, call: Call, dryRun = false): Promise<HooksAnswer> {
  const { repository } = project;
  const settings = hookSettings(project);
  const programs = hookPrograms();
  const done = await installHooks(repository, programs, settings, { now: project.clock.now(), dryRun });
  const guarded = dryRun || done.notes.some(({ code }) => code === "outside") ? [] : guardMirrors(project);
  const { whole, hooksDir } = hooksStatus(repository, programs, settings);
  const said = { ...saidOf(project, done), whole, hooks_dir: shown(project, hooksDir), guarded };
  if (!flag(call, "json")) call.terminal.out(`${installLines(project, done, said, dryRun).join("\n")}\n`);
  return said;
}

function guardMirrors({ repository }: Project): string[] {
  return mirrorRemotes(repository)
    .filter(({ name }) => guardMirror(repository, name))
    .map(({ name }) => name);
}

/** The part of an answer that installing and uninstalling share. */
export function saidOf(project: Project, done: HooksDone) {
  const words = HOOK_WORDS[project.language];
  return {
    changed: done.changed,
    joined: done.joined.map(({ kind, path }) => ({ kind, path: shown(project, path) })),
    steps: done.steps.map((step) =>
      step.kind === "rename"
        ? { kind: step.kind, path: shown(project, step.from), to: shown(project, step.to) }
        : { kind: step.kind, path: shown(project, step.path) },
    ),
    notes: done.notes.map(({ code, path }) => ({
      code,
      path: shown(project, path),
      text: words.note(code, shown(project, path)),
    })),
  };
}

/** From the root where it lies below, else as it is. */
export function shown({ repository }: Project, path: string): string {
  const way = relative(repository.root, path);
  return way === "" || way.startsWith("..") || isAbsolute(way) ? path : way;
}

/** A step in words. `back`: a rename puts a hook back, else it is kept aside. */
export function stepLine(project: Project, step: HookStep, back: boolean): string {
  const words = HOOK_WORDS[project.language];
  if (step.kind === "write") return `  ${words.wrote(shown(project, step.path))}`;
  if (step.kind === "remove") return `  ${words.tookAway(shown(project, step.path))}`;
  const [from, to] = [shown(project, step.from), shown(project, step.to)];
  return `  ${back ? words.putBack(to) : words.keptAside(from, to)}`;
}

function installLines(project: Project, done: HooksDone, said: HooksAnswer, dryRun: boolean): string[] {
  const words = HOOK_WORDS[project.language];
  const written = done.steps.filter(({ kind }) => kind === "write").length;
  const outside = done.notes.some(({ code }) => code === "outside");
  const plan = [words.wouldInstall(said.hooks_dir), ...done.steps.map((step) => stepLine(project, step, false))];
  const head = dryRun ? plan : [done.changed ? words.installed(said.hooks_dir, written) : words.already];
  return [
    ...(outside ? [] : head),
    ...said.joined.map(({ kind, path }, at) => words.joined(done.joined[at]?.kind ?? "hand_written", path || kind)),
    ...said.notes.map(({ text }) => `! ${text}`),
    ...said.guarded.map((name) => HISTORY_WORDS[project.language].guarded(name)),
    ...(said.whole || dryRun || outside ? [] : [words.notWhole]),
  ];
}
