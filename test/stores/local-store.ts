/** A repository of its own for every test, and local stores on it. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findRepository } from "../../src/git/repository.ts";
import { documentFiles } from "../../src/history/auto-save/document-files.ts";
import type { Clock } from "../../src/state/clock.ts";
import type { Store } from "../../src/state/store.ts";
import { localStore } from "../../src/stores/local.ts";
import type { StoreWord } from "../../src/stores/words.ts";
import { addIntent } from "./contract.ts";
import type { MadeWithDocuments } from "./document-contract.ts";

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
  return gitIn(cwd, GIT_ENV, args);
}

function gitIn(cwd: string, env: NodeJS.ProcessEnv, args: readonly string[]): string {
  return execFileSync("git", args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** The first commit is the same in all repositories: where its object lies decides which folders a later write has to make. */
const FIRST: NodeJS.ProcessEnv = {
  GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
  GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
};

/** A new directory below the system's temporary one, by its real path. */
export function newDirectory(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "ltpm-store-")));
}

/** A new repository with one commit. */
export function newRepository(...init: string[]): string {
  const dir = newDirectory();
  runGit(dir, "init", "--quiet", "--initial-branch=main", ...init);
  gitIn(dir, { ...GIT_ENV, ...FIRST }, ["commit", "--quiet", "--allow-empty", "--message=first"]);
  return dir;
}

export interface Opened {
  readonly store: Store;
  /** All that the store said, oldest first. */
  readonly words: StoreWord[];
}

const CLOCK: Clock = { now: () => "2026-03-01T10:00:00.000Z" };

/** `patience`: how long another process's lock is waited for, in milliseconds. */
export async function openStore(root: string, clock = CLOCK, dir = ".ltpm", patience = 10_000): Promise<Opened> {
  const words: StoreWord[] = [];
  const repository = await findRepository(root, {});
  const documents = documentFiles(repository, { enabled: true, max_count: 5, directory: "." });
  const say = (word: StoreWord) => words.push(word);
  const store = localStore({ repository, dir, clock, maxRetries: 3, patience, say, documents });
  return { store, words };
}

export const VIEW = ".ltpm/task-queue.json";

/** Adds one task by name and gives its label. */
export async function add(store: Store, name: string): Promise<string> {
  return (await store.transact(addIntent(name))).result;
}

/** The descriptions in the queue by label, as the store reads them: `{"T-01": "do a"}`. */
export async function tasksIn(store: Store): Promise<Record<string, string>> {
  const { queue } = (await store.read()).state;
  return Object.fromEntries(queue.tasks.map((task) => [task.id, task.description]));
}

/** The view as data, for a test that edits it as a person would. */
// biome-ignore lint/suspicious/noExplicitAny: a person may write anything into a file
export function readView(root: string, file = VIEW): any {
  return JSON.parse(readFileSync(join(root, file), "utf8"));
}

/** Writes what `change` makes of the view, formatted otherwise than we do. */
// biome-ignore lint/suspicious/noExplicitAny: a person may write anything into a file
export function editView(root: string, change: (queue: any) => void, file = VIEW): string {
  const queue = readView(root, file);
  change(queue);
  const text = JSON.stringify(queue, null, 4);
  writeFileSync(join(root, file), text);
  return text;
}

/** Subjects of the state's commits, newest first; what was kept word for word stands beside them. */
export function subjects(root: string): string[] {
  return runGit(root, "log", "--first-parent", "--format=%s", "refs/ltpm/state").trim().split("\n");
}

/** The queue in the state's newest commit, byte for byte. */
export function stateText(root: string): string {
  return runGit(root, "cat-file", "blob", "refs/ltpm/state:task-queue.json");
}

/** For the contract; `init` are options of `git init`, `config` settings of the repository. */
export async function localMade(clock: Clock, init: string[] = [], config: string[] = []): Promise<MadeWithDocuments> {
  const root = newRepository(...init);
  for (const setting of config) runGit(root, "config", ...setting.split("="));
  return {
    store: (await openStore(root, clock)).store,
    another: async () => (await openStore(root, clock)).store,
    messageOf: async (version) => runGit(root, "log", "-1", "--format=%B", version),
    put: async (path, bytes) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), bytes);
    },
    at: async (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path)) : null),
    close: async () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Commits the whole work tree and gives the commit. */
export function commitAll(dir: string, message: string): string {
  runGit(dir, "add", "--all");
  runGit(dir, "commit", "--quiet", "--message", message);
  return runGit(dir, "rev-parse", "HEAD").trim();
}

/** What the store said since the last time it was asked. */
export function kinds(opened: Opened): string[] {
  return opened.words.splice(0).map((word) => word.kind);
}
