/**
 * What a laptop could not send: adds, retries and the like wait here, without a task id, until the remote can be reached. A
 * file of JSON lines that only grows (a line is an operation, or the end of one), so that any number of processes may write at once
 * and a killed one leaves at most half a line.
 */

import { randomBytes } from "node:crypto";
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { isObjectName } from "../git/objects.ts";
import type { Repository } from "../git/repository.ts";
import type { Draft } from "../queue/add.ts";
import type { Wish } from "../state/intents.ts";
import { notWritten } from "./not-written.ts";

/** An operation that waits. `op` is its name for good: the `Ltpm-Op` trailer by which it is found once it landed. */
export type PendingOp = {
  readonly op: string;
  /** When the person asked for it, ISO 8601. */
  readonly at: string;
  /** The remote branch's head as this clone knew it then; "" when it knew none. The operation cannot have landed before it. */
  readonly since: string;
} & (
  | { readonly kind: "add"; readonly drafts: readonly Draft[]; readonly maxRetries: number }
  | { readonly kind: "control"; readonly wishes: readonly Wish[] }
);

export interface PendingList {
  /** In the order in which they were asked for. */
  readonly ops: readonly PendingOp[];
  /** Lines that cannot be read: a process was killed (or the disk full) while it wrote; nobody was told that they are kept. */
  readonly torn: number;
}

/** The outbox of one clone. */
export interface Pending {
  /** Keeps an operation; it is on the disk when this returns. Throws `StoreError` "not_written". */
  keep(op: PendingOp): void;
  list(): PendingList;
  /** Marks operations as done. Throws `StoreError` "not_written". */
  finish(ops: readonly string[]): void;
}

const FILE = "pending.jsonl";
/** A file that was put aside while it was emptied. */
const ASIDE = /^pending-[\w-]+\.jsonl$/;

/** Opens the outbox in the clone's common directory; it comes into being with the first line. */
export function openPending(repository: Pick<Repository, "commonDir">): Pending {
  const dir = join(repository.commonDir, "ltpm");
  const path = join(dir, FILE);
  return {
    keep: (op) => append(path, dir, { keep: op }),
    list: () => readAll(dir, namesIn(dir)),
    finish(ops) {
      if (ops.length > 0) append(path, dir, { done: ops });
      if (readAll(dir, namesIn(dir)).ops.length === 0) emptyOut(path, dir);
    },
  };
}

/** Every line begins with a line break too: half a line that a killed process left ends there. */
function append(path: string, dir: string, line: object): void {
  const bytes = Buffer.from(`\n${JSON.stringify(line)}\n`);
  try {
    mkdirSync(dir, { recursive: true });
    // Somebody may put the file aside between our opening it and our writing into it: then once more.
    while (!appendTo(path, bytes));
  } catch (error) {
    throw notWritten(path, error);
  }
}

function appendTo(path: string, bytes: Buffer): boolean {
  const file = openSync(path, "a", 0o600);
  try {
    const written = writeSync(file, bytes);
    if (written !== bytes.length) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    fsyncSync(file);
    return statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(file).ino;
  } finally {
    closeSync(file);
  }
}

function namesIn(dir: string): string[] {
  try {
    // Put aside means older: those first.
    return readdirSync(dir)
      .filter((name) => name === FILE || ASIDE.test(name))
      .sort((a, b) => Number(a === FILE) - Number(b === FILE));
  } catch {
    return [];
  }
}

function readAll(dir: string, names: readonly string[]): PendingList {
  const kept = new Map<string, PendingOp>();
  const done = new Set<string>();
  let torn = 0;
  for (const line of names.flatMap((name) => linesOf(join(dir, name)))) {
    const said = readLine(line);
    if (said === null) torn++;
    else if ("done" in said) for (const op of said.done) done.add(op);
    else if (!kept.has(said.keep.op)) kept.set(said.keep.op, said.keep);
  }
  return { ops: [...kept.values()].filter(({ op }) => !done.has(op)), torn };
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

type Line = { readonly keep: PendingOp } | { readonly done: readonly string[] };

function readLine(line: string): Line | null {
  try {
    const said: Partial<{ keep: PendingOp; done: string[] }> = JSON.parse(line);
    if (Array.isArray(said.done)) return { done: said.done };
    return isPendingOp(said.keep) ? { keep: said.keep } : null;
  } catch {
    return null;
  }
}

function isPendingOp(value: PendingOp | undefined): value is PendingOp {
  if (typeof value !== "object" || value === null) return false;
  if (![value.op, value.at, value.since].every((text) => typeof text === "string")) return false;
  if (value.since !== "" && !isObjectName(value.since)) return false;
  return value.kind === "add" ? Array.isArray(value.drafts) : value.kind === "control" && Array.isArray(value.wishes);
}

/**
 * Takes files away in which everything is done. What somebody wrote meanwhile is written anew; only files that were read
 * here go, for another process may be putting one aside at the same moment.
 */
function emptyOut(path: string, dir: string): void {
  try {
    renameSync(path, join(dir, `pending-${process.pid}-${randomBytes(4).toString("hex")}.jsonl`));
  } catch {
    return;
  }
  const aside = namesIn(dir).filter((name) => name !== FILE);
  for (const op of readAll(dir, aside).ops) append(path, dir, { keep: op });
  for (const name of aside) rmSync(join(dir, name), { force: true });
}
