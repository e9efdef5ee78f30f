/** The archive's files in the work tree: months that a person or a pull brought are taken in, missing ones are written again. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { nameOf } from "../git/objects.ts";
import { readBlobs } from "../git/plumbing.ts";
import { compareLabels } from "../queue/label.ts";
import { parseArchive } from "../queue/parse.ts";
import type { ArchiveFile, Queue, Task } from "../queue/schema.ts";
import { ARCHIVE_DIR, archivePath, monthOf } from "../state/files.ts";
import type { Archive } from "../state/state.ts";
import { defaultsOf, type Ground } from "./ground.ts";
import { loadArchive } from "./head.ts";
import { hasMarkers, mergeMonthView } from "./merge-view.ts";
import { codeOf } from "./not-written.ts";
import { wasOurs } from "./past.ts";
import type { FileChange } from "./staged.ts";
import { type Head, type LoadedMonth, monthBlobs } from "./state-tree.ts";
import { readView } from "./view.ts";

/** The archive of a state, and the same with what its files in the work tree hold besides. */
export interface ArchiveWithViews {
  readonly before: ReadonlyMap<string, LoadedMonth>;
  readonly archive: Archive;
  /** The months as their files lie there. */
  readonly views: Archive;
  /** Whether `archive` holds more than `before`. */
  readonly grown: boolean;
}

/** Loads the archive and takes in tasks that only its files have. Throws `QueueFault` when a changed file is unsound. */
export function archiveWithViews(ground: Ground, head: Head | null, queue: Queue): ArchiveWithViews {
  const before = head === null ? new Map() : loadArchive(ground.repository, head.entries, defaultsOf(ground));
  const archive = new Map<string, ArchiveFile>([...before].map(([month, loaded]) => [month, loaded.file]));
  const known = new Set([...archive.values()].flatMap((file) => file.tasks.map((task) => task.uid)));
  for (const task of queue.tasks) known.add(task.uid);
  const views = new Map(archive);
  let grown = false;
  for (const month of strangeMonths(ground, head, before)) {
    const file = readMonth(ground, month);
    views.set(month.month, file);
    const fresh = file.tasks.filter((task) => !known.has(task.uid));
    if (fresh.length === 0) continue;
    for (const task of fresh) known.add(task.uid);
    const there = archive.get(month.month);
    archive.set(month.month, withTasks({ ...file, ...there }, there?.tasks ?? [], fresh));
    grown = true;
  }
  return { before, archive, views, grown };
}

function readMonth(ground: Ground, { month, path, bytes }: MonthFile): ArchiveFile {
  const name = shown(ground, month);
  const text = hasMarkers(bytes) ? mergeMonthView(ground, path, name, bytes) : bytes.toString("utf8");
  return parseArchive(text, name, defaultsOf(ground));
}

function withTasks(file: ArchiveFile, old: readonly Task[], fresh: readonly Task[]): ArchiveFile {
  return { ...file, tasks: [...old, ...fresh].sort((a, b) => compareLabels(a.id, b.id)) };
}

function shown(ground: Ground, month: string): string {
  return ground.place.name.replace(/[^/\\]+$/, archivePath(month));
}

interface MonthFile {
  readonly month: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly blob: string;
}

/** The archive's files as they lie there. */
function monthFiles({ place, repository }: Ground): MonthFile[] {
  return namesIn(place.archive).flatMap((name) => {
    const month = monthOf(`${ARCHIVE_DIR}/${name}`);
    const path = join(place.archive, name);
    const seen = month === null ? null : readView(path, path);
    if (month === null || seen === null) return [];
    return [{ month, path, bytes: seen.bytes, blob: nameOf(repository.objectFormat, "blob", seen.bytes) }];
  });
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).sort();
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return [];
    throw error;
  }
}

/** Files that are neither the state's month nor an earlier state of it. */
function strangeMonths(ground: Ground, head: Head | null, before: ReadonlyMap<string, LoadedMonth>): MonthFile[] {
  return monthFiles(ground).filter(({ month, blob }) => {
    if (before.get(month)?.oid === blob) return false;
    return head === null || !wasOurs(ground.repository, head, blob);
  });
}

/** What it takes to bring the archive's files up to date; files with something of their own stay as they are. */
export function archiveRepairs(ground: Ground, head: Head): FileChange[] {
  const wanted = monthBlobs(ground.repository, head.entries);
  const files = new Map(monthFiles(ground).map((file) => [file.month, file]));
  const stale = [...wanted].filter(([month, oid]) => {
    const file = files.get(month);
    if (file === undefined) return true;
    return file.blob !== oid && wasOurs(ground.repository, head, file.blob);
  });
  const texts = readBlobs(
    ground.repository,
    stale.map(([, oid]) => oid),
  );
  return stale.map(([month], index) => {
    return { path: join(ground.place.archive, `${month}.json`), bytes: Buffer.from(texts[index] ?? "") };
  });
}
