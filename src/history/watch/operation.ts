/** Whether git is in the middle of something: a rebase, a merge, a bisect. Writing into the work tree would disturb it then. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../../git/repository.ts";

const MARKS = [
  "rebase-merge",
  "rebase-apply",
  "MERGE_HEAD",
  "CHERRY_PICK_HEAD",
  "REVERT_HEAD",
  "BISECT_START",
  // Of several picks or reverts, also between two of them.
  "sequencer",
  "index.lock",
];

/** True while one of them goes on in this work tree. */
export function isMidOperation({ gitDir }: Repository): boolean {
  return MARKS.some((name) => existsSync(join(gitDir, name)));
}
