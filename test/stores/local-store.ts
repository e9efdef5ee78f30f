/** A repository of its own for every test, and local stores on it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRepository } from "../../src/git/repository.ts";
import type { Clock } from "../../src/state/clock.ts";
import type { Store } from "../../src/state/store.ts";
import { localStore } from "../../src/stores/local.ts";
import type { StoreWord } from "../../src/stores/words.ts";
import type { Made } from "./contract.ts";

/** No configuration of this machine or user reaches the tests' git. */
export const GIT_ENV: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Ann",
  GIT_AUTHOR_EMAIL: "ann@example.org",
  GIT_COMMITTER_NAME: "Ann",
  GIT_COMMITTER_EMAIL: "ann@example.org",
};

export function runGit(cwd: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd, env: GIT_ENV, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** A new directory below the system's temporary one, by its real path. */
export function newDirectory(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "ltpm-store-")));
}

/** A new repository with one commit. */
export function newRepository(...init: string[]): string {
  const dir = newDirectory();
  runGit(dir, "init", "--quiet", "--initial-branch=main", ...init);
  runGit(dir, "commit", "--quiet", "--allow-empty", "--message=first");
  return dir;
}

export interface Opened {
  readonly store: Store;
  /** All that the store said, oldest first. */
  readonly words: StoreWord[];
}

const CLOCK: Clock = { now: () => "2026-03-01T10:00:00.000Z" };

export async function openStore(root: string, clock: Clock = CLOCK, dir = ".ltpm"): Promise<Opened> {
  const words: StoreWord[] = [];
  const repository = await findRepository(root, {});
  const store = localStore({ repository, dir, clock, maxRetries: 3, say: (word) => words.push(word) });
  return { store, words };
}

export async function localMade(clock: Clock): Promise<Made> {
  const root = newRepository();
  return {
    store: (await openStore(root, clock)).store,
    another: async () => (await openStore(root, clock)).store,
    messageOf: async (version) => runGit(root, "log", "-1", "--format=%B", version),
    close: async () => rmSync(root, { recursive: true, force: true }),
  };
}
