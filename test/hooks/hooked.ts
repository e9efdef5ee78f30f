/** Repositories whose hooks are ours, and shells to run them with. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findRepository } from "../../src/git/repository.ts";
import { placePrograms, readPrograms, setDue } from "../../src/history/install/programs.ts";
import type { HookSettings } from "../../src/history/install/settings.ts";
import { refs, repositoryAt, write } from "../history/arrange.ts";
import { GIT_ENV, runGit } from "../stores/local-store.ts";

export const PROGRAMS = readPrograms(fileURLToPath(new URL("../../hooks", import.meta.url)));
export const EVENTS = ["post-commit", "post-merge", "post-checkout", "post-rewrite"];
export const DOCUMENTS = ["MISSION.md", "PROGRESS.md", "NEXT_STEPS.md"];

export const SETTINGS: HookSettings = {
  documents: DOCUMENTS,
  keep: 5,
  autoSync: true,
  minutes: 10,
  progress: "PROGRESS.md",
};

/** Those of the shells that the hooks are for which this machine has: argv to put before a script. */
export const SHELLS: string[][] = [
  ["dash"],
  ["bash"],
  ["bash", "--posix"],
  ["busybox", "sh"],
  ["mksh"],
  ["ksh"],
].filter(
  ([program = "", ...rest]) =>
    spawnSync(program, [...rest, "-c", "exit 0"], { env: { PATH: process.env.PATH } }).status === 0,
);

/** Puts the four hooks into a repository as files that run in `shell`, and the program beside. */
export async function hook(root: string, settings: Partial<HookSettings> = {}, shell = "/bin/sh"): Promise<void> {
  const place = await findRepository(root, {});
  placePrograms(place, PROGRAMS, { ...SETTINGS, ...settings });
  // Auto-syncs are their own tests' matter: not due for a day.
  setDue(place, Date.now() + 86_400_000);
  const folder = join(place.commonDir, "hooks");
  mkdirSync(folder, { recursive: true });
  for (const event of EVENTS) {
    writeFileSync(join(folder, event), `#!${shell}\n${PROGRAMS.block.replaceAll("@EVENT@", event)}`);
    chmodSync(join(folder, event), 0o755);
  }
}

/** A repository with hooks and a committed PROGRESS.md that its first save holds. */
export async function hooked(settings: Partial<HookSettings> = {}, ...init: string[]): Promise<string> {
  const root = repositoryAt(...init);
  await hook(root, settings);
  write(root, "PROGRESS.md", "one\n");
  runGit(root, "add", "PROGRESS.md");
  runGit(root, "commit", "--quiet", "--message", "second");
  return root;
}

/** Makes the next auto-sync due: the moment lies in the past, and PROGRESS.md is older than the threshold. */
export async function makeSyncDue(root: string, progress = "PROGRESS.md"): Promise<void> {
  setDue(await findRepository(root, {}), Date.now() - 5_000);
  const old = Date.now() / 1000 - 7_200;
  utimesSync(join(root, progress), old, old);
}

/** Runs git with a changed environment; gives everything it said. */
export function gitWith(cwd: string, env: Record<string, string>, ...args: string[]) {
  const ran = spawnSync("git", args, { cwd, env: { ...GIT_ENV, ...env }, encoding: "utf8" });
  return { code: ran.status, said: ran.stdout + ran.stderr };
}

export function commit(root: string, ...more: string[]): void {
  runGit(root, "commit", "--quiet", "--allow-empty", "--message=work", ...more);
}

/** Runs a hook file as git does, but alone. */
export function runHook(root: string, event: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const file = root.endsWith(".git") ? join(root, "hooks", event) : join(root, ".git/hooks", event);
  const ran = spawnSync("/bin/sh", [file, ...args], {
    cwd: root,
    env: { ...GIT_ENV, ...env },
    encoding: "utf8",
    input: "",
  });
  return { code: ran.status, said: ran.stdout + ran.stderr };
}

export const SAVES = "refs/ltpm/saves/";

/** What the saves hold, oldest first; of one document of one work tree. */
export function saved(root: string, below = "main/PROGRESS.md/"): string[] {
  return refs(root, SAVES + below).map((ref) => runGit(root, "cat-file", "blob", ref.split(".").at(-1) ?? ""));
}

export function change(root: string, text: string): void {
  write(root, "PROGRESS.md", text);
  commit(root);
}
