/**
 * The words that only GitHub needs: what stands in issues, comments, the dashboard and the job summary besides the texts
 * of `../catalog.ts`. Every function takes plain values and answers one line of plain text; making it safe for Markdown is
 * the work of `sanitise.ts`, for a whole text at once.
 */
import type { Language } from "../language.ts";
import { EN_GITHUB } from "./en.ts";
import { ZH_CN_GITHUB } from "./zh-cn.ts";

/** What a box of the dashboard does to its task. */
export type BoxOp = "retry" | "skip" | "done";

/** Why an issue is closed: that of a blocked task, or, when all are done, the one that tasks came from. */
export type CloseReason = "done" | "retried" | "skipped" | "cancelled" | "gone" | "all_done";

export interface ReplyWords {
  nothingFound: string;
  unknown(ids: readonly string[]): string;
  doneAlready(id: string): string;
  /** Somebody decided otherwise after the comment was written. */
  superseded(id: string): string;
  tooOld(days: number): string;
  /** Only what was written first counts. */
  edited: string;
  /** `role` is what GitHub calls it: `read`, `triage`, `none`; null when it is not known. */
  noPermission(role: string | null): string;
  permissionUnknown(why: string): string;
  /** Text from GitHub becomes no command here. */
  commandNotTaken(id: string): string;
  /** The task is in the archive, and this is nothing one can do to it. */
  archived(id: string): string;
  /** The answer does not fit into a comment. */
  tooLong: string;
}

export interface IssueWords {
  blockedTitle(id: string, attempts: number, description: string): string;
  earlierTries(count: number): string;
  cutShort: string;
  closed: string;
  gone(id: string): string;
  /** A line of the report on the issue that a task came from. */
  stillBlocked(id: string, reason: string): string;
  blockedAt(id: string, number: number): string;
  allDone: string;
  allBlockedItem(id: string, description: string): string;
  more(count: number): string;
}

export interface DashboardWords {
  title: string;
  intro: string;
  running: string;
  blocked: string;
  pending: string;
  finished: string;
  boxes: string;
  more(count: number): string;
  box(op: BoxOp, id: string): string;
  since(moment: string): string;
  log: string;
}

export interface RunWords {
  summaryTitle: string;
  pullTitle(id: string, description: string): string;
  pullTask: string;
  pullResult: string;
  pullVerified(words: string): string;
  pullAttempt(attempt: number, strategy: string): string;
  pullIssue(number: number): string;
  /** `crons`: the schedules as they are installed, UTC; none: no schedule is set up. */
  firstRun(heartbeat: boolean, crons: readonly string[]): string;
}

export interface GitHubWords {
  readonly language: Language;
  readonly reply: ReplyWords;
  readonly issue: IssueWords;
  readonly dashboard: DashboardWords;
  readonly run: RunWords;
}

const BY_LANGUAGE: Readonly<Record<Language, GitHubWords>> = { en: EN_GITHUB, "zh-CN": ZH_CN_GITHUB };

/** The GitHub texts of a language. */
export function gitHubWordsIn(language: Language): GitHubWords {
  return BY_LANGUAGE[language];
}
