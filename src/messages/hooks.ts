/** What is said about Git hooks: what was joined, how they stand, what a person has to do. */
import type { Language } from "./language.ts";
import { say } from "./terminal-text.ts";

export type JoinedKind = "husky" | "lefthook" | "pre-commit" | "simple-git-hooks" | "hooks_path" | "hand_written";
export type HookNoteCode =
  | "rewritten_by_simple_git_hooks"
  | "kept_in_the_way"
  | "lefthook_by_hand"
  | "outside"
  | "not_in_every_work_tree"
  | "to_commit";
export type HookStateName = "installed" | "outdated" | "off" | "missing";

export interface HookWords {
  joined(kind: JoinedKind, where: string): string;
  installed(folder: string, count: number): string;
  readonly already: string;
  wouldInstall(folder: string): string;
  readonly notWhole: string;
  readonly removed: string;
  readonly noneThere: string;
  readonly wouldRemove: string;
  wrote(path: string): string;
  keptAside(from: string, to: string): string;
  putBack(path: string): string;
  tookAway(path: string): string;
  note(code: HookNoteCode, path: string): string;
  readonly states: Readonly<Record<HookStateName, string>>;
  where(folder: string, manager: string | null): string;
  program(state: "current" | "outdated" | "missing"): string;
  failed(count: number, hook: string, step: string, when: string): string;
  readonly failureRemedy: string;
  readonly toInstall: string;
  outOfOrder(folder: string): string;
  readonly whole: string;
}

const JOINED_EN: Readonly<Record<JoinedKind, string>> = {
  husky: "husky",
  lefthook: "lefthook",
  "pre-commit": "pre-commit",
  "simple-git-hooks": "simple-git-hooks",
  hooks_path: "core.hooksPath",
  hand_written: "the hook that was there",
};

const HOOKS_EN: HookWords = {
  joined: (kind, where) => say`Joined ${JOINED_EN[kind]}: ${where}`,
  installed: (folder, count) => say`Hooks are installed in ${folder} (${count} files written).`,
  already: "Hooks are installed; everything was in place.",
  wouldInstall: (folder) => say`Hooks would be installed in ${folder}:`,
  notWhole: "The hooks are not whole: see above.",
  removed: "Hooks are removed; what was there before is as it was. Saves and records stay.",
  noneThere: "No hooks of ltpm are here; nothing was changed.",
  wouldRemove: "Hooks would be removed:",
  wrote: (path) => say`write ${path}`,
  keptAside: (from, to) => say`keep ${from} as ${to}; ours runs it`,
  putBack: (path) => say`put back ${path}`,
  tookAway: (path) => say`remove ${path}`,
  note: (code, path) => NOTES_EN[code](path),
  states: {
    installed: "installed",
    outdated: "outdated: `ltpm hooks install` brings it up to date",
    off: "turned off: git passes it over, since it may not be executed",
    missing: "missing",
  },
  where: (folder, manager) => (manager === null ? say`Hooks in ${folder}` : say`Hooks in ${folder} (${manager})`),
  program: (state) => ({ current: "up to date", outdated: "outdated", missing: "missing" })[state],
  failed: (count, hook, step, when) =>
    say`hooks could not record (${count} in all), last ${when} in ${hook}: ${step} failed`,
  failureRemedy:
    "Look for a full disk or missing permissions in .git; what was missed is recorded by the next hook or command",
  toInstall: "Run: ltpm hooks install",
  outOfOrder: (folder) => say`the hooks of ltpm in ${folder} are not whole or not up to date`,
  whole: "All hooks are in place.",
};

const NOTES_EN: Readonly<Record<HookNoteCode, (path: string) => string>> = {
  rewritten_by_simple_git_hooks: (path) =>
    say`simple-git-hooks writes ${path} anew each time it runs; put \`ltpm hooks install\` behind it, e.g. in "postinstall"`,
  kept_in_the_way: (path) =>
    say`${path} is in the way, so the hook beside it was left alone; move it elsewhere and install again`,
  lefthook_by_hand: (path) =>
    say`${path} has these hooks itself; move them to lefthook.yml (lefthook reads both) and install again`,
  outside: (path) =>
    say`git takes this repository's hooks from ${path}, which serves others too, so nothing was changed; to have hooks of its own: git config --local core.hooksPath .git/hooks`,
  not_in_every_work_tree: (path) =>
    say`${path} is not there, so that work tree runs no hooks at all; commit the hooks' folder, or set them up there`,
  to_commit: (path) => say`${path} lies in the work tree: commit it, so that every clone and work tree has it`,
};

