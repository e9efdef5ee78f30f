/** The passive track on this machine: what hooks recorded, and what a command itself finds overdue, becomes one `[Auto-Sync]` entry in PROGRESS.md. */

import { forgetHookFailures } from "../../history/auto-sync/errors.ts";
import { foldSyncs, type SyncEntry, type SyncFacts } from "../../history/auto-sync/fold.ts";
import { changedAt, minutesNow, renewDue } from "../../history/auto-sync/gather.ts";
import type { SyncEvent } from "../../history/auto-sync/record-name.ts";
import { markFolded, recordSync, waitingRecords } from "../../history/auto-sync/records.ts";
import { dueAt, isDue } from "../../history/auto-sync/threshold.ts";
import { isMidOperation } from "../../history/watch/operation.ts";
import { recordAutoSync } from "../../triad/commands/record.ts";
import { rewrite } from "../../triad/commands/rewrite.ts";
import { setUpdated } from "../../triad/commands/status.ts";
import { loadBlockParser } from "../../triad/document/remark.ts";
import { hookSettings, progressOf, syncThresholds } from "../hooks/hook-settings.ts";
import { localStamp } from "../init/local-stamp.ts";
import type { Project } from "../project.ts";
import { noteStep } from "../prompts/steps.ts";
import { gatherFacts, lastRecorded, ownWriting, touchedSince } from "./fold-facts.ts";
import { hourly } from "./hourly.ts";
import { inWords, rewriteTexts } from "./texts.ts";

/** No threshold is shorter. */
const LEAST_MINUTES = 3;

/** What became of records that waited. */
export interface Folded {
  /** The entry that stands in PROGRESS.md now; null: nothing had changed, so there was nothing to tell. */
  readonly entry: SyncEntry | null;
  /** From the root. */
  readonly path: string;
}

/**
 * Folds the records of this work tree into PROGRESS.md, and makes one where PROGRESS.md is older than the threshold and something was
 * done since. Null: nothing waited. An entry is written once, also when this is killed in the middle or runs twice at once. Throws
 * `HistoryError`, `Problem` (PROGRESS.md is no text) and `GitError`; the records then wait on.
 */
export async function foldWaiting(project: Project): Promise<Folded | null> {
  const { repository, settings } = project;
  const path = progressOf(project);
  const before = changedAt(repository, path);
  if (settings.auto_sync === "off" || !settings.documents.progress || before === null) return null;
  // A file that changes in the middle of a rebase or a merge gets into its way.
  if (isMidOperation(repository)) return null;
  return inWords(project, async () => {
    const folded = await fold(project, path);
    await hourly(project, path, Date.parse(before));
    return folded;
  });
}

async function fold(project: Project, path: string): Promise<Folded | null> {
  const { repository, clock } = project;
  if (waitingRecords(repository).length === 0 && !(await recordOverdue(project, path))) return null;
  const facts = await gatherFacts(project, path);
  if (facts.records.length === 0) return null;
  const isOurs = ownWriting(project);
  const entry = named(foldSyncs(facts, isOurs), facts);
  if (entry !== null) await writeEntry(project, path, entry);
  const now = clock.now();
  await markFolded(repository, facts.records, { head: facts.head, now });
  forgetHookFailures(repository);
  renewDue(repository, hookSettings(project), now);
  if (entry !== null) noteStep(repository, { files: namesOf(facts).filter((name) => !isOurs(name)), seconds: 0 });
  return { entry, path };
}

/** Two records of one second, the first of them folded in between, still make two entries. */
function named(entry: SyncEntry | null, { records }: SyncFacts): SyncEntry | null {
  return entry === null ? null : { ...entry, id: `${entry.id}.${records.at(-1)?.head?.slice(0, 10) ?? "unborn"}` };
}

function namesOf({ committed, uncommitted }: SyncFacts): string[] {
  return [...(committed ?? []), ...uncommitted].map(({ path }) => path);
}

/** Without hooks somebody has to notice: this command. True when it made a record. */
async function recordOverdue(project: Project, path: string): Promise<boolean> {
  const { repository, clock } = project;
  const now = clock.now();
  const since = lastRecorded(repository, path);
  if (since === null || !isDue(dueAt(LEAST_MINUTES, since), now)) return false;
  const event = eventSince(project, since);
  if (event === null) return false;
  const minutes = minutesNow(repository, now, syncThresholds(project));
  if (!isDue(dueAt(minutes, since), now)) return false;
  await recordSync(repository, event, now);
  return true;
}

/** What happened since: HEARTBEAT.md was written to, or anything else; null: nothing. */
function eventSince(project: Project, since: string): SyncEvent | null {
  if (!touchedSince(project, since)) return null;
  const heartbeat = changedAt(project.repository, "HEARTBEAT.md");
  return heartbeat !== null && Date.parse(heartbeat) >= Date.parse(since) ? "heartbeat" : "command";
}

async function writeEntry(project: Project, path: string, entry: SyncEntry): Promise<void> {
  const parse = await loadBlockParser();
  const sync = { id: entry.id, at: localStamp(entry.at), files: fileNames(entry), errors: entry.errors };
  await rewriteTexts(project, [path], (texts) => {
    const text = texts.get(path) ?? null;
    const told = text === null ? null : rewrite(text, parse, [(document) => recordAutoSync(document, sync)]);
    if (told === null || told === text) return new Map();
    const dated = rewrite(told, parse, [(document) => setUpdated(document, localStamp(project.clock.now()))]);
    return new Map([[path, dated]]);
  });
}

/** The entry names the first ones and counts all. */
function fileNames({ files, moreFiles }: SyncEntry): string[] {
  return [...files.map(({ path }) => path), ...Array.from({ length: moreFiles }, () => "")];
}
