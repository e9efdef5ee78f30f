/** The attempt's work as one file: a git bundle with one branch, and nothing that the other side has. */
import { closeSync, openSync, readSync } from "node:fs";
import { isObjectName } from "../../git/objects.ts";
import { ours, saidBy } from "../../git/own-git.ts";

export interface BundleOrder {
  /** A work tree of the repository. */
  readonly root: string;
  readonly branch: string;
  /** Commits that the reader has: the checkout's, and those that the attempt was built on. */
  readonly without: readonly string[];
  readonly file: string;
}

/** Writes the bundle. Throws `Error` when git cannot. */
export async function writeBundle({ root, branch, without, file }: BundleOrder): Promise<void> {
  const known = without.map((commit) => `^${commit}`);
  const answer = await ours(["bundle", "create", "--quiet", file, `refs/heads/${branch}`, ...known], { cwd: root });
  if (answer.code !== 0) throw new Error(`the work could not be bundled: ${saidBy(answer)}`);
}

/** What a bundle says about itself, before git reads it. */
export interface BundleHead {
  /** The commits that the reader must have. */
  readonly needs: readonly string[];
  /** The one commit in it. */
  readonly commit: string;
  readonly ref: string;
}

const LONGEST_HEAD = 65_536;
const SIGNATURE = /^# v([23]) git bundle$/;

/** The bundle's head, or what is wrong with it in words for the middle of a sentence: a stranger's file. */
export function readBundleHead(file: string): BundleHead | string {
  const lines = headLines(file);
  if (lines === null) return "its head is not that of a git bundle";
  const [signature = "", ...rest] = lines;
  if (!SIGNATURE.test(signature)) return "its head is not that of a git bundle";
  const needs: string[] = [];
  const refs: BundleHead[] = [];
  for (const line of rest) {
    const [word = "", ...name] = line.split(" ");
    if (/^@object-format=sha(?:1|256)$/.test(line)) continue;
    if (line.startsWith("-") && isObjectName(word.slice(1))) needs.push(word.slice(1));
    else if (isObjectName(word) && name.length > 0) refs.push({ needs, commit: word, ref: name.join(" ") });
    // Such as `@filter`: a bundle with holes in it.
    else return "its head holds something else than branches and commits";
  }
  const [only, ...more] = refs;
  return only === undefined || more.length > 0 ? `it holds ${refs.length} refs instead of one` : only;
}

function headLines(file: string): string[] | null {
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(LONGEST_HEAD);
    const length = readSync(handle, buffer, 0, LONGEST_HEAD, 0);
    const end = buffer.subarray(0, length).indexOf("\n\n");
    return end < 0 ? null : buffer.toString("latin1", 0, end).split("\n");
  } finally {
    closeSync(handle);
  }
}