const JOINED_ZH: Readonly<Record<JoinedKind, string>> = { ...JOINED_EN, hand_written: "原有的钩子" };

const HOOKS_ZH: HookWords = {
  joined: (kind, where) => say`已加入 ${JOINED_ZH[kind]}\uff1a${where}`,
  installed: (folder, count) => say`钩子已安装在 ${folder}\uff08写入 ${count} 个文件\uff09。`,
  already: "钩子已安装\uff0c无需改动。",
  wouldInstall: (folder) => say`将在 ${folder} 安装钩子\uff1a`,
  notWhole: "钩子不完整\uff1a见上文。",
  removed: "钩子已移除\uff0c原有内容保持不变。保存和记录仍在。",
  noneThere: "这里没有 ltpm 的钩子\uff0c未作改动。",
  wouldRemove: "将移除钩子\uff1a",
  wrote: (path) => say`写入 ${path}`,
  keptAside: (from, to) => say`将 ${from} 保留为 ${to}\uff0c由我们的钩子运行它`,
  putBack: (path) => say`放回 ${path}`,
  tookAway: (path) => say`移除 ${path}`,
  note: (code, path) => NOTES_ZH[code](path),
  states: {
    installed: "已安装",
    outdated: "已过时\uff1a`ltpm hooks install` 会更新它",
    off: "已关闭\uff1a没有执行权限\uff0cgit 会跳过它",
    missing: "缺失",
  },
  where: (folder, manager) =>
    manager === null ? say`钩子位于 ${folder}` : say`钩子位于 ${folder}\uff08${manager}\uff09`,
  program: (state) => ({ current: "最新", outdated: "已过时", missing: "缺失" })[state],
  failed: (count, hook, step, when) =>
    say`钩子有 ${count} 次未能记录\uff0c最近一次\uff08${when}\uff09在 ${hook}\uff1a${step} 失败`,
  failureRemedy: "请检查磁盘是否已满、.git 的权限是否足够\uff1b遗漏的内容由下一个钩子或命令记录",
  toInstall: "请运行\uff1altpm hooks install",
  outOfOrder: (folder) => say`${folder} 中 ltpm 的钩子不完整或已过时`,
  whole: "所有钩子均已就位。",
};

const NOTES_ZH: Readonly<Record<HookNoteCode, (path: string) => string>> = {
  rewritten_by_simple_git_hooks: (path) =>
    say`simple-git-hooks 每次运行都会重写 ${path}\uff1b请在其后运行 \`ltpm hooks install\`\uff0c例如放在 "postinstall" 中`,
  kept_in_the_way: (path) => say`${path} 占用了名称\uff0c旁边的钩子未被改动\uff1b请将它移走后重新安装`,
  lefthook_by_hand: (path) =>
    say`${path} 自己定义了这些钩子\uff1b请将它们移到 lefthook.yml\uff08lefthook 会读取两者\uff09\uff0c然后重新安装`,
  outside: (path) =>
    say`git 从 ${path} 读取本仓库的钩子\uff0c该目录也供其他仓库使用\uff0c因此未作改动\uff1b要使用自己的钩子\uff1agit config --local core.hooksPath .git/hooks`,
  not_in_every_work_tree: (path) =>
    say`${path} 不存在\uff0c该工作树不会运行任何钩子\uff1b请提交钩子目录\uff0c或在那里进行设置`,
  to_commit: (path) => say`${path} 位于工作树中\uff1a请提交它\uff0c使每个克隆和工作树都有`,
};

export const HOOK_WORDS: Readonly<Record<Language, HookWords>> = { en: HOOKS_EN, "zh-CN": HOOKS_ZH };
