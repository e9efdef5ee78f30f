/**
 * Conflicts that git left in our files, also in a clone that was never wired: resolved with the same merge, both originals kept,
 * and told to git where it still has the file as unmerged.
 */

import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { isMergeUnderWay } from "../../git/under-way.ts";
import { readDocument } from "../../history/auto-save/document-file.ts";
import { documentFiles } from "../../history/auto-save/document-files.ts";
import { saveDocument } from "../../history/auto-save/save.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import type { Language } from "../../messages/language.ts";
import { mergeWords } from "../../messages/merge.ts";
import { splitConflict } from "../../queue/conflict.ts";
import { hasMarkers, uidsIn } from "../../stores/merge-view.ts";
import { markMerged, publishedTexts, readStages, type Stages, unmergedFiles } from "../../stores/unmerged.ts";
import type { Project } from "../project.ts";
import { DOCUMENT_NAMES, type FileKind, kindOf } from "./kinds.ts";
import { mergeBytes } from "./merge-file.ts";

/** What came of one file. */
export type SettledFile =
  | { readonly kind: "merged"; readonly file: string; readonly added: boolean; readonly reason: string | null }
  /** It is as it was; `why` says what is in the way. */
  | { readonly kind: "left"; readonly file: string; readonly why: string };

export interface SettleOptions {
  /** Look at the index although nothing says that a merge is under way: somebody met a conflict marker. */
  readonly found?: boolean;
  /** Documents besides those of the root and of the configured folder, by their paths from the root. */
  readonly documents?: readonly string[];
}

type Ground = Pick<Project, "repository" | "settings" | "clock" | "language">;

/**
 * Settles what is unmerged of our files. Cheap where nothing is: a few looks at files. Conflicts in the queue of a local state are
 * the store's; here they are settled only where the file holds no markers, or the state is elsewhere.
 */
export async function settleConflicts(project: Ground, options: SettleOptions = {}): Promise<SettledFile[]> {
  const marked = documentPaths(project, options).filter((path) => isMarked(project.repository, path));
  if (marked.length === 0 && options.found !== true && !isMergeUnderWay(project.repository)) return [];
  const unmerged = unmergedFiles(project.repository);
  const ours = [...unmerged.keys()].filter((path) => kindOf(path, project.settings.dir) !== null);
  const settled: SettledFile[] = [];
  for (const path of new Set([...ours, ...marked])) {
    const stages = unmerged.get(path) ?? null;
    const done = await settleFile(project, path, kindOf(path, project.settings.dir) ?? "document", stages);
    if (done !== null) settled.push(done);
  }
  return settled;
}

/** One line for each file. */
export function settledLines(language: Language, settled: readonly SettledFile[]): string[] {
  const words = mergeWords(language);
  return settled.map((one) => (one.kind === "merged" ? words.merged(one) : words.left(one.file, one.why)));
}

function documentPaths({ settings }: Ground, { documents = [] }: SettleOptions): string[] {
  const dirs = new Set([".", settings.documents.dir ?? "."]);
  const usual = [...dirs].flatMap((dir) => DOCUMENT_NAMES.map((name) => posix.join(dir.replaceAll("\\", "/"), name)));
  return [...new Set([...usual, ...documents])];
}

function isMarked({ root }: Repository, path: string): boolean {
  const file = join(root, path);
  return existsSync(file) && lstatSync(file).isFile() && hasMarkers(readFileSync(file));
}

