/** What is said about merges: conflicts that were settled, those that could not be, and how a clone merges. */
import type { Language } from "./language.ts";
import { oneLine, say } from "./terminal-text.ts";

/** A file in which git had left a conflict. `reason`: why git still takes it for unmerged. */
export interface MergedFile {
  readonly file: string;
  readonly added: boolean;
  readonly reason: string | null;
}

export interface MergeWords {
  merged(file: MergedFile): string;
  left(file: string, why: string): string;
  /** Why a file could not be merged. */
  readonly why: {
    readonly markers: string;
    readonly changed: string;
    unreadable(reason: string): string;
    oneSided(side: "ours" | "theirs"): string;
  };
  /** The merge driver could not read a side. */
  fallback(file: string, reason: string): string;
  readonly unwired: string;
  readonly unwiredRemedy: string;
  readonly outdated: string;
  readonly wired: string;
  /** A box in NEXT_STEPS.md that work of the task `id` ticked, and that was merged without anybody looking at it. */
  tickedByWork(id: string): string;
  readonly forge: string;
  readonly forgeRemedy: string;
}

const EN: MergeWords = {
  merged: ({ file, added, reason }) => {
    const name = oneLine(file);
    if (added) return `${name}: git had left a conflict; both sides were merged, and it was added to the index.`;
    const index = reason === null ? "" : ` Git still takes it for unmerged: ${oneLine(reason)}; \`git add\` it.`;
    return `${name}: git had left a conflict; both sides were merged.${index}`;
  },
  left: (file, why) => `${oneLine(file)}: git left a conflict here that was not merged: ${oneLine(why)}.`,
  why: {
    markers: "its conflict markers do not close; correct it by hand, then `git add` it",
    changed: "somebody changed it meanwhile; run the command again",
    unreadable: (reason) => `${oneLine(reason)}; correct it by hand, then \`git add\` it`,
    oneSided: (side) =>
      side === "ours"
        ? "the side that comes in deleted it and this branch changed it; `git add` it to keep it, `git rm` it to let it go"
        : "this branch deleted it and the side that comes in changed it; `git add` it to keep it, `git rm` it to let it go",
  },
  fallback: (file, reason) => `ltpm: ${oneLine(file)} is left to git's own merge: ${oneLine(reason)}`,
  unwired:
    "merges in this clone do not know the queue and the documents: git may leave conflicts, which the next ltpm command settles",
  unwiredRemedy: "`ltpm doctor --fix`, `ltpm init` or `ltpm hooks install` sets the merge driver up in this clone",
  outdated: "the merge driver of this clone points at an ltpm that is no longer there",
  wired: "set up the merge driver in this clone",
  tickedByWork: (id) => `the work of ${id} ticked its box, and it was merged without review`,
  forge:
    "the merge button of a forge (GitHub, GitLab) knows no merge drivers: a pull request in which both sides changed the queue or the same lines of a document shows a conflict there",
  forgeRemedy: "merge the target branch into it in a clone (`git merge`, `git push`): here it ends without conflict",
};

const ZH: MergeWords = {
  merged: ({ file, added, reason }) => {
    const name = oneLine(file);
    if (added) return say`${name}\uff1agit 留下了冲突\uff1b已合并双方内容并加入索引。`;
    const index = reason === null ? "" : say`git 仍将其视为未合并\uff1a${oneLine(reason)}\uff1b请执行 \`git add\`。`;
    return say`${name}\uff1agit 留下了冲突\uff1b已合并双方内容。${index}`;
  },
  left: (file, why) => say`${oneLine(file)}\uff1agit 留下的冲突未能合并\uff1a${oneLine(why)}。`,
  why: {
    markers: "冲突标记不完整\uff1b请手动修正后执行 `git add`",
    changed: "文件刚刚被他人修改\uff1b请重新运行该命令",
    unreadable: (reason) => say`${oneLine(reason)}\uff1b请手动修正后执行 \`git add\``,
    oneSided: (side) =>
      side === "ours"
        ? "对方删除了它\uff0c而本分支修改了它\uff1b`git add` 保留\uff0c`git rm` 删除"
        : "本分支删除了它\uff0c而对方修改了它\uff1b`git add` 保留\uff0c`git rm` 删除",
  },
  fallback: (file, reason) => say`ltpm\uff1a${oneLine(file)} 交由 git 自行合并\uff1a${oneLine(reason)}`,
  unwired: "此克隆的合并不了解队列和文档\uff1agit 可能留下冲突\uff0c由下一条 ltpm 命令处理",
  unwiredRemedy: "`ltpm doctor --fix`、`ltpm init` 或 `ltpm hooks install` 会在此克隆中设置合并驱动",
  outdated: "此克隆的合并驱动指向一个已不存在的 ltpm",
  wired: "已在此克隆中设置合并驱动",
  tickedByWork: (id) => say`${id} 的成果勾选了它\uff0c而该成果未经审阅便已合并`,
  forge:
    "代码托管平台\uff08GitHub、GitLab\uff09的合并按钮不认识合并驱动\uff1a双方都修改了队列或文档同一行的拉取请求会在那里显示冲突",
  forgeRemedy: "请在克隆中合并目标分支\uff08`git merge`、`git push`\uff09\uff1a在这里不会有冲突",
};

/** The words of a language. */
export function mergeWords(language: Language): MergeWords {
  return language === "zh-CN" ? ZH : EN;
}
