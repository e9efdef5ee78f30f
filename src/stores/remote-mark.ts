/** What this clone remembers of a remote branch: that it was there, and which contents were checked. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isObjectName } from "../git/objects.ts";
import type { Repository } from "../git/repository.ts";
import { writeAtomically } from "../host/atomic-file.ts";

export interface RemoteMark {
  /** The address, hashed without its credentials: the same name may point elsewhere one day. */
  readonly address: string;
  /** The branch's head when it was seen last. */
  readonly seen: string;
  /** Blobs that passed the checks and are in today's form, newest last. */
  readonly checked: readonly string[];
}

/** Goes up when the checks become stricter: what an earlier program let pass is then checked again. */
const FORMAT = 1;
const MOST_CHECKED = 64;

/** A branch's name without slashes: as a directory, `a` would be in the way of `a/b`. */
export function flatName(branch: string): string {
  return branch.replace(/[%/]/g, encodeURIComponent);
}

function fileOf(repository: Repository, branch: string): string {
  return join(repository.commonDir, "ltpm", `remote-${flatName(branch)}`);
}

/** What is remembered; null when nothing is, or nothing that can be relied on. */
export function readRemoteMark(repository: Repository, branch: string): RemoteMark | null {
  try {
    const said: Record<string, unknown> = JSON.parse(readFileSync(fileOf(repository, branch), "utf8"));
    const { format, address, seen, checked } = said;
    if (format !== FORMAT || typeof address !== "string" || typeof seen !== "string" || !isObjectName(seen))
      return null;
    const oids = Array.isArray(checked) ? checked.filter((oid) => typeof oid === "string" && isObjectName(oid)) : [];
    return { address, seen, checked: oids };
  } catch {
    return null;
  }
}

/** Keeps the mark. Without it the next command checks more and knows less, so a failure is no one's trouble. */
export function writeRemoteMark(repository: Repository, branch: string, mark: RemoteMark): void {
  writeQuietly(fileOf(repository, branch), { format: FORMAT, ...mark, checked: mark.checked.slice(-MOST_CHECKED) });
}

function defaultFile(repository: Repository): string {
  return join(repository.commonDir, "ltpm", "default-branch");
}

/** The default branch that the remote at `address` named when it was asked last; null when it never was. */
export function readDefaultBranch(repository: Repository, address: string): string | null {
  try {
    const said: Record<string, unknown> = JSON.parse(readFileSync(defaultFile(repository), "utf8"));
    return said.address === address && typeof said.branch === "string" ? said.branch : null;
  } catch {
    return null;
  }
}

export function writeDefaultBranch(repository: Repository, address: string, branch: string): void {
  writeQuietly(defaultFile(repository), { address, branch });
}

function writeQuietly(path: string, value: object): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeAtomically(path, `${JSON.stringify(value)}\n`);
  } catch {
    // A memory, not the state.
  }
}

/** An address as it may be remembered. */
export function addressMark(url: string): string {
  const plain = url.replace(/\/\/[^/\s@]{1,500}@/, "//");
  return createHash("sha256").update(plain).digest("hex").slice(0, 16);
}
