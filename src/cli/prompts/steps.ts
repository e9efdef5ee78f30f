/**
 * What was done since progress was recorded last: which files were modified and how long steps ran, one line a step in the common git
 * directory. Adding a line needs no lock, so that hooks' records and attempts that end at the same time all count.
 */
import { appendFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { discard } from "../../host/discard.ts";
import type { CheckpointReason } from "../../messages/prompts.ts";

/** The part of a repository that is needed here. */
export interface Clone {
  readonly commonDir: string;
}

export interface Step {
  /** Paths from the root; the same file of two steps counts once. */
  readonly files: readonly string[];
  /** How long it ran. */
  readonly seconds: number;
}

/** How many files there were, and the longest of the steps. */
export interface Steps {
  readonly files: number;
  readonly seconds: number;
}

/** More files than this since the last record make one due (the source's 3.5). */
export const MANY_FILES = 3;
/** A step that ran longer than this does, in seconds. */
export const LONG_STEP = 60;
/** Of one step so many files are noted: a record is due long before. */
const MOST_FILES = 50;
/** Bytes; what comes after that could only make due what is due already. */
const LONGEST_LIST = 64 * 1024;

/** Where the reminders keep what they know: below the common git directory, so all work trees share it. */
export function promptFolder({ commonDir }: Clone): string {
  return join(commonDir, "ltpm", "prompts");
}

function listOf(clone: Clone): string {
  return join(promptFolder(clone), "steps");
}

/** Counts a step. What cannot be written is not counted: a reminder must not stop the work it is about. */
export function noteStep(clone: Clone, { files, seconds }: Step): void {
  if (files.length === 0 && seconds <= LONG_STEP) return;
  const line = JSON.stringify({ files: files.slice(0, MOST_FILES), seconds: Math.max(0, Math.floor(seconds)) });
  try {
    mkdirSync(promptFolder(clone), { recursive: true });
    const list = listOf(clone);
    if ((statSync(list, { throwIfNoEntry: false })?.size ?? 0) <= LONGEST_LIST) appendFileSync(list, `${line}\n`);
  } catch {
    // A read-only or full disk: counted next time.
  }
}

/** What was counted since the last record. A line that was cut off by a crash counts nothing. */
export function stepsSince(clone: Clone): Steps {
  let text = "";
  try {
    text = readFileSync(listOf(clone), "utf8");
  } catch {
    // Nothing was counted.
  }
  const files = new Set<string>();
  let longest = 0;
  for (const step of text.split("\n").flatMap(readStep)) {
    for (const file of step.files) files.add(file);
    longest = Math.max(longest, step.seconds);
  }
  return { files: files.size, seconds: longest };
}

function readStep(line: string): Step[] {
  try {
    const raw: unknown = JSON.parse(line);
    if (typeof raw !== "object" || raw === null || !("files" in raw) || !("seconds" in raw)) return [];
    const { files, seconds } = raw;
    if (!Array.isArray(files) || typeof seconds !== "number") return [];
    return [{ files: files.filter((file) => typeof file === "string"), seconds }];
  } catch {
    return [];
  }
}

/** To be called when progress was recorded (`checkpoint`, `mark_milestone`): what was counted stands in the documents now. */
export function forgetSteps(clone: Clone): void {
  discard(listOf(clone));
}

/** Why a checkpoint is due; empty: none is. The sentences stand in messages/prompts.ts. */
export function checkpointDue({ files, seconds }: Steps): readonly CheckpointReason[] {
  return [
    ...(files > MANY_FILES ? [{ kind: "files" as const, files }] : []),
    ...(seconds > LONG_STEP ? [{ kind: "long" as const, seconds }] : []),
  ];
}
