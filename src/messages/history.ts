/** What is said about earlier states of documents: saved, listed, put back, sent. */
import type { Language } from "./language.ts";
import { say } from "./terminal-text.ts";

export type KeptKind = "auto" | "conflict" | "restore";

export interface HistoryWords {
  /** Saves. */
  readonly kinds: Readonly<Record<KeptKind, string>>;
  readonly asNow: string;
  readonly differs: string;
  elsewhere(worktree: string): string;
  noSaves(document: string | null): string;
  readonly howToGoBack: string;
  saved(document: string, name: string): string;
  held(document: string, name: string): string;
  readonly savesAreOff: string;
  notADocument(path: string, names: readonly string[]): string;
  noSuchDocument(path: string): string;
  readonly nothingToSave: string;
  restored(document: string, name: string): string;
  undo(name: string): string;
  restoredNothing(document: string, name: string): string;
  noOther(document: string | null): string;
  noDifference(name: string): string;
  pushed(remote: string, count: number): string;
  readonly nothingToPush: string;
  noSuchRemote(name: string, names: readonly string[]): string;
  notPushed(remote: string, why: string): string;
  /** Remotes that mirror. */
  mirrors(remote: string): string;
  readonly mirrorRemedy: string;
  /** `git push --mirror` to any remote. */
  readonly mirrorByHand: string;
  readonly mirrorByHandRemedy: string;
  guarded(remote: string): string;
  /** Saves that cannot be read any more. */
  lost(name: string): string;
  lostRemedy(ref: string): string;
}

const EN: HistoryWords = {
  kinds: { auto: "saved", conflict: "kept at a conflict", restore: "kept at a restore" },
  asNow: "as it is now",
  differs: "differs",
  elsewhere: (worktree) => say`in the work tree ${worktree}`,
  noSaves: (document) =>
    document === null
      ? "No earlier state of a document is kept yet. Run: ltpm backup"
      : say`No earlier state of ${document} is kept yet. Run: ltpm backup ${document}`,
  howToGoBack: "To go back: ltpm restore NAME (what is there is saved first). To look: ltpm history --diff NAME",
  saved: (document, name) => say`Saved ${document} as ${name}`,
  held: (document, name) => say`${document} is saved already: ${name}`,
  savesAreOff:
    "nothing was saved: saves are turned off (backup.enabled or backup.max_count in .ltpm/config.json). Turn them on first",
  notADocument: (path, names) =>
    say`${path} is none of the project's documents (${names.join(", ")}), and only those are kept; for other files there is git`,
  noSuchDocument: (path) =>
    say`there is no ${path} here. Name a document that is there; \`ltpm history\` lists what is kept`,
  nothingToSave: "there is no document here to save. Run: ltpm init_project NAME",
  restored: (document, name) => say`Restored ${document} from ${name}`,
  undo: (name) => say`What was there is kept as ${name}. To take it back: ltpm restore ${name}`,
  restoredNothing: (document, name) => say`${document} is as ${name} has it already; nothing was changed`,
  noOther: (document) =>
    document === null
      ? "no document has a save of this work tree that differs from it: `ltpm history` lists those there are"
      : say`no save of ${document} from this work tree differs from it: \`ltpm history\` lists those there are`,
  noDifference: (name) => say`The document is as ${name} has it.`,
  pushed: (remote, count) => say`Sent to ${remote}: ${count} saves and records`,
  nothingToPush: "There is nothing to send: no save and no record here",
  noSuchRemote: (name, names) =>
    names.length === 0
      ? say`there is no remote "${name}" here, nor any other. Run: git remote add ${name} URL`
      : say`there is no remote "${name}" here; there is ${names.join(", ")}`,
  notPushed: (remote, why) => say`the history could not be sent to ${remote}: ${why}`,
  mirrors: (remote) =>
    say`a push to ${remote} sends every ref (it is a mirror), and with them earlier states of your documents`,
  mirrorRemedy: "`ltpm doctor --fix` leaves refs/ltpm/ out of pushes to it",
  mirrorByHand: "`git push --mirror` sends every ref, and with them earlier states of your documents",
  mirrorByHandRemedy: "Push with `git push REMOTE '+refs/*:refs/*' '^refs/ltpm/*'` instead",
  guarded: (remote) => say`Pushes to ${remote}, which mirrors, leave refs/ltpm/ out from now on`,
  lost: (name) => say`the bytes of ${name} are not in the repository any more`,
  lostRemedy: (ref) => say`\`git fsck\` tells more; to forget it: git update-ref -d ${ref}`,
};

