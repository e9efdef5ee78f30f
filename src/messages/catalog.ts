/**
 * The words of one language. Every function takes plain values, makes them safe for a terminal, and answers one line;
 * what takes several lines is put together from these by `intake.ts`, `status-table.ts`, `done.ts`, `blocked.ts` and
 * `task-details.ts`. The English texts of the source's section A5 are an interface that programs match: they stay letter for letter.
 */
import type { Outcome, Status } from "../queue/schema.ts";
import { EN } from "./en.ts";
import type { Language } from "./language.ts";
import { ZH_CN } from "./zh-cn.ts";

/** Said when there is nothing pending, running, due, unseen or owed; the same in every language. */
export const HEARTBEAT_OK = "HEARTBEAT_OK";

export interface Counts {
  readonly total: number;
  readonly pending: number;
  readonly running: number;
  readonly done: number;
  readonly blocked: number;
  readonly skipped: number;
}

/** Which of how many tries: `attempt` counts from 1. */
export interface Try {
  readonly id: string;
  readonly attempt: number;
  readonly of: number;
}

export type TimeUnit = "minute" | "hour" | "day";
/** The rows of `ltpm show`. */
export type DetailRow =
  | "goal"
  | "type"
  | "priority"
  | "added"
  | "started"
  | "finished"
  | "waits"
  | "notBefore"
  | "accept"
  | "retries"
  | "session"
  | "result"
  | "file"
  | "kept"
  | "verified"
  | "blocked"
  | "toUnblock"
  | "aliases";

/** How tasks start besides by adding them: a schedule as installed, or none. */
export type Schedule =
  | { readonly kind: "none" }
  | { readonly kind: "every"; readonly minutes: number }
  | { readonly kind: "cron"; readonly cron: string };

export interface IntakeWords {
  /** `Added T-06: [description].`, and what happens next: one of the two below. */
  added(id: string, description: string, next: string): string;
  addedMany(count: number): string;
  startingNow: string;
  queueHas(pending: number): string;
  /** The message held neither a task nor a command. */
  nothingFound: string;
  /** The same message was taken in before. */
  alreadyThere(id: string, description: string): string;
}

export interface CommandWords {
  skipped(id: string): string;
  retried(id: string): string;
  cancelled(id: string): string;
  markedDone(id: string): string;
  /** Added behind the above when an attempt was under way. */
  stopped: string;
  unknown(ids: readonly string[]): string;
  /** A task that is done cannot be skipped or cancelled. */
  doneAlready(id: string): string;
  /** The task already is as asked. */
  unchanged(id: string, status: Status): string;
  edited(id: string, fields: readonly string[]): string;
  /** The attempt under way was started with the old words. */
  notEditedRunning(id: string): string;
  unknownDependency(label: string): string;
  /** `labels`: the circle, its first one again at the end. */
  dependencyCircle(labels: readonly string[]): string;
  /** Tasks that depend on one that was skipped. */
  followersWait(id: string, followers: readonly string[]): string;
  /** `months` are the archive's files, `2026-11`; none: to the archive. */
  archived(count: number, months: readonly string[]): string;
}

export interface CycleWords {
  allBlocked: string;
  started(what: Try, strategy: string): string;
  /** A try failed and another follows. */
  triesAgain(what: Try, why: string, next: string): string;
  lost(id: string): string;
  /** The live line of `dispatch --wait`. */
  progress(counts: Counts, elapsedMs: number): string;
  finished(counts: Counts): string;
  leftRunning(count: number): string;
  stoppedWaiting(running: number): string;
  /** Pending tasks that cannot start now, with what they wait for. */
  notYet(id: string, why: string): string;
  wouldStart(id: string, strategy: string): string;
  wouldBecome(id: string, status: Status): string;
  wouldDoNothing: string;
  landed(id: string, branch: string, commit: string): string;
  notLanded(id: string, branch: string, why: string): string;
  leftOnBranch(id: string, branch: string): string;
  /** The project runs on GitHub: what starts a task that was added or put back here. */
  readonly onGitHub: string;
  /** An attempt was lost in the middle of its work. */
  savedOnBranch(branch: string): string;
}

export interface OutcomeWords {
  done(id: string, summary: string): string;
  noSummary: string;
  deliverable(place: string): string;
  blocked(id: string, attempts: number): string;
  whatWasTried: string;
  tried(strategy: string, result: string): string;
  nothingTried: string;
  noResult: string;
  whyBlocked(reason: string): string;
  noReason: string;
  toUnblock: string;
  lookAtLog(id: string): string;
  replyRetry(id: string): string;
}

export interface TableWords {
  title(counts: Counts): string;
  head: readonly [id: string, status: string, description: string];
  status: Readonly<Record<Status, string>>;
  startedAgo(ago: string): string;
  notBefore(moment: string): string;
  empty: string;
}

export interface DetailWords {
  row: Readonly<Record<DetailRow, string>>;
  attempts: string;
  earlier(count: number): string;
  outcome: Readonly<Record<Outcome, string>>;
  verifier(words: string): string;
  details: string;
  retries(used: number, most: number): string;
  noLog(id: string): string;
}

export interface StoreWords {
  rolledBack: string;
  edited(ids: readonly string[]): string;
  adopted(tasks: number): string;
  restored: string;
  /** A laptop could not send it: it waits here, without an id. */
  keptForLater(remote: string): string;
  /** What is shown is what this clone saw last. */
  lastSeen(remote: string): string;
  sent(count: number): string;
  stillWaiting(count: number): string;
  nothingToSync: string;
  /** A wish that was kept is older than a decision made meanwhile. */
  outdated(id: string): string;
  relabelled(from: string, to: string): string;
  conflictMerged(file: string, kept: readonly string[]): string;
  /** A task that a person took out of the file went to the archive. */
  removedByHand(id: string): string;
  /** An edit that cannot be taken; the state's value stays. */
  notTaken(id: string, field: string, why: string): string;
  viewNotWritten(file: string, why: string): string;
  /** Somebody force-pushed the branch that holds the state. */
  remoteRewritten(branch: string): string;
  remoteRestored(branch: string, file: string): string;
  /** The remote's default branch has another name now. */
  remoteRenamed(from: string, to: string): string;
}

export interface SetupWords {
  firstRun(heartbeat: boolean, schedule: Schedule): string;
  already: string;
  removed: string;
  /** Asked by `init` on a terminal; the answer is one of the names, or nothing. */
  whichAgent(names: readonly string[]): string;
}

export interface TimeWords {
  justNow: string;
  ago(count: number, unit: TimeUnit): string;
  soon: string;
  within(count: number, unit: TimeUnit): string;
  unknown: string;
  /** A length of time, to the second, to the minute from an hour on: `1 min 20 s`. */
  length(milliseconds: number): string;
}

export interface Messages {
  readonly language: Language;
  readonly intake: IntakeWords;
  readonly command: CommandWords;
  readonly cycle: CycleWords;
  readonly outcome: OutcomeWords;
  readonly table: TableWords;
  readonly detail: DetailWords;
  readonly store: StoreWords;
  readonly setup: SetupWords;
  readonly time: TimeWords;
}

const BY_LANGUAGE: Readonly<Record<Language, Messages>> = { en: EN, "zh-CN": ZH_CN };

/** The texts of a language. */
export function messagesIn(language: Language): Messages {
  return BY_LANGUAGE[language];
}
