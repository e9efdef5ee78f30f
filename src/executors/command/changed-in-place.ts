/** What an attempt changed in the user's own work tree, where other changes stand already: looks before and after. */
import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { OWN_GIT } from "../../git/own-git.ts";
import { git } from "../../git/run.ts";
import { isUnder } from "../../verify/repository-path.ts";

/** A work tree at a moment: its commit, and what every path that differs from it holds. */
export interface Snapshot {
  readonly head: string | null;
  readonly dirty: ReadonlyMap<string, string>;
}

/** Contents are compared up to these bounds; beyond, size and time have to do. */
const MOST_HASHED = 5_000;
const LARGEST_HASHED = 10_485_760;
const STATUS_TIME = 120_000;

function ask(root: string, args: readonly string[]) {
  return git([...OWN_GIT, ...args], { cwd: root, timeout: STATUS_TIME });
}

/** The path in a line of `git status --porcelain=v2 -z --no-renames`, or null for a line without one. */
function pathIn(entry: string): string | null {
  const before: Readonly<Record<string, number>> = { "1": 8, u: 10, "?": 1, "!": 1 };
  const skip = before[entry[0] ?? ""];
  return skip === undefined ? null : entry.split(" ").slice(skip).join(" ");
}

function contentOf(path: string, hashed: boolean): string {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return "gone";
  if (stats.isSymbolicLink()) return `link ${readlinkSync(path)}`;
  const mode = (stats.mode & 0o111) === 0 ? "file" : "program";
  if (!stats.isFile() || !hashed || stats.size > LARGEST_HASHED) return `${mode} ${stats.size} ${stats.mtimeMs}`;
  return `${mode} ${createHash("sha1").update(readFileSync(path)).digest("hex")}`;
}

function safeContentOf(path: string, hashed: boolean): string {
  try {
    return contentOf(path, hashed);
  } catch (error) {
    return `unreadable ${error instanceof Error && "code" in error ? String(error.code) : ""}`;
  }
}

/** Looks at a work tree. `ours` are path prefixes that belong to us and change while attempts run. */
export async function snapshot(root: string, ours: readonly string[]): Promise<Snapshot> {
  const head = await ask(root, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  const status = await ask(root, ["status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames"]);
  if (status.code !== 0) throw new Error(`git status failed: ${status.stderr.trim()}`);
  const dirty = new Map<string, string>();
  for (const entry of status.stdout.split("\0")) {
    const path = pathIn(entry);
    if (path === null || path === "" || ours.some((prefix) => isUnder(path, prefix))) continue;
    dirty.set(path, safeContentOf(join(root, path), dirty.size < MOST_HASHED));
  }
  return { head: head.code === 0 ? head.stdout.trim() : null, dirty };
}

/** The paths that differ between two looks, commits made in between included. */
export async function changedSince(
  root: string,
  before: Snapshot,
  after: Snapshot,
  ours: readonly string[],
): Promise<string[]> {
  const changed = new Set<string>();
  for (const path of new Set([...before.dirty.keys(), ...after.dirty.keys()])) {
    if (before.dirty.get(path) !== after.dirty.get(path)) changed.add(path);
  }
  if (after.head !== null && before.head !== after.head) {
    const from = before.head ?? (await ask(root, ["hash-object", "-t", "tree", "/dev/null"])).stdout.trim();
    const diff = await ask(root, ["diff", "--name-only", "--no-renames", "-z", from, after.head]);
    for (const path of diff.stdout.split("\0")) {
      // What was dirty before and is committed now with the same content is no change of the attempt's.
      const same = before.dirty.get(path) === safeContentOf(join(root, path), true);
      if (path !== "" && !same && !ours.some((prefix) => isUnder(path, prefix))) changed.add(path);
      else if (same) changed.delete(path);
    }
  }
  return [...changed].sort();
}