/** Null: there is nothing to do, or it is somebody else's to do. */
async function settleFile(
  project: Ground,
  path: string,
  kind: FileKind,
  index: ReadonlyMap<number, string> | null,
): Promise<SettledFile | null> {
  const words = mergeWords(project.language).why;
  const left = (why: string): SettledFile => ({ kind: "left", file: path, why });
  try {
    const found = read(project.repository, path);
    const isStores = kind === "queue" && project.settings.runner === "local" && found !== null && hasMarkers(found);
    if (isStores) return null;
    const stages = index === null ? null : readStages(project.repository, index);
    if (stages !== null && (stages.ours === null || stages.theirs === null))
      return settleOneSided(project, path, kind, found, stages);
    const sides = sidesOf(kind, found, stages);
    if (sides === "unclosed") return left(words.markers);
    if (sides === null) return null;
    const merged = await mergeBytes(sides, {
      ...{ kind, file: path, defaults: { now: project.clock.now(), maxRetries: project.settings.max_retries } },
      published: () => uidsIn(publishedTexts(project.repository.root, path)),
    });
    const isThere = found !== null && Buffer.compare(found, merged) === 0;
    // Somebody resolved it by hand, and is perhaps not done; the queue's files are whole as soon as they hold no markers.
    if (!isThere && !sides.isOpen) return kind === "document" ? null : told(project, path, stages !== null);
    if (!isThere && !(await replace(project, path, kind, { found, sides, merged }))) return left(words.changed);
    return told(project, path, stages !== null);
  } catch (error) {
    return left(words.unreadable(error instanceof Error ? error.message : String(error)));
  }
}

function told({ repository }: Ground, path: string, isUnmerged: boolean): SettledFile {
  const reason = isUnmerged ? markMerged(repository, path) : null;
  return { kind: "merged", file: path, added: isUnmerged && reason === null, reason };
}

function read(repository: Repository, path: string): Buffer | null {
  return readDocument(repository, path);
}

interface Sides {
  readonly base: Uint8Array | null;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
  /** Nobody has touched the file since git left it. */
  readonly isOpen: boolean;
}

/**
 * Both sides of a file. Of a document with markers they are read from the file, where a person may have resolved a part already; of
 * the queue from the index, since half a JSON text says nothing. Null: no side is known.
 */
function sidesOf(kind: FileKind, found: Buffer | null, stages: Stages | null): Sides | "unclosed" | null {
  const text = found !== null && hasMarkers(found) ? found.toString("utf8") : null;
  const isWhole = stages?.ours != null && stages.theirs != null;
  if (text !== null && (kind === "document" || !isWhole)) {
    const split = splitConflict(text);
    if (split === null) return "unclosed";
    return {
      base: stages?.base ?? null,
      ours: Buffer.from(split.ours),
      theirs: Buffer.from(split.theirs),
      isOpen: true,
    };
  }
  if (stages?.ours == null || stages.theirs == null) return null;
  const { base, ours, theirs } = stages;
  const isSide = found === null || [ours, theirs].some((side) => side.equals(found));
  return { base, ours, theirs, isOpen: text !== null || isSide };
}

interface Replacement {
  readonly found: Buffer | null;
  readonly sides: Sides;
  readonly merged: Uint8Array;
}

/** Keeps both originals, then replaces the file; false: somebody changed it meanwhile. */
async function replace(
  project: Ground,
  path: string,
  kind: FileKind,
  { found, sides, merged }: Replacement,
): Promise<boolean> {
  const { repository, settings, clock } = project;
  if (kind !== "document") {
    const now = read(repository, path);
    if (found === null ? now !== null : now === null || !now.equals(found)) return false;
    writeAtomically(join(repository.root, path), merged);
    return true;
  }
  const files = documentFiles(repository, settings.backup);
  const seen = files.read([path]);
  const there = seen.get(path)?.bytes ?? null;
  if (found === null ? there !== null : there === null || !there.equals(found)) return false;
  for (const bytes of [sides.theirs, sides.ours]) {
    const order = { document: path, bytes, kind: "conflict", keep: settings.backup.max_count } as const;
    await saveDocument(repository, { ...order, now: clock.now() });
  }
  return files.write(new Map([[path, merged]]), seen, clock.now());
}

/** One side deleted what the other changed. The queue and its archive stay; of a document a person decides. */
function settleOneSided(
  project: Ground,
  path: string,
  kind: FileKind,
  found: Buffer | null,
  stages: Stages,
): SettledFile | null {
  if (stages.ours === null && stages.theirs === null) return null;
  if (kind === "document") {
    const why = mergeWords(project.language).why.oneSided(stages.theirs === null ? "ours" : "theirs");
    return { kind: "left", file: path, why };
  }
  const bytes = stages.ours ?? stages.theirs;
  if (found === null && bytes !== null) writeAtomically(join(project.repository.root, path), bytes);
  return told(project, path, true);
}
