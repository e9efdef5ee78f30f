/** Our hidden refs and remotes: nothing of ours goes there unless somebody asks. */
import type { Repository } from "../git/repository.ts";
import { gitSync } from "../git/run.ts";
import { SAVES } from "./auto-save/save-name.ts";
import { SYNCED, SYNCS } from "./auto-sync/record-name.ts";

/** What keeps our refs out of a push, as `remote.NAME.push`. Alone it would stop the whole push: all else has to be named beside it. */
export const GUARD = "^refs/ltpm/*";

const ALL = "+refs/*:refs/*";
/** As `remote.NAME`'s variable: that all else is named beside the guard was our doing. */
const MADE = "ltpmGuard";

export interface MirrorRemote {
  readonly name: string;
  /** `GUARD` stands among its push refspecs. */
  readonly guarded: boolean;
}

/**
 * Remotes to which `git push` sends every ref (`remote.NAME.mirror`), ours included. Without the guard `doctor` warns: earlier states of the
 * documents would be there for all who can read it. A `push --mirror` by hand to another remote cannot be
 * seen beforehand.
 */
export function mirrorRemotes(repository: Repository): MirrorRemote[] {
  return config(repository, "--type=bool", "--get-regexp", "^remote\\..*\\.mirror$")
    .filter((line) => line.endsWith(" true"))
    .map((line) => line.slice("remote.".length, -".mirror true".length))
    .map((name) => ({ name, guarded: config(repository, "--get-all", `remote.${name}.push`).includes(GUARD) }));
}

/** Whether there is anywhere to push to. */
export function hasRemotes(repository: Repository): boolean {
  return config(repository, "--name-only", "--get-regexp", "^remote\\..*\\.url$").length > 0;
}

/** Sets the guard on a mirror remote: pushes to it, also with `--mirror`, then send every ref but ours. True when it was not there. */
export function guardMirror(repository: Repository, name: string): boolean {
  const before = config(repository, "--get-all", `remote.${name}.push`);
  if (before.includes(GUARD)) return false;
  if (before.length === 0) {
    config(repository, "--add", `remote.${name}.push`, ALL);
    config(repository, `remote.${name}.${MADE}`, "true");
  }
  config(repository, "--add", `remote.${name}.push`, GUARD);
  return true;
}

/** Takes every guard away, also of remotes that are no mirrors any more; what somebody named to be pushed stays. */
export function unguardMirrors(repository: Repository): void {
  const guarded = config(repository, "--get-regexp", "^remote\\..*\\.push$").filter((line) =>
    line.endsWith(` ${GUARD}`),
  );
  for (const line of guarded) {
    const key = line.slice(0, -GUARD.length - 1);
    config(repository, "--fixed-value", "--unset-all", key, GUARD);
    const made = `${key.slice(0, -"push".length)}${MADE}`;
    if (config(repository, "--get", made).length === 0) continue;
    config(repository, "--fixed-value", "--unset-all", key, ALL);
    config(repository, "--unset-all", made);
  }
}

/** The refspecs of `history --push`: saves and records, each new, none ever moved or deleted there. */
export function historyRefspecs(): string[] {
  return [SAVES, SYNCS, SYNCED].map((folder) => `${folder}*:${folder}*`);
}

function config(repository: Repository, ...args: readonly string[]): string[] {
  const env = { GIT_DIR: repository.gitDir };
  return gitSync(["config", ...args], { cwd: repository.root, env })
    .stdout.split("\n")
    .filter(Boolean);
}
