/** Whether git is in the middle of something that people end. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "./repository.ts";

const UNDER_WAY = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD", "rebase-merge", "rebase-apply"];

/** Whether git is in the middle of a merge, rebase, cherry-pick or revert here; a few looks at files, no process. */
export function isMergeUnderWay(repository: Pick<Repository, "gitDir">): boolean {
  return UNDER_WAY.some((name) => existsSync(join(repository.gitDir, name)));
}
