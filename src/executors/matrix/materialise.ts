/** Writes the files of a commit into a folder, byte for byte as they are kept: nothing is run, filtered or converted. */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Quarantine } from "./quarantine.ts";

/**
 * Gives a folder with the files of the commit; links stay links, submodules stay empty. The commit is the project's
 * own, or one that was received. Throws `Refused` for a tree that git does not write.
 */
export async function materialise(quarantine: Quarantine, commit: string): Promise<string> {
  const { folder, must } = quarantine;
  const tree = join(folder, "trees", commit);
  // Only whole ones get this name.
  if (existsSync(tree)) return tree;
  const half = `${tree}.half`;
  mkdirSync(half, { recursive: true });
  const env = { GIT_INDEX_FILE: join(folder, `${commit}.index`), GIT_WORK_TREE: half };
  await must(["read-tree", commit], { env, cwd: half });
  await must(["checkout-index", "--all", "--quiet"], { env, cwd: half });
  renameSync(half, tree);
  return tree;
}
