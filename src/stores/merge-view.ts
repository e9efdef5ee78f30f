/** A queue file in which git left a conflict: read as what both sides merge into, and told to git as merged. */
import { isUtf8 } from "node:buffer";
import { join } from "node:path";
import { writeAtomically } from "../host/atomic-file.ts";
import { splitConflict } from "../queue/conflict.ts";
import { QueueFault } from "../queue/faults.ts";
import { mergeArchiveFiles, mergeQueueFiles } from "../queue/merge-files.ts";
import { conflictLine, parseArchive, parseQueue } from "../queue/parse.ts";
import type { Queue } from "../queue/schema.ts";
import { ARCHIVE_DIR, monthOf } from "../state/files.ts";
import { defaultsOf, type Ground } from "./ground.ts";
import { markMerged, pathInTree, publishedTexts, readStages, type Stages, unmergedFiles } from "./unmerged.ts";
import { readView, type Seen } from "./view.ts";

/** A view as it counts, and the texts it was merged from where git left a conflict in it. */
export interface SoundView {
  readonly queue: Queue;
  /** As they were found: the file, and both sides of it. Empty: the file was sound by itself. */
  readonly originals: readonly Buffer[];
}

/** Whether git left conflict markers in these bytes. */
export function hasMarkers(bytes: Buffer): boolean {
  return bytes.includes("<<<<<<< ") && isUtf8(bytes) && conflictLine(bytes.toString("utf8")) !== null;
}

interface Sides {
  readonly base: string | null;
  readonly ours: string;
  readonly theirs: string;
}

/** Both whole sides: from git's index where it has them, else from between the markers. Null: the markers do not close. */
function sidesOf(ground: Ground, file: string, text: string): Sides | null {
  const stages = stagesOf(ground, file);
  if (stages?.ours && stages.theirs) {
    const read = (bytes: Buffer) => bytes.toString("utf8");
    return { base: stages.base && read(stages.base), ours: read(stages.ours), theirs: read(stages.theirs) };
  }
  const split = splitConflict(text);
  return split === null ? null : { base: null, ...split };
}

function stagesOf({ repository }: Ground, file: string): Stages | null {
  const path = pathInTree(repository, file);
  const stages = path === null ? undefined : unmergedFiles(repository, path).get(path);
  return stages === undefined ? null : readStages(repository, stages);
}

/** The queue that a view with conflict markers stands for. Throws `QueueFault` with the reason where that takes a guess. */
export function mergeView(ground: Ground, seen: Seen): SoundView {
  const { place, repository } = ground;
  const defaults = defaultsOf(ground);
  const text = seen.bytes.toString("utf8");
  const sides = sidesOf(ground, place.queue, text);
  if (sides === null) throw unresolved(place.name, text, "they do not close");
  demandSound(place.name, text, sides, (side) => parseQueue(side, place.name, defaults));
  const path = pathInTree(repository, place.queue);
  const published = path === null ? new Set<string>() : uidsIn(publishedTexts(repository.root, path));
  const merged = mergeQueueFiles(sides, { file: place.name, defaults, published });
  const originals = [sides.ours, sides.theirs].map((side) => Buffer.from(side));
  return { queue: parseQueue(merged, place.name, defaults), originals: [seen.bytes, ...originals] };
}

/** The same for a month of the archive: its merged text. */
export function mergeMonthView(ground: Ground, file: string, name: string, bytes: Buffer): string {
  const defaults = defaultsOf(ground);
  const text = bytes.toString("utf8");
  const sides = sidesOf(ground, file, text);
  if (sides === null) throw unresolved(name, text, "they do not close");
  demandSound(name, text, sides, (side) => parseArchive(side, name, defaults));
  return mergeArchiveFiles(sides, { file: name, defaults });
}

function demandSound(file: string, text: string, sides: Sides, parse: (side: string) => unknown): void {
  for (const side of ["ours", "theirs"] as const) {
    try {
      parse(sides[side]);
    } catch (error) {
      if (!(error instanceof QueueFault)) throw error;
      const whose = side === "ours" ? "the side of the checked-out branch" : "the side that comes in";
      const { field, problem } = error.fault;
      throw unresolved(file, text, `${whose} is no sound file (${field === "" ? problem : `${field}: ${problem}`})`);
    }
  }
}

function unresolved(file: string, text: string, why: string): QueueFault {
  const problem = `git left conflict markers here, and they cannot be merged: ${why}`;
  const remedy = "Correct that side by hand, or run `ltpm doctor --fix`; the file was left as it is";
  return new QueueFault({
    code: "conflict_markers",
    file,
    line: conflictLine(text) ?? 1,
    column: 1,
    field: "",
    problem,
    remedy,
  });
}

/** The uids in queue files of any version; what is none has none. */
export function uidsIn(texts: readonly string[]): Set<string> {
  const uids = new Set<string>();
  for (const text of texts) for (const [, uid] of text.matchAll(/"uid": ?"([^"\\]{1,64})"/g)) if (uid) uids.add(uid);
  return uids;
}

/** Months of the archive that git still has as unmerged, put right and told to git. */
export function settleMonths(ground: Ground): void {
  const { repository, place } = ground;
  const folder = pathInTree(repository, place.archive);
  if (folder === null) return;
  for (const path of unmergedFiles(repository).keys()) {
    if (!path.startsWith(`${folder}/`) || monthOf(`${ARCHIVE_DIR}/${path.slice(folder.length + 1)}`) === null) continue;
    const file = join(repository.root, path);
    const seen = readView(file, path);
    if (seen !== null && hasMarkers(seen.bytes)) writeAtomically(file, mergeMonthView(ground, file, path, seen.bytes));
    tellGit(ground, file, path, true);
  }
}

/** Tells git that a view of ours is merged, where it still has it as unmerged; says so. */
export function tellGit(ground: Ground, file: string, name: string, wasMerged: boolean): void {
  const path = pathInTree(ground.repository, file);
  const isUnmerged = path !== null && unmergedFiles(ground.repository, path).has(path);
  if (!isUnmerged && !wasMerged) return;
  const reason = isUnmerged ? markMerged(ground.repository, path) : null;
  ground.say({ kind: "conflict_merged", file: name, added: isUnmerged && reason === null, reason });
}
