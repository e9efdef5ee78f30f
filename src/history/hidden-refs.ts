/** Our hidden refs, listed, made and taken away. Each name is used once, so nobody ever waits for a lock or moves another's ref. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../git/loose.ts";
import { moveRefFile } from "../git/move-ref.ts";
import { readRef } from "../git/plumbing.ts";
import type { Repository } from "../git/repository.ts";
import { GitError, gitOutput, gitSync } from "../git/run.ts";
import { discard } from "../host/discard.ts";

/** A ref and the object it names. */
export interface HiddenRef {
  readonly ref: string;
  /** "" for a ref whose file is damaged. */
  readonly oid: string;
}

/** No hooks for our own refs, no reflogs of them. */
const QUIET = ["-c", "core.hooksPath=/dev/null", "-c", "core.logAllRefUpdates=false"];

/** All refs below a folder (`refs/ltpm/saves/`), in the order of their names. Throws `GitError`. */
export function refsBelow(repository: Repository, folder: string): HiddenRef[] {
  const found = repository.refFiles ? fromFiles(repository, folder) : fromGit(repository, folder);
  return [...found].map(([ref, oid]) => ({ ref, oid })).sort((a, b) => (a.ref < b.ref ? -1 : 1));
}

function fromGit(repository: Repository, folder: string): Map<string, string> {
  const options = { cwd: repository.commonDir, env: { GIT_DIR: repository.gitDir } };
  const lines = gitOutput(["for-each-ref", "--format=%(objectname) %(refname)", folder], options).split("\n");
  return new Map(lines.filter(Boolean).map((line) => [line.slice(line.indexOf(" ") + 1), line.split(" ")[0] ?? ""]));
}

/** Loose first, packed after: packing writes `packed-refs` before it removes the loose file, so one of the two has it. */
function fromFiles(repository: Repository, folder: string): Map<string, string> {
  const loose = new Map<string, string>();
  readLooseRefs(repository.commonDir, folder, loose);
  const found = new Map<string, string>();
  for (const line of read(join(repository.commonDir, "packed-refs")).split("\n")) {
    const at = line.indexOf(` ${folder}`);
    if (at > 0) found.set(line.slice(at + 1), line.slice(0, at));
  }
  for (const [ref, oid] of loose) found.set(ref, oid);
  return found;
}

function readLooseRefs(commonDir: string, folder: string, into: Map<string, string>): void {
  for (const entry of entriesOf(join(commonDir, folder))) {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) readLooseRefs(commonDir, `${path}/`, into);
    else if (!entry.name.endsWith(".lock")) into.set(path, read(join(commonDir, path)).trimEnd());
  }
}

function entriesOf(dir: string) {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

let serial = 0;

/** Makes a ref: false when there is one of that name. Throws `Error` with git's or the file system's reason. */
export async function createRef(repository: Repository, ref: string, oid: string): Promise<boolean> {
  serial += 1;
  const folder = join(repository.commonDir, "ltpm");
  makeDirectory(repository, folder);
  const beside = join(folder, `new-ref-${process.pid}-${serial}-${Math.random().toString(36).slice(2, 8)}`);
  // Where every ref has a reflog, ours still have none: what is made once and never moved has no history.
  const move = moveRefFile({ ...repository, allReflogs: false }, ref, oid, null, beside);
  if (move !== "ask") return move === "landed";
  // An empty old value means "must not exist" for every length of object names.
  const args = [...QUIET, "update-ref", "--no-deref", ref, oid, ""];
  const answer = gitSync(args, { cwd: repository.commonDir, env: { GIT_DIR: repository.gitDir } });
  if (answer.code === 0) return true;
  if (readRef(repository, ref) !== null) return false;
  throw new GitError(["update-ref"], answer);
}

/**
 * Takes refs away, one by one: a lock that somebody left on one must not keep the others. One that is only a file goes as a file, so
 * that no killed process of ours ever leaves `packed-refs` locked. What cannot go stays for the next time.
 */
export function dropRefs(repository: Repository, refs: readonly string[]): void {
  if (refs.length === 0) return;
  const packed = repository.refFiles ? read(join(repository.commonDir, "packed-refs")) : "";
  for (const ref of refs) {
    if (repository.refFiles && !packed.includes(` ${ref}\n`)) discard(join(repository.commonDir, ref));
    else
      gitSync([...QUIET, "update-ref", "-d", ref], { cwd: repository.commonDir, env: { GIT_DIR: repository.gitDir } });
  }
}

/** Milliseconds after which a lock or a prepared ref of ours was left by a process that died: making a ref takes a few. */
const LEFT_BEHIND = 60_000;

/** Removes what killed processes left: locks on refs below `folder`, and refs that were prepared and never made. */
export function sweep(repository: Repository, folder: string, now: number = Date.now()): void {
  const old = (path: string) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat !== undefined && now - stat.mtimeMs > LEFT_BEHIND;
  };
  const visit = (dir: string) => {
    for (const entry of entriesOf(dir)) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.name.endsWith(".lock") && old(path)) discard(path);
    }
  };
  visit(join(repository.commonDir, folder));
  const ours = join(repository.commonDir, "ltpm");
  for (const { name } of entriesOf(ours))
    if (name.startsWith("new-ref-") && old(join(ours, name))) discard(join(ours, name));
}
