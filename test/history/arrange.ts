/** Repositories with documents, and what must never change in them. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { findRepository, type Repository } from "../../src/git/repository.ts";
import { newDirectory, newRepository, runGit } from "../stores/local-store.ts";

const made: string[] = [];

/** Removes all that this file's tests made, at their end; keeps this machine's git configuration away. */
export function tidyUp(): void {
  beforeAll(() => {
    process.env.GIT_CONFIG_GLOBAL = "/dev/null";
    process.env.GIT_CONFIG_NOSYSTEM = "1";
  });
  afterAll(() => {
    for (const dir of made) rmSync(dir, { recursive: true, force: true });
  });
}

export function folder(): string {
  const dir = newDirectory();
  made.push(dir);
  return dir;
}

/** A repository with one commit, removed at the end. */
export function repositoryAt(...init: string[]): string {
  const dir = newRepository(...init);
  made.push(dir);
  return dir;
}

export async function open(root: string): Promise<Repository> {
  return findRepository(root, {});
}

export function write(root: string, path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export function refs(root: string, below = "refs/ltpm/"): string[] {
  return runGit(root, "for-each-ref", "--format=%(refname)", below).split("\n").filter(Boolean);
}

/** What belongs to the user: index, HEAD, refs, stash, reflogs, configuration, byte for byte; and the files of the work tree. */
export function usersState(root: string): Record<string, string> {
  const git = join(root, ".git");
  const files = ["HEAD", "index", "config", "packed-refs", "logs/HEAD", "logs/refs/stash", "refs/stash", "ORIG_HEAD"];
  const own = [...files, ...below(git, "refs/heads"), ...below(git, "logs")];
  const state = Object.fromEntries(own.map((name) => [name, read(join(git, name))]));
  const tree = below(root, "").filter((name) => !name.startsWith(".git/"));
  return { ...state, ...Object.fromEntries(tree.map((name) => [`tree:${name}`, read(join(root, name))])) };
}

function read(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, "latin1") : "(none)";
}

function below(root: string, dir: string): string[] {
  if (statSync(join(root, dir), { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? below(root, path) : entry.isFile() ? [path] : [];
  });
}

/** A moment of the tests' day: `at(5)` is 10:00:05. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2024, 2, 15, 10, 0, 0) + seconds * 1000).toISOString();
}
