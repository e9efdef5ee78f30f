/** Keeps the files that an attempt made in place, as they are now: the work tree goes on changing, a result does not. */
import { lstatSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OWN_GIT } from "../../git/own-git.ts";
import { git } from "../../git/run.ts";
import { findFile } from "../checks/confined-file.ts";

/** A file and the object that holds its content. */
export interface KeptFile {
  readonly path: string;
  readonly oid: string;
}

const MOST = 20;
const LARGEST = 5_242_880;

/** The hidden ref that keeps an attempt's files from being cleared away by git. */
export function resultsRef(token: string): string {
  return `refs/ltpm/results/${token}`;
}

/** The first of the paths that are regular files of the repository and not too large. */
function keepable(root: string, paths: readonly string[]): string[] {
  const found: string[] = [];
  for (const path of paths) {
    if (found.length === MOST) break;
    const file = findFile(root, path);
    if (file.kind !== "there" || found.includes(file.path)) continue;
    const stats = lstatSync(join(root, file.path), { throwIfNoEntry: false });
    if (stats?.isFile() === true && stats.size <= LARGEST) found.push(file.path);
  }
  return found;
}

/**
 * Writes the files' contents into the repository's object store, as a commit on a hidden ref of the attempt. Gives
 * what was kept: nothing when there is nothing to keep, or when git cannot (the files lie in the work tree then).
 */
export async function keepFiles(
  root: string,
  token: string,
  paths: readonly string[],
  message: string,
): Promise<KeptFile[]> {
  const files = keepable(root, paths);
  if (files.length === 0) return [];
  const index = join(tmpdir(), `ltpm-index-${process.pid}-${token}`);
  const run = async (args: readonly string[], input = "") => {
    const answer = await git([...OWN_GIT, ...args], { cwd: root, env: { GIT_INDEX_FILE: index }, input });
    if (answer.code !== 0) throw new Error(answer.stderr);
    return answer.stdout;
  };
  try {
    await run(["update-index", "--add", "-z", "--stdin"], files.map((path) => `${path}\0`).join(""));
    const tree = (await run(["write-tree"])).trim();
    const commit = (await run(["commit-tree", tree, "-m", message])).trim();
    await run(["update-ref", resultsRef(token), commit]);
    const entries = (await run(["ls-files", "--stage", "-z"])).split("\0").filter((line) => line !== "");
    return entries.map((line) => ({ path: line.slice(line.indexOf("\t") + 1), oid: line.split(" ")[1] ?? "" }));
  } catch {
    return [];
  } finally {
    rmSync(index, { force: true });
  }
}
