/** What needs git itself: moving refs by compare-and-swap, objects in packs, history. */
import { type Stats, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readLoose } from "./loose.ts";
import { type Commit, decodeCommit, decodeTree, isObjectName, type TreeEntry } from "./objects.ts";
import { lookUpRef } from "./refs.ts";
import type { Repository } from "./repository.ts";
import { type GitAnswer, GitError, gitSync } from "./run.ts";

/** Git in this repository and no other, whatever surrounds us; no hooks run for our own refs. */
function here(repository: Repository, args: readonly string[], input?: string): GitAnswer {
  const env = { GIT_DIR: repository.gitDir };
  const options = input === undefined ? { cwd: repository.root, env } : { cwd: repository.root, env, input };
  return gitSync(["-c", "core.hooksPath=/dev/null", ...args], options);
}

function said(repository: Repository, args: readonly string[], input?: string): string {
  const answer = here(repository, args, input);
  if (answer.code !== 0) throw new GitError(args, answer);
  return answer.stdout;
}

/** The object a ref names, or null when there is no such ref. */
export function readRef(repository: Repository, ref: string): string | null {
  const look = lookUpRef(repository, ref);
  if (look === "none") return null;
  if (look !== "ask") return look.oid;
  const answer = here(repository, ["rev-parse", "--verify", "--quiet", ref]);
  const oid = answer.stdout.trim();
  if (answer.code === 0 && isObjectName(oid)) return oid;
  if (answer.code === 1 && answer.stderr === "") return null;
  throw new GitError(["rev-parse"], answer);
}

/** What came of moving a ref. `moved`: somebody else moved it first. `failed`: git could not, and the ref is as before. */
export type RefMove = { readonly kind: "landed" | "moved" } | { readonly kind: "failed"; readonly reason: string };

/** How long a ref's lock file must lie there untouched, while nobody but us may move the ref, to count as left behind. */
const STALE_LOCK = 200;
const TRIES = 5;

/**
 * Moves a ref from `from` (null: it must not exist) to `to`. What git answers is not believed: the ref itself says whether
 * the move landed, also when git was killed in between. The caller keeps all others of ours away meanwhile, so
 * a lock on the ref that lies still was left by a git that died.
 */
export async function moveRef(repository: Repository, ref: string, to: string, from: string | null): Promise<RefMove> {
  for (let tries = 1; ; tries++) {
    const before = lockOf(repository, ref);
    // An empty old value means "must not exist" for every length of object names.
    const answer = here(repository, ["update-ref", "--no-deref", ref, to, from ?? ""]);
    if (answer.code === 0) return { kind: "landed" };
    const now = readRef(repository, ref);
    if (now === to || (now !== null && now !== from && isAncestor(repository, to, now))) return { kind: "landed" };
    if (now !== from) return { kind: "moved" };
    const lock = before ?? lockOf(repository, ref);
    if (lock === null || tries === TRIES)
      return { kind: "failed", reason: new GitError(["update-ref"], answer).message };
    await removeIfLeftBehind(repository, ref, lock);
  }
}

function lockPath(repository: Repository, ref: string): string {
  return join(repository.commonDir, `${ref}.lock`);
}

function lockOf(repository: Repository, ref: string): Stats | null {
  return statSync(lockPath(repository, ref), { throwIfNoEntry: false }) ?? null;
}

async function removeIfLeftBehind(repository: Repository, ref: string, seen: Stats): Promise<void> {
  await sleep(STALE_LOCK);
  const now = lockOf(repository, ref);
  if (now === null || now.ino !== seen.ino || now.mtimeMs !== seen.mtimeMs) return;
  try {
    unlinkSync(lockPath(repository, ref));
  } catch {
    // It went by itself, or may not be removed: the next try says which.
  }
}

/** Whether `ancestor` is `commit` or in its history. */
export function isAncestor(repository: Repository, ancestor: string, commit: string): boolean {
  return here(repository, ["merge-base", "--is-ancestor", ancestor, commit]).code === 0;
}

