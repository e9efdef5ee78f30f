/**
 * Where an attempt's traces lie: `<git common dir>/ltpm/attempts/<token>/` holds what outlives it, its room (outside of
 * every repository) the task and result file and the work tree.
 *
 * The room is not below `.git`: agents refuse to write to paths with `.git` in them, and test runners skip them. It is
 * not in the user's work tree either: test runners and linters there would find a second copy of everything.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import type { ProcessMark } from "../../host/process.ts";
import { type AttemptRecord, attemptRecordSchema } from "../../verify/attempt-record.ts";

/** Paths of one attempt. */
export interface AttemptFiles {
  readonly folder: string;
  /** Who is about to start it: the dispatcher, then the supervisor that it spawned. */
  readonly starter: string;
  /** Who decides: the supervisor that runs it, or the observer that called it lost. Created once, never changed. */
  readonly claim: string;
  readonly job: string;
  readonly child: string;
  /** Where it works: base and branch of its tree. */
  readonly place: string;
  readonly record: string;
  /** Somebody asked the attempt to end. */
  readonly cancel: string;
  /** Touched while the supervisor lives. */
  readonly pulse: string;
  /** What the supervisor itself complained about. */
  readonly complaints: string;
  /** Room that is given up when the disk is full, so that the record still fits. */
  readonly ballast: string;
}

/** A token as it may stand in a path and a branch name; anything else names no attempt. */
export function isToken(token: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{3,63}$/.test(token);
}

/** The folder that holds the traces of all attempts of a clone. */
export function attemptsFolder(commonDir: string): string {
  return join(commonDir, "ltpm", "attempts");
}

/** The paths of an attempt. Throws `RangeError` for a token that is none. */
export function attemptFiles(commonDir: string, token: string): AttemptFiles {
  if (!isToken(token)) throw new RangeError(`${JSON.stringify(token)} is no attempt's token`);
  const folder = join(attemptsFolder(commonDir), token);
  const at = (name: string) => join(folder, name);
  return {
    folder,
    starter: at("starter.json"),
    claim: at("supervisor.json"),
    job: at("order.json"),
    child: at("child.json"),
    place: at("place.json"),
    record: at("record.json"),
    cancel: at("cancel"),
    pulse: at("pulse"),
    complaints: at("supervisor.log"),
    ballast: at("ballast"),
  };
}

/** Paths of an attempt's room. */
export interface Room {
  readonly room: string;
  readonly task: string;
  readonly result: string;
  readonly tree: string;
}

/** An attempt's room below the rooms' folder. */
export function roomOf(rooms: string, token: string): Room {
  const room = join(rooms, token);
  return { room, task: join(room, "task.md"), result: join(room, "result.json"), tree: join(room, "tree") };
}

/**
 * The folder of all rooms of a clone: `$XDG_CACHE_HOME/ltpm/<name>-<hash>`, in the temporary folder where there is no
 * home. Its name is plain ASCII, whatever the repository is called.
 */
export function roomsFolder(
  commonDir: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const real = existsSync(commonDir) ? realpathSync(commonDir) : commonDir;
  const name = basename(basename(real) === ".git" ? dirname(real) : real);
  const slug =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 32) || "repository";
  const hash = createHash("sha256").update(real).digest("hex").slice(0, 10);
  const home = env.HOME === undefined || env.HOME === "" ? null : join(env.HOME, ".cache");
  const cache = env.XDG_CACHE_HOME?.startsWith("/") === true ? env.XDG_CACHE_HOME : home;
  return join(cache ?? join(tmpdir(), `ltpm-${process.getuid?.() ?? "user"}`), "ltpm", `${slug}-${hash}`);
}

const markSchema = v.object({ pid: v.number(), start: v.string(), boot: v.string(), space: v.string() });
const claimSchema = v.variant("by", [
  v.object({ by: v.literal("supervisor"), mark: markSchema }),
  v.object({ by: v.literal("observer"), why: v.string() }),
]);

/** Who decided over an attempt. */
export type Claim = v.InferOutput<typeof claimSchema>;

export function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function readJson<S extends v.GenericSchema>(path: string, schema: S): v.InferOutput<S> | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

const placeSchema = v.object({
  branch: v.string(),
  base: v.string(),
  gitDir: v.string(),
  onto: v.nullable(v.string()),
});

/** What is known of an attempt's work tree. */
export type TreePlace = v.InferOutput<typeof placeSchema>;

export function readPlace(files: AttemptFiles): TreePlace | null {
  return readJson(files.place, placeSchema);
}

export function readMark(path: string): ProcessMark | null {
  return readJson(path, markSchema);
}

export function readClaim(files: AttemptFiles): Claim | null {
  return readJson(files.claim, claimSchema);
}

/** The record as written; `broken` when a file of that name is there but is not this attempt's record. */
export function readRecord(files: AttemptFiles, token: string): AttemptRecord | "broken" | null {
  if (!existsSync(files.record)) return null;
  const record = readJson(files.record, attemptRecordSchema);
  return record === null || record.token !== token ? "broken" : record;
}
