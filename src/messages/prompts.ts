/** The reminder to record progress (the source's 3.5, letter for letter), and why a checkpoint is due. */
import type { Language } from "./language.ts";
import { say } from "./terminal-text.ts";
import { padTo } from "./width.ts";

/** The rows inside of the frame. */
export const PROMPT_ROWS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    "📌 **Time to Record Progress!**",
    "",
    "Consider updating PROGRESS.md when you:",
    "✓ Complete a significant task (file edits, code changes)",
    "✓ Make an important decision or discover something",
    '✓ Finish a work session / "talk to you later"',
    "✓ Achieve a milestone or stage completion",
    "",
    "Quick Commands:",
    "/checkpoint - Save current progress",
    "/mark_milestone - Mark key milestone",
  ],
  "zh-CN": [
    "📌 **记录进度时机\uff01**",
    "",
    "以下情况请主动更新 PROGRESS.md\uff1a",
    "✓ 完成重要任务\uff08文件编辑、代码修改\uff09",
    "✓ 做出重要决定或发现新信息",
    '✓ 结束工作会话 / "下次再聊"',
    "✓ 达成里程碑或阶段完成",
    "",
    "快速命令\uff1a",
    "/checkpoint - 保存当前进度",
    "/mark_milestone - 标记关键里程碑",
  ],
};

/** Columns inside of the source's frame. */
const COLUMNS = 61;

/** The box, its right side in line on a terminal, where Chinese characters take two columns. */
export function promptBox(language: Language): string {
  const rows = PROMPT_ROWS[language].map((row) => `│${padTo(row === "" ? "" : ` ${row}`, COLUMNS)}│`);
  const edge = "─".repeat(COLUMNS);
  return [`┌${edge}┐`, ...rows, `└${edge}┘`].join("\n");
}

/** Why a checkpoint is due. */
export type CheckpointReason =
  | { readonly kind: "files"; readonly files: number }
  | { readonly kind: "long"; readonly seconds: number };

/** One sentence, with what to do; `reasons` must not be empty. */
export function checkpointDueSentence(language: Language, reasons: readonly CheckpointReason[]): string {
  const why = reasons.map((reason) => WHY[language](reason));
  return language === "zh-CN"
    ? say`需要记录检查点\uff1a${why.join("\uff0c")}。请运行 ltpm checkpoint`
    : say`A checkpoint is due because ${why.join(" and ")}. Run: ltpm checkpoint`;
}

const WHY: Readonly<Record<Language, (reason: CheckpointReason) => string>> = {
  en: (reason) =>
    reason.kind === "files"
      ? `${reason.files} files were modified since the last record`
      : `a step ran for ${reason.seconds} s`,
  "zh-CN": (reason) =>
    reason.kind === "files" ? `自上次记录以来修改了 ${reason.files} 个文件` : `有一个步骤运行了 ${reason.seconds} 秒`,
};
