/** One look of the watcher: documents that were overwritten are kept, what is due is recorded and folded, new ticks are heard. */
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { isUnheard, mayBeHeard, storyPaths } from "../../dispatch/story/owed.ts";
import { savesOf } from "../../history/auto-save/list.ts";
import { changedAt, minutesNow } from "../../history/auto-sync/gather.ts";
import { recordSync, waitingRecords } from "../../history/auto-sync/records.ts";
import { dueAt, isDue } from "../../history/auto-sync/threshold.ts";
import { blobNameOf } from "../../history/hidden-commit.ts";
import { dropRefs } from "../../history/hidden-refs.ts";
import { worktreeKey } from "../../history/ref-path.ts";
import { isLoss, type MadeSave, needless } from "../../history/watch/burst.ts";
import type { TriggerMode } from "../../history/watch/decide.ts";
import type { DocumentChange, DocumentWatch } from "../../history/watch/documents.ts";
import { isMidOperation } from "../../history/watch/operation.ts";
import { QUEUE_FILE } from "../../state/files.ts";
import type { Call } from "../call.ts";
import { foldWaiting } from "../documents/fold.ts";
import { lastRecorded, touchedSince } from "../documents/fold-facts.ts";
import { progressOf, savesKept, syncThresholds } from "../hooks/hook-settings.ts";
import type { Project } from "../project.ts";
import { possibleDocuments } from "./documents.ts";
import { keepState } from "./saves.ts";
import type { SayEvent } from "./watch-events.ts";

/** What a watcher remembers from look to look. */
export interface WatchMemory {
  readonly documents: DocumentWatch;
  /** Saves that held a document's present bytes already when it was first seen like this: not newer than what came in between. */
  readonly held: Map<string, ReadonlySet<string>>;
  /** Saves that it made, by document. */
  readonly made: Map<string, MadeSave[]>;
  /** Something was done that no auto-sync tells of yet. */
  unsynced: boolean;
  /** The effective threshold, and until when that answer is good (milliseconds since 1970): it takes git three calls to tell. */
  minutes: { readonly value: number; readonly until: number } | null;
}

export interface Round {
  readonly call: Call;
  readonly project: Project;
  readonly memory: WatchMemory;
  readonly mode: TriggerMode;
  readonly say: SayEvent;
}

/** Looks once; true when something was kept, recorded or written. Throws what git, the disk and the store throw; nothing is half-done then. */
export async function lookAround(round: Round): Promise<boolean> {
  const { memory, project } = round;
  const changes = memory.documents.look(possibleDocuments(project));
  let did = false;
  for (const change of changes) did = (await keepWhatWasThere(round, change)) || did;
  did = (await syncIfDue(round)) || did;
  return (await hearNextSteps(round, changes)) || did;
}

/** Before the first change there is nothing to lose but what stands there: that is kept as a hook would. */
async function keepWhatWasThere(round: Round, change: DocumentChange): Promise<boolean> {
  const { project, memory, say } = round;
  const { document, before, after } = change;
  const bytes = before ?? after;
  const isKept = bytes === null || savesKept(project) === 0 || isKeptSince(round, document, bytes);
  const saved = isKept ? null : await keepState(project, document, bytes, "auto");
  memory.held.set(document, new Set(after === null ? [] : refsOf(project, document, after)));
  if (saved?.kind !== "saved" || before === null) return false;
  thinOut(round, document, { ref: saved.save.ref, at: Date.now(), lasting: isLoss(before, after, change.wasSeen) });
  say(project, { event: "kept", document, name: saved.save.name });
  return true;
}

/** The saves of a document that hold these bytes. */
function refsOf({ repository }: Project, document: string, bytes: Buffer): string[] {
  const blob = blobNameOf(repository, bytes);
  const saves = savesOf(repository, worktreeKey(repository), document);
  return saves.filter((save) => save.blob === blob).map(({ ref }) => ref);
}

/** Whoever overwrote it kept it himself, as all of our own commands do: it has a save that was not there when we first saw it. */
function isKeptSince({ project, memory }: Round, document: string, bytes: Buffer): boolean {
  const held = memory.held.get(document);
  return held !== undefined && refsOf(project, document, bytes).some((ref) => !held.has(ref));
}

function thinOut({ project, memory }: Round, document: string, save: MadeSave): void {
  const made = [...(memory.made.get(document) ?? []), save];
  const gone = needless(made).map(({ ref }) => ref);
  dropRefs(project.repository, gone);
  memory.made.set(
    document,
    made.filter(({ ref }) => !gone.includes(ref)),
  );
}

/** No threshold is shorter; until then nothing has to be asked. */
const LEAST_MINUTES = 3;

/** What hooks recorded is folded; where something was done and the threshold is over, one record more. */
async function syncIfDue(round: Round): Promise<boolean> {
  const { project, memory, say, mode } = round;
  const { repository, settings } = project;
  const progress = progressOf(project);
  if (settings.auto_sync === "off" || !settings.documents.progress || changedAt(repository, progress) === null)
    return false;
  if (isMidOperation(repository)) return false;
  if (waitingRecords(repository).length === 0) {
    if (!isOverdue(round, progress)) return false;
    await recordSync(repository, mode === "heartbeat" ? "heartbeat" : "watch", project.clock.now());
    say(project, { event: "recorded", mode });
  }
  memory.unsynced = false;
  const folded = await foldWaiting(project);
  if (folded?.entry)
    say(project, {
      event: "folded",
      document: folded.path,
      files: folded.entry.files.length + folded.entry.moreFiles,
    });
  return true;
}

function isOverdue({ project, memory }: Round, progress: string): boolean {
  const { repository, clock } = project;
  const [since, now] = [lastRecorded(repository, progress), clock.now()];
  if (!memory.unsynced || since === null || !isDue(dueAt(LEAST_MINUTES, since), now)) return false;
  if (memory.minutes === null || memory.minutes.until < Date.now()) {
    memory.minutes = { value: minutesNow(repository, now, syncThresholds(project)), until: Date.now() + 60_000 };
  }
  if (!isDue(dueAt(memory.minutes.value, since), now)) return false;
  if (touchedSince(project, since)) return true;
  memory.unsynced = false;
  return false;
}

/**
 * A box that was ticked is heard by a cycle, as at a heartbeat: only where this clone is the authority, and only when the queue has not seen
 * the document like this.
 */
async function hearNextSteps(round: Round, changes: readonly DocumentChange[]): Promise<boolean> {
  const { project, call, say } = round;
  const { next } = storyPaths(project.settings);
  const path = next === null ? null : posix.normalize(next);
  const change = changes.find(({ document, before }) => document === path && before !== null);
  if (change === undefined || change.after === null || !project.startsTasks) return false;
  if (isMidOperation(project.repository) || !existsSync(join(project.queueDirectory, QUEUE_FILE))) return false;
  if (!mayBeHeard(change.after.toString("utf8"))) return false;
  const { queue } = (await project.store.read()).state;
  if (!isUnheard(queue, project.settings, blobNameOf(project.repository, change.after))) return false;
  say(project, { event: "cycle", document: change.document });
  const { dispatchOnce } = await import("../cycles.ts");
  await dispatchOnce(project, call);
  return true;
}
