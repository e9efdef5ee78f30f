/**
 * Moving a ref by compare-and-swap as git does it with refs that are files: take `<ref>.lock`, which only one can, look at the
 * value, rename the lock over the ref. Done here because a start of git costs more than all the rest of a command.
 */
import { chmodSync, existsSync, linkSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { discard } from "../host/discard.ts";
import { makeDirectory } from "./loose.ts";
import { lookUpRef } from "./refs.ts";
import { type Repository, sharedMode } from "./repository.ts";

/** `moved`: somebody else moved it first. `ask`: not so plain (another kind of refs, a reflog, a lock, an error): git has to do it. */
export type FileMove = "landed" | "moved" | "ask";

/**
 * Moves a ref from `from` (null: it must not exist) to `to`. `beside` is where the new value is prepared: a file of the caller,
 * who keeps all others of ours away meanwhile. By that file a lock is known that a killed process of ours left behind.
 */
export function moveRefFile(
  repository: Repository,
  ref: string,
  to: string,
  from: string | null,
  beside: string,
): FileMove {
  if (!isPlain(repository, ref)) return "ask";
  const path = join(repository.commonDir, ref);
  const lock = `${path}.lock`;
  try {
    prepare(beside, lock, `${to}\n`);
    if (repository.shared !== 0) chmodSync(beside, sharedMode(repository, statSync(beside).mode & 0o777));
    makeDirectory(repository, dirname(path));
    linkSync(beside, lock);
  } catch {
    discard(beside);
    return "ask";
  }
  return underLock(repository, ref, lock, from, beside);
}

/** Writes the new value beside; what a killed process of ours left there goes first, with the lock that is the same file. */
function prepare(beside: string, lock: string, text: string): void {
  try {
    writeFileSync(beside, text, { flag: "wx" });
  } catch {
    if (isSameFile(lock, beside)) rmSync(lock, { force: true });
    rmSync(beside, { force: true });
    writeFileSync(beside, text, { flag: "wx" });
  }
}

/** With a reflog, moving a ref is more than one file. */
function isPlain(repository: Repository, ref: string): boolean {
  return repository.refFiles && !repository.allReflogs && !existsSync(join(repository.commonDir, "logs", ref));
}

function isSameFile(a: string, b: string): boolean {
  const [left, right] = [a, b].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return left !== undefined && right !== undefined && left.ino === right.ino && left.dev === right.dev;
}

function underLock(repository: Repository, ref: string, lock: string, from: string | null, beside: string): FileMove {
  let move: FileMove = "ask";
  try {
    const look = lookUpRef(repository, ref);
    if (look !== "ask") move = (look === "none" ? null : look.oid) === from ? "landed" : "moved";
    if (move === "landed") renameSync(lock, join(repository.commonDir, ref));
  } catch {
    move = "ask";
  }
  // Once renamed, a lock of that name is somebody else's.
  if (move !== "landed") discard(lock);
  discard(beside);
  return move;
}