/** Whether the repository has this object, in whatever form. */
export function hasObject(repository: Repository, oid: string): boolean {
  return readLoose(repository, oid) !== null || here(repository, ["cat-file", "-e", oid]).code === 0;
}

/** A commit's content. Throws `GitError` when it cannot be read. */
export function readCommit(repository: Repository, oid: string): Commit {
  const loose = readLoose(repository, oid);
  if (loose?.type === "commit") return decodeCommit(loose.bytes);
  return decodeCommit(Buffer.from(said(repository, ["cat-file", "commit", oid])));
}

/** A tree's entries. Throws `GitError`. */
export function readTree(repository: Repository, oid: string): TreeEntry[] {
  const loose = readLoose(repository, oid);
  if (loose?.type === "tree") return decodeTree(repository.objectFormat, loose.bytes);
  return said(repository, ["ls-tree", "-z", oid])
    .split("\0")
    .flatMap((line) => {
      const match = /^0?(\d{5,6}) \w+ ([0-9a-f]+)\t(.+)$/s.exec(line);
      return match?.[1] && match[2] && match[3] ? [{ mode: match[1], oid: match[2], name: match[3] }] : [];
    });
}

/** Texts of blobs, in the order asked for; at most one start of git. Throws `GitError` when one is missing. */
export function readBlobs(repository: Repository, oids: readonly string[]): string[] {
  const texts = new Map<string, string>();
  for (const oid of oids) {
    const loose = readLoose(repository, oid);
    if (loose?.type === "blob") texts.set(oid, loose.bytes.toString("utf8"));
  }
  const packed = oids.filter((oid) => !texts.has(oid));
  if (packed.length > 0) for (const [oid, text] of batch(repository, packed)) texts.set(oid, text);
  return oids.map((oid) => {
    const text = texts.get(oid);
    if (text === undefined) throw missing(oid);
    return text;
  });
}

function missing(oid: string): GitError {
  return new GitError(["cat-file"], {
    code: 1,
    stdout: "",
    stderr: `object ${oid} is missing or damaged`,
    timedOut: false,
  });
}

/** `git cat-file --batch`; our blobs are UTF-8, so lengths in bytes survive the way through a string. */
function batch(repository: Repository, oids: readonly string[]): Map<string, string> {
  const out = Buffer.from(said(repository, ["cat-file", "--batch"], `${oids.join("\n")}\n`));
  const texts = new Map<string, string>();
  for (let at = 0; at < out.length; ) {
    const end = out.indexOf(0x0a, at);
    const header = /^([0-9a-f]+) blob (\d+)$/.exec(out.toString("latin1", at, end));
    if (header?.[1] === undefined) throw missing(out.toString("latin1", at, end).split(" ")[0] ?? "");
    const size = Number(header[2]);
    texts.set(header[1], out.toString("utf8", end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return texts;
}

/** One commit of a history and the names of the blobs that came with it. */
export interface Step {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly seconds: number;
  readonly blobs: readonly { readonly path: string; readonly oid: string }[];
}

/** The history of a commit, newest first, with the blobs each commit brought (against every parent); `path` limits it. */
export function historyOf(repository: Repository, commit: string, path?: string): Step[] {
  const format = [
    "--format=%x01%H %ct %P",
    "--root",
    "--no-follow",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "-m",
    "-r",
    "-z",
    "--no-show-signature",
  ];
  const limit = path === undefined ? [] : ["--full-history", "--", path];
  const answer = here(repository, ["log", ...format, commit, ...limit]);
  if (answer.code !== 0) throw new GitError(["log"], answer);
  return answer.stdout.split("\x01").flatMap((record) => {
    const head = /^([0-9a-f]+) (\d+) ?([0-9a-f ]*)/.exec(record);
    if (head?.[1] === undefined) return [];
    const changes = [...record.matchAll(/:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) \w+\0([^\0]+)/g)];
    const blobs = changes.map(([, oid = "", name = ""]) => ({ path: name, oid }));
    return [{ commit: head[1], seconds: Number(head[2]), parents: (head[3] ?? "").split(" ").filter(Boolean), blobs }];
  });
}
