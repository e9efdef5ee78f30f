/** What `ltpm status` says: whether everything is safely recorded, what waits, and why. */
import type { Counts, Messages } from "./catalog.ts";
import type { Language } from "./language.ts";
import { type CheckpointReason, checkpointDueSentence } from "./prompts.ts";
import { oneLine, say } from "./terminal-text.ts";
import { timeAgo } from "./time-ago.ts";
import { shorten } from "./width.ts";

export type HooksWord = "installed" | "outdated" | "missing";
export type WatchWord = "file_watcher" | "heartbeat" | "none";

/** Everything the text is made from. Moments in ISO 8601. */
export interface StatusFacts {
  readonly now: string;
  readonly safe: boolean;
  /** Null: no PROGRESS.md. */
  readonly progress: string | null;
  readonly waiting: number;
  readonly waitingSince: string | null;
  readonly overdue: boolean;
  /** The effective threshold. */
  readonly minutes: number;
  readonly recordedAt: string | null;
  readonly lastEntry: { readonly at: string; readonly text: string } | null;
  readonly unsaved: readonly string[];
  readonly hooks: HooksWord;
  readonly watch: WatchWord;
  /** False: `auto_sync` is off. */
  readonly passive: boolean;
  readonly failures: number;
  readonly counts: Counts;
  readonly checkpointDue: readonly CheckpointReason[];
}

interface Words {
  safe(recorded: string): string;
  readonly notSafe: string;
  noProgress(): string;
  waiting(count: number, since: string): string;
  overdue(progress: string, minutes: number): string;
  failures(count: number): string;
  last(at: string, text: string): string;
  readonly noEntry: string;
  unsaved(names: readonly string[]): string;
  readonly allSaved: string;
  queue(counts: Counts): string;
  track(hooks: HooksWord, watch: WatchWord, minutes: number): string;
  readonly activeOnly: string;
}

const EN: Words = {
  safe: (recorded) => say`✅ Everything is safely recorded (last record: ${recorded}).`,
  notSafe: "⚠️ Not everything is recorded yet.",
  noProgress: () => "There is no PROGRESS.md here, so nothing is recorded. Run: ltpm init_project NAME",
  waiting: (count, since) =>
    say`${count} ${count === 1 ? "auto-sync waits" : "auto-syncs wait"} to be written (since ${since}). Run: ltpm checkpoint`,
  overdue: (progress, minutes) =>
    say`Files were changed, and ${progress} has had no entry for over ${minutes} minutes. Run: ltpm checkpoint`,
  failures: (count) => say`${count} ${count === 1 ? "hook" : "hooks"} could not record. See: ltpm hooks status`,
  last: (at, text) => say`Last entry: ${at} ${text}`,
  noEntry: "Last entry: none",
  unsaved: (names) => say`Not committed: ${names.join(", ")}`,
  allSaved: "All documents are committed.",
  queue: ({ total, pending, running, done, blocked, skipped }) =>
    say`Queue: ${total} tasks (${pending} pending, ${running} running, ${done} done, ${blocked} blocked, ${skipped} skipped)`,
  track: (hooks, watch, minutes) => {
    const hook = { installed: "hooks", outdated: "hooks (outdated: run ltpm hooks install)", missing: "" }[hooks];
    const seen = { file_watcher: "file watcher", heartbeat: "heartbeat", none: "" }[watch];
    const on = [hook, seen].filter((word) => word !== "").join(", ");
    const rest = on === "" ? "commands only (ltpm hooks install records every commit)" : on;
    return say`Recorded by: ${rest}; due after ${minutes} minutes`;
  },
  activeOnly: "Recorded by: checkpoints and milestones only (auto_sync is off)",
};

const ZH: Words = {
  safe: (recorded) => say`✅ 一切均已安全记录\uff08最近一次\uff1a${recorded}\uff09。`,
  notSafe: "⚠️ 尚有内容未记录。",
  noProgress: () => "这里没有 PROGRESS.md\uff0c因此没有任何记录。请运行\uff1altpm init_project NAME",
  waiting: (count, since) => say`有 ${count} 条自动同步等待写入\uff08自 ${since}\uff09。请运行\uff1altpm checkpoint`,
  overdue: (progress, minutes) =>
    say`文件有改动\uff0c而 ${progress} 已超过 ${minutes} 分钟没有新条目。请运行\uff1altpm checkpoint`,
  failures: (count) => say`有 ${count} 个钩子未能记录。请查看\uff1altpm hooks status`,
  last: (at, text) => say`最近条目\uff1a${at} ${text}`,
  noEntry: "最近条目\uff1a无",
  unsaved: (names) => say`未提交\uff1a${names.join("、")}`,
  allSaved: "所有文档均已提交。",
  queue: ({ total, pending, running, done, blocked, skipped }) =>
    say`队列\uff1a${total} 个任务\uff08待处理 ${pending}\uff0c运行中 ${running}\uff0c已完成 ${done}\uff0c已阻塞 ${blocked}\uff0c已跳过 ${skipped}\uff09`,
  track: (hooks, watch, minutes) => {
    const hook = { installed: "钩子", outdated: "钩子\uff08已过时\uff1a请运行 ltpm hooks install\uff09", missing: "" }[
      hooks
    ];
    const seen = { file_watcher: "文件监视", heartbeat: "心跳", none: "" }[watch];
    const on = [hook, seen].filter((word) => word !== "").join("、");
    const rest = on === "" ? "仅命令\uff08ltpm hooks install 可记录每次提交\uff09" : on;
    return say`记录方式\uff1a${rest}\uff1b${minutes} 分钟后到期`;
  },
  activeOnly: "记录方式\uff1a仅检查点和里程碑\uff08auto_sync 已关闭\uff09",
};

const WORDS: Readonly<Record<Language, Words>> = { en: EN, "zh-CN": ZH };
/** An entry is shown to be recognised; the document has all of it. */
const ENTRY_COLUMNS = 100;

/** The lines of the answer. */
export function statusLines(messages: Messages, facts: StatusFacts): string[] {
  const words = WORDS[messages.language];
  const ago = (moment: string | null) => (moment === null ? "-" : timeAgo(messages, moment, facts.now));
  const { progress, lastEntry: last } = facts;
  const lines = [facts.safe ? words.safe(ago(facts.recordedAt)) : words.notSafe];
  if (progress === null) lines.push(words.noProgress());
  if (facts.waiting > 0) lines.push(words.waiting(facts.waiting, ago(facts.waitingSince)));
  if (progress !== null && facts.overdue) lines.push(words.overdue(progress, facts.minutes));
  if (facts.failures > 0) lines.push(words.failures(facts.failures));
  if (progress !== null) {
    lines.push(last === null ? words.noEntry : words.last(last.at, shorten(oneLine(last.text), ENTRY_COLUMNS)));
    lines.push(facts.unsaved.length === 0 ? words.allSaved : words.unsaved(facts.unsaved));
  }
  const track = facts.passive ? words.track(facts.hooks, facts.watch, facts.minutes) : words.activeOnly;
  lines.push(words.queue(facts.counts), track);
  if (facts.checkpointDue.length > 0) lines.push(checkpointDueSentence(messages.language, facts.checkpointDue));
  return lines;
}
