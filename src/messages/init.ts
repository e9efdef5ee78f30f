/** What `init` and `init_project` say about the documents and about the block for agents. */
import type { Language } from "./language.ts";
import { say } from "./terminal-text.ts";

export interface InitWords {
  wrote(paths: readonly string[]): string;
  /** There already, and left as they are. */
  kept(paths: readonly string[]): string;
  /** Other folders hold documents, so none were made at the root. */
  elsewhere(folders: readonly string[]): string;
  configured(dir: string): string;
  readonly remembered: string;
  /** The merge driver was wired. */
  readonly merges: string;
  /** It could not be; the next command after a merge does what it would have done. */
  notWired(why: string): string;
  /** The source's two questions, word for word in English. */
  readonly questions: { readonly goal: string; readonly criteria: string };
  /** How to answer several on one line. */
  readonly severalCriteria: string;
  nextStep(mission: string): string;
  agentsQuestion(paths: readonly string[]): string;
  agentsWrote(paths: readonly string[]): string;
  /** A marker of the block without its counterpart. */
  agentsBroken(path: string): string;
  agentsRemoved(paths: readonly string[]): string;
  removed(paths: readonly string[]): string;
  /** Documents that stay, since they are not as they were made. */
  changed(paths: readonly string[]): string;
}

export const INIT_WORDS: Readonly<Record<Language, InitWords>> = {
  en: {
    wrote: (paths) => say`Wrote ${paths.join(", ")}.`,
    kept: (paths) => say`Kept ${paths.join(", ")}: there already.`,
    elsewhere: (folders) =>
      say`The documents lie in ${folders.join(", ")}, so none were made at the root. Name the queue's folder in documents.dir of .ltpm/config.json, or run: ltpm init_project NAME --root`,
    configured: (dir) => say`The queue tells its story to ${dir} (documents.dir in .ltpm/config.json).`,
    remembered: "MEMORY.md names the project.",
    notWired: (why) => say`git could not be told of the merge driver: ${why}`,
    merges: "Git in this clone merges the queue by task and the documents by entry now.",
    questions: { goal: "What is the project goal?", criteria: "What's the success criteria?" },
    severalCriteria: "(several: put ; between them)",
    nextStep: (mission) =>
      say`Next: What is the project goal? What's the success criteria? Write the answers into ${mission}.`,
    agentsQuestion: (paths) =>
      say`Shall ${paths.join(" and ")} get a short block that teaches agents how to hand over? [y/N]`,
    agentsWrote: (paths) => say`Wrote the block for agents into ${paths.join(", ")}.`,
    agentsBroken: (path) =>
      say`${path} was left as it is: of the markers <!-- ltpm:agents:start --> and <!-- ltpm:agents:end --> one is missing, or there are several. Take them out, then run this again.`,
    agentsRemoved: (paths) => say`Took the block for agents out of ${paths.join(", ")}.`,
    removed: (paths) => say`Removed ${paths.join(", ")}.`,
    changed: (paths) => say`Kept ${paths.join(", ")}: there is more in it than the template.`,
  },
  "zh-CN": {
    wrote: (paths) => say`已写入 ${paths.join("、")}。`,
    kept: (paths) => say`保留 ${paths.join("、")}\uff1a已经存在。`,
    elsewhere: (folders) =>
      say`文档位于 ${folders.join("、")}\uff0c因此没有在根目录创建。请在 .ltpm/config.json 的 documents.dir 中指定队列使用的目录\uff0c或运行\uff1altpm init_project NAME --root`,
    configured: (dir) => say`队列的进展写入 ${dir}\uff08.ltpm/config.json 的 documents.dir\uff09。`,
    remembered: "MEMORY.md 已登记该项目。",
    notWired: (why) => say`无法向 git 登记合并驱动\uff1a${why}`,
    merges: "此克隆中的 git 现在按任务合并队列\uff0c按条目合并文档。",
    questions: { goal: "项目目标是什么\uff1f", criteria: "成功标准是什么\uff1f" },
    severalCriteria: "\uff08多条请用\uff1b隔开\uff09",
    nextStep: (mission) => say`下一步\uff1a项目目标是什么\uff1f成功标准是什么\uff1f请把答案写入 ${mission}。`,
    agentsQuestion: (paths) => say`是否在 ${paths.join("、")} 中写入一小段给代理的交接说明\uff1f[y/N]`,
    agentsWrote: (paths) => say`已把给代理的说明写入 ${paths.join("、")}。`,
    agentsBroken: (path) =>
      say`${path} 保持原样\uff1a标记 <!-- ltpm:agents:start --> 与 <!-- ltpm:agents:end --> 缺少一个\uff0c或有多个。请删除它们\uff0c然后再运行一次。`,
    agentsRemoved: (paths) => say`已从 ${paths.join("、")} 中移除给代理的说明。`,
    removed: (paths) => say`已删除 ${paths.join("、")}。`,
    changed: (paths) => say`保留 ${paths.join("、")}\uff1a其中有模板之外的内容。`,
  },
};
