/** What the commands on documents say: what was written, what is not there, what was left as it is. */
import type { Language } from "./language.ts";
import { say } from "./terminal-text.ts";

export interface DocumentWords {
  noProgress(path: string): string;
  recorded(path: string): string;
  milestone(path: string): string;
  updated(path: string): string;
  /** The documents say all of it already. */
  unchanged(path: string): string;
  nothingNew(path: string): string;
  moved(count: number, path: string): string;
  nothingToMove(path: string): string;
  blockerNotOurs(text: string, path: string): string;
  memory(path: string, count: number): string;
  memoryUnchanged(path: string): string;
  clean(paths: readonly string[]): string;
  notLinted(path: string): string;
  noFile(path: string): string;
  outside(path: string): string;
  converted(from: string, to: string): string;
  convertedAlready(from: string, to: string): string;
  /** The target holds something that would be lost. */
  targetChanged(path: string): string;
  /** The Markdown is not as it was when it was converted. */
  documentChanged(path: string): string;
  nothingToConvert(path: string, format: string): string;
  /** A checkpoint's entry, in the language of the document. */
  checkpoint(files: string | null, tasks: readonly string[]): string;
}

export const DOCUMENT_WORDS: Readonly<Record<Language, DocumentWords>> = {
  en: {
    noProgress: (path) => say`there is no ${path}. Run: ltpm init_project NAME`,
    recorded: (path) => say`Recorded in ${path}.`,
    milestone: (path) => say`Milestone recorded in ${path}.`,
    updated: (path) => say`${path} is up to date.`,
    unchanged: (path) => say`${path} says so already.`,
    nothingNew: (path) => say`Nothing new since the last entry in ${path}: nothing was written.`,
    moved: (count, path) => say`${count} older ${count === 1 ? "milestone" : "milestones"} moved to ${path}.`,
    nothingToMove: (path) => say`${path} has no more milestones than it may keep: nothing to consolidate.`,
    blockerNotOurs: (text, path) =>
      say`no blocker that was added by a command says "${text}". Take the line out of ${path} yourself`,
    memory: (path, count) => say`${path} lists ${count} ${count === 1 ? "project" : "projects"}.`,
    memoryUnchanged: (path) => say`${path} was up to date.`,
    clean: (paths) => say`Nothing to say about ${paths.join(", ")}.`,
    notLinted: (path) => say`${path} is none of MISSION.md, PROGRESS.md and NEXT_STEPS.md, which lint reads`,
    noFile: (path) => say`there is no ${path}. Check the path`,
    outside: (path) => say`${path} leads out of the work tree. Give a path inside of it`,
    converted: (from, to) => say`${from} → ${to}`,
    convertedAlready: (from, to) => say`${from} → ${to} (unchanged)`,
    targetChanged: (path) =>
      say`${path} holds what no document here does, and was left as it is. Convert it back first, or replace it with --force`,
    documentChanged: (path) =>
      say`${path} was changed since it was converted, and was left as it is. Convert it again first, or replace it with --force`,
    nothingToConvert: (path, format) => say`there is nothing in ${path} to convert from ${format}`,
    checkpoint: (files, tasks) => {
      const parts = [...(files === null ? [] : [files]), ...(tasks.length === 0 ? [] : [`done: ${tasks.join(", ")}`])];
      return `Checkpoint: ${parts.join("; ")}`;
    },
  },
  "zh-CN": {
    noProgress: (path) => say`没有 ${path}。请运行\uff1altpm init_project NAME`,
    recorded: (path) => say`已记录到 ${path}。`,
    milestone: (path) => say`里程碑已记录到 ${path}。`,
    updated: (path) => say`${path} 已更新。`,
    unchanged: (path) => say`${path} 中已是如此。`,
    nothingNew: (path) => say`自 ${path} 上一条记录以来没有新内容\uff0c未写入。`,
    moved: (count, path) => say`${count} 个较早的里程碑已移到 ${path}。`,
    nothingToMove: (path) => say`${path} 的里程碑没有超出保留数量\uff0c无需整理。`,
    blockerNotOurs: (text, path) => say`没有由命令添加的阻塞项写着“${text}”。请自行从 ${path} 删除该行`,
    memory: (path, count) => say`${path} 列出了 ${count} 个项目。`,
    memoryUnchanged: (path) => say`${path} 已是最新。`,
    clean: (paths) => say`${paths.join("、")} 没有问题。`,
    notLinted: (path) => say`${path} 不是 MISSION.md、PROGRESS.md 或 NEXT_STEPS.md\uff0clint 只读取这三份文档`,
    noFile: (path) => say`没有 ${path}。请检查路径`,
    outside: (path) => say`${path} 在工作区之外。请给出工作区内的路径`,
    converted: (from, to) => say`${from} → ${to}`,
    convertedAlready: (from, to) => say`${from} → ${to}\uff08未变\uff09`,
    targetChanged: (path) => say`${path} 中有这里的文档没有的内容\uff0c未改动。请先转换回去\uff0c或用 --force 覆盖`,
    documentChanged: (path) => say`${path} 在转换之后有改动\uff0c未覆盖。请先重新转换\uff0c或用 --force 覆盖`,
    nothingToConvert: (path, format) => say`${path} 中没有可从 ${format} 转换的内容`,
    checkpoint: (files, tasks) => {
      const parts = [
        ...(files === null ? [] : [files]),
        ...(tasks.length === 0 ? [] : [`已完成\uff1a${tasks.join("、")}`]),
      ];
      return `检查点\uff1a${parts.join("\uff1b")}`;
    },
  },
};
