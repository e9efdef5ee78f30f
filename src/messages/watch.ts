/** What `ltpm watch` says: one line for each thing it did. */
import type { Language } from "./language.ts";
import { say } from "./terminal-text.ts";

export type WatchMode = "file_watcher" | "heartbeat";
/** Why a mode was taken. */
export type WatchReason = "load" | "config" | "too_many_files";

export interface WatchWords {
  started(mode: WatchMode, why: string): string;
  switched(mode: WatchMode, why: string): string;
  /** Percent of CPU and memory in use. */
  load(cpu: number, memory: number): string;
  readonly config: string;
  readonly tooManyFiles: string;
  kept(document: string, name: string): string;
  readonly recorded: Readonly<Record<WatchMode, string>>;
  folded(document: string): string;
  cycle(document: string): string;
  trouble(why: string): string;
  readonly watchedAlready: string;
  readonly stopped: string;
  readonly nothing: string;
}

const EN: WatchWords = {
  started: (mode, why) =>
    mode === "file_watcher"
      ? say`Watching the files here (${why}). Ctrl-C stops.`
      : say`Looking at HEARTBEAT.md and the documents now and then (${why}). Ctrl-C stops.`,
  switched: (mode, why) =>
    mode === "file_watcher"
      ? say`Watching files again (${why})`
      : say`Looking now and then instead of watching (${why})`,
  load: (cpu, memory) => say`CPU ${cpu} %, memory ${memory} %`,
  config: "as .ltpm/config.json says",
  tooManyFiles: "the system has no room for more watches",
  kept: (document, name) => say`${document} was changed; what it said before is kept as ${name}`,
  recorded: { file_watcher: "Recorded an auto-sync: files changed", heartbeat: "Recorded an auto-sync: heartbeat" },
  folded: (document) => say`Wrote [Auto-Sync] to ${document}`,
  cycle: (document) => say`${document} was changed: one pass of the dispatcher`,
  trouble: (why) => say`went on after a problem: ${why}`,
  watchedAlready: "another `ltpm watch` looks after this work tree already. One is enough; end it first to start anew",
  stopped: "Stopped.",
  nothing: "Nothing to record.",
};

const ZH: WatchWords = {
  started: (mode, why) =>
    mode === "file_watcher"
      ? say`正在监视此处的文件\uff08${why}\uff09。按 Ctrl-C 停止。`
      : say`定期查看 HEARTBEAT.md 和文档\uff08${why}\uff09。按 Ctrl-C 停止。`,
  switched: (mode, why) =>
    mode === "file_watcher" ? say`恢复监视文件\uff08${why}\uff09` : say`改为定期查看\uff08${why}\uff09`,
  load: (cpu, memory) => say`CPU ${cpu} %\uff0c内存 ${memory} %`,
  config: "按 .ltpm/config.json 的设置",
  tooManyFiles: "系统无法再监视更多文件",
  kept: (document, name) => say`${document} 已被修改\uff1b原有内容保留为 ${name}`,
  recorded: { file_watcher: "已记录自动同步\uff1a文件有变化", heartbeat: "已记录自动同步\uff1a心跳" },
  folded: (document) => say`已将 [Auto-Sync] 写入 ${document}`,
  cycle: (document) => say`${document} 已被修改\uff1a运行一次调度`,
  trouble: (why) => say`遇到问题后继续运行\uff1a${why}`,
  watchedAlready: "已有另一个 `ltpm watch` 在监视此工作树。一个就够\uff1b要重新启动请先结束它",
  stopped: "已停止。",
  nothing: "没有需要记录的内容。",
};

export const WATCH_WORDS: Readonly<Record<Language, WatchWords>> = { en: EN, "zh-CN": ZH };
