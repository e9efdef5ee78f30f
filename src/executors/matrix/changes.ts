/** What a work changes, found in the commits themselves and bounded: its own list is not believed. */
import { Refused } from "../command/strangers-file.ts";
import type { Quarantine } from "./quarantine.ts";

/** Bounds of one work. */
const MOST_CHANGED = 20_000;
const LARGEST_FILE = 104_857_600;
const LARGEST_WORK = 1_073_741_824;
/** Characters of all the names that a work adds, and of all names in a repository. */
const MOST_NAMES = 8_388_608;
const MOST_NAMES_EVER = 268_435_456;

/**
 * A few small trees that hold each other many times are more files than any machine can list. Listing them is a stream
 * that can be ended; everything after this has them in memory.
 */
export async function boundTree({ must }: Quarantine, base: string, commit: string): Promise<void> {
  const list = (tree: string, most: number) => must(["ls-tree", "-r", "-z", "--name-only", tree], { most });
  const before = await list(base, MOST_NAMES_EVER);
  await list(commit, before.length + MOST_NAMES);
}

/** One changed path of `git diff-tree --raw -z`. */
interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly oid: string;
}

function readChanges(raw: string): Change[] {
  const parts = raw.split("\0");
  const changes: Change[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [before = "", after = "", , oid = ""] = (parts[at] ?? "").slice(1).split(" ");
    changes.push({ path: parts[at + 1] ?? "", before, after, oid });
  }
  return changes;
}

/**
 * Every path that differs between two commits. Throws `Refused` for more than anybody would look through, and for another
 * repository that is put in the place of files.
 */
export async function changesBetween(quarantine: Quarantine, base: string, commit: string): Promise<string[]> {
  const args = ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", base, commit];
  const changes = readChanges(await quarantine.must(args, { most: MOST_NAMES }));
  if (changes.length > MOST_CHANGED) throw new Refused(`it changes ${changes.length} files, more than ${MOST_CHANGED}`);
  const planted = changes.find(({ before, after }) => after === "160000" && before !== "160000");
  if (planted !== undefined)
    throw new Refused(`it puts another repository (a submodule) in the place of ${planted.path}`);
  await weigh(quarantine, changes);
  return changes.map(({ path }) => path);
}

async function weigh({ must }: Quarantine, changes: readonly Change[]): Promise<void> {
  const files = changes.filter(({ after }) => after.startsWith("10"));
  if (files.length === 0) return;
  const input = files.map(({ oid }) => `${oid}\n`).join("");
  const sizes = (await must(["cat-file", "--batch-check=%(objectsize)"], { input })).trim().split("\n").map(Number);
  const largest = files[sizes.findIndex((size) => !(size <= LARGEST_FILE))];
  if (largest !== undefined) throw new Refused(`${largest.path} is larger than ${LARGEST_FILE} bytes`);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > LARGEST_WORK) throw new Refused(`its files are larger than ${LARGEST_WORK} bytes altogether`);
}