const ZH: HistoryWords = {
  kinds: { auto: "已保存", conflict: "冲突时保留", restore: "恢复时保留" },
  asNow: "与现状相同",
  differs: "与现状不同",
  elsewhere: (worktree) => say`位于工作树 ${worktree}`,
  noSaves: (document) =>
    document === null
      ? "尚未保留任何文档的历史状态。请运行\uff1altpm backup"
      : say`尚未保留 ${document} 的历史状态。请运行\uff1altpm backup ${document}`,
  howToGoBack: "恢复\uff1altpm restore NAME\uff08会先保存现有内容\uff09。查看差异\uff1altpm history --diff NAME",
  saved: (document, name) => say`已将 ${document} 保存为 ${name}`,
  held: (document, name) => say`${document} 已有保存\uff1a${name}`,
  savesAreOff:
    "未保存任何内容\uff1a保存功能已关闭\uff08.ltpm/config.json 中的 backup.enabled 或 backup.max_count\uff09。请先开启",
  notADocument: (path, names) =>
    say`${path} 不是本项目的文档\uff08${names.join("、")}\uff09\uff0c只保留这些文档\uff1b其他文件由 git 管理`,
  noSuchDocument: (path) => say`这里没有 ${path}。请指定现有的文档\uff1b\`ltpm history\` 列出已保留的内容`,
  nothingToSave: "这里没有可保存的文档。请运行\uff1altpm init_project NAME",
  restored: (document, name) => say`已从 ${name} 恢复 ${document}`,
  undo: (name) => say`原有内容保留为 ${name}。要撤销\uff1altpm restore ${name}`,
  restoredNothing: (document, name) => say`${document} 与 ${name} 相同\uff0c未作改动`,
  noOther: (document) =>
    document === null
      ? "本工作树没有任何文档的保存与现状不同\uff1a`ltpm history` 列出现有的保存"
      : say`本工作树中 ${document} 的保存都与现状相同\uff1a\`ltpm history\` 列出现有的保存`,
  noDifference: (name) => say`文档与 ${name} 相同。`,
  pushed: (remote, count) => say`已发送到 ${remote}\uff1a${count} 个保存和记录`,
  nothingToPush: "没有可发送的内容\uff1a这里没有保存\uff0c也没有记录",
  noSuchRemote: (name, names) =>
    names.length === 0
      ? say`这里没有远程仓库“${name}”\uff0c也没有其他远程仓库。请运行\uff1agit remote add ${name} URL`
      : say`这里没有远程仓库“${name}”\uff1b现有\uff1a${names.join("、")}`,
  notPushed: (remote, why) => say`无法将历史发送到 ${remote}\uff1a${why}`,
  mirrors: (remote) => say`推送到 ${remote} 会发送所有引用\uff08它是镜像\uff09\uff0c包括文档的历史状态`,
  mirrorRemedy: "`ltpm doctor --fix` 会使推送不含 refs/ltpm/",
  mirrorByHand: "`git push --mirror` 会发送所有引用\uff0c包括文档的历史状态",
  mirrorByHandRemedy: "请改用 `git push REMOTE '+refs/*:refs/*' '^refs/ltpm/*'`",
  guarded: (remote) => say`今后推送到镜像 ${remote} 时不再包含 refs/ltpm/`,
  lost: (name) => say`${name} 的内容已不在仓库中`,
  lostRemedy: (ref) => say`\`git fsck\` 会给出详情\uff1b要忘记它\uff1agit update-ref -d ${ref}`,
};

export const HISTORY_WORDS: Readonly<Record<Language, HistoryWords>> = { en: EN, "zh-CN": ZH };
