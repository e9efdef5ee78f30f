/**
 * Documents of the work tree as everybody here reads and writes them. A write keeps the earlier states first, and happens only where nobody else changed them
 * since they were read: several at once, all or none.
 */
import { mkdirSync } from "node:fs";
import { join, posix } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BackupSettings } from "../../dispatch/settings.ts";
import type { Repository } from "../../git/repository.ts";
import { LockBusy, withLock } from "../../host/lock.ts";
import { HistoryError, reasonOf } from "../history-error.ts";
import { copySave } from "./copies.ts";
import { type Prepared, prepare } from "./prepared.ts";
import { saveDocument } from "./save.ts";
import type { SaveKind } from "./save-name.ts";
import { isAsSeen, type SeenDocument, seeDocument } from "./seen.ts";

export type { SeenDocument } from "./seen.ts";

/** Documents by their paths from the work tree's root, `/` between the parts; null: there is none. */
export type SeenDocuments = ReadonlyMap<string, SeenDocument | null>;

/** How documents of a work tree are read and written. */
export interface DocumentFiles {
  /** Bytes and a mark of each; null: none there. Throws `HistoryError` "outside" or "unreadable_document". */
  read(paths: readonly string[]): SeenDocuments;
  /**
   * Keeps the earlier states (`settings.backup`), then replaces; new folders are made. False: one of them was changed since it was read (its state
   * is kept as kind "conflict"), and nothing was written. `now` in ISO 8601. Throws `HistoryError` "not_saved", "not_written", "outside" or
   * "unreadable_document"; all are as they were then.
   */
  write(changes: ReadonlyMap<string, Uint8Array>, seen: SeenDocuments, now: string): Promise<boolean>;
}

/** What every part of a write works with. */
interface Desk {
  readonly repository: Repository;
  readonly backup: BackupSettings;
  readonly now: string;
}

/** How long another process that writes documents of this work tree is waited for, in milliseconds. */
const PATIENCE = 10_000;

/** The documents of a work tree; `backup` says what is kept of their earlier states. */
export function documentFiles(repository: Repository, backup: BackupSettings): DocumentFiles {
  const read = (paths: readonly string[]) => new Map(paths.map((path) => [path, seeDocument(repository, path)]));
  return {
    read,
    write: async (changes, seen, now) => {
      const changed = [...changes].filter(([path, bytes]) => seen.get(path)?.bytes.equals(bytes) !== true);
      if (changed.length === 0) return true;
      return alone(repository, () => replace({ repository, backup, now }, changed, seen));
    },
  };
}

/** One process at a time writes the documents of a work tree. */
async function alone<T>(repository: Repository, work: () => Promise<T>): Promise<T> {
  const folder = join(repository.gitDir, "ltpm");
  try {
    mkdirSync(folder, { recursive: true });
    return await withLock(join(folder, "documents"), PATIENCE, work);
  } catch (error) {
    if (error instanceof HistoryError) throw error;
    const why = error instanceof LockBusy ? error.message : reasonOf(error);
    throw new HistoryError("not_written", `no document was written: ${why}`, { cause: error });
  }
}

async function replace(
  desk: Desk,
  changed: readonly (readonly [string, Uint8Array])[],
  seen: SeenDocuments,
): Promise<boolean> {
  const { repository } = desk;
  const paths = changed.map(([path]) => path);
  if (await keepConflicts(desk, paths, seen)) return false;
  const prepared = prepare(
    repository,
    changed.map(([path, bytes]) => ({ path, bytes, seen: seen.get(path) ?? null })),
  );
  try {
    await keepEarlier(desk, paths, seen);
    return await inPlace(desk, prepared, paths, seen);
  } finally {
    prepared.discard();
  }
}

/** From the last look to the last rename nothing is waited for. */
async function inPlace(
  desk: Desk,
  prepared: Prepared,
  paths: readonly string[],
  seen: SeenDocuments,
): Promise<boolean> {
  const placed = prepared.place();
  if (!placed.done) {
    await keepConflicts(desk, paths, seen);
    return false;
  }
  // Written by somebody in the very moment when we replaced it: that text is in no file any more.
  for (const { path, bytes } of placed.late) await keep(desk, path, bytes, "conflict");
  return true;
}

/** Whether any is not as it was seen; what stands there now is kept then. */
async function keepConflicts(desk: Desk, paths: readonly string[], seen: SeenDocuments): Promise<boolean> {
  let isConflict = false;
  for (const path of paths) {
    const now = seeDocument(desk.repository, path);
    if (isAsSeen(now, seen.get(path) ?? null)) continue;
    isConflict = true;
    if (now !== null) await keep(desk, path, now.bytes, "conflict");
  }
  return isConflict;
}

async function keepEarlier(desk: Desk, paths: readonly string[], seen: SeenDocuments): Promise<void> {
  if (!desk.backup.enabled) return;
  for (const path of paths) {
    const before = seen.get(path) ?? null;
    if (before !== null) await keep(desk, path, before.bytes, "auto");
  }
}

async function keep({ repository, backup, now }: Desk, path: string, bytes: Buffer, kind: SaveKind): Promise<void> {
  const document = posix.normalize(path);
  const saved = await saveDocument(repository, { document, bytes, kind, keep: backup.max_count, now });
  const directory = posix.normalize(backup.directory.replaceAll("\\", "/"));
  if (saved.kind === "off" || directory === "." || directory === "./") return;
  copySave(repository, saved.save, bytes, { directory, keep: backup.max_count });
}

/** So many changes by others while one of ours is made are more than chance. */
const TRIES = 20;
/** What changed just now may not be whole yet: editors empty a file and then fill it (milliseconds). */
const SETTLED = 30;

/**
 * Reads, changes, writes; anew when somebody else changed one meanwhile, so that nobody's text is lost. A path that `change` leaves out, or gives
 * as it was, stays. Gives the paths that were written. Throws as `DocumentFiles` does, and what `change` throws.
 */
export async function rewriteDocuments(
  files: DocumentFiles,
  paths: readonly string[],
  now: () => string,
  change: (documents: ReadonlyMap<string, Buffer | null>) => ReadonlyMap<string, Uint8Array>,
): Promise<readonly string[]> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const seen = files.read(paths);
    const before = new Map([...seen].map(([path, document]) => [path, document?.bytes ?? null]));
    const changes = new Map([...change(before)].filter(([path, bytes]) => before.get(path)?.equals(bytes) !== true));
    if (await files.write(changes, seen, now())) return [...changes.keys()];
    await sleep(tries === 1 ? SETTLED : 2 * SETTLED);
  }
  throw new HistoryError("not_written", `${paths.join(", ")} kept changing while this command worked; run it again`);
}
