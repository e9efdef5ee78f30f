/** What is said about the documents: faults of a file, findings of `lint`, and the words of our own entries. */
import type { Language } from "./language.ts";
import { oneLine, say } from "./terminal-text.ts";

export type TriadFaultCode =
  | "utf16"
  | "binary"
  | "not_utf8"
  | "not_json"
  | "not_yaml"
  | "yaml_tag"
  | "yaml_alias"
  | "yaml_documents"
  | "wrong_shape"
  | "file_name"
  | "field_not_writable"
  | "no_documents";

export interface TriadFaultPlace {
  readonly code: TriadFaultCode;
  readonly file: string;
  /** Counts from 1; 0 for the file as a whole. */
  readonly line: number;
  readonly field: string;
}

const FAULTS: Record<Language, Record<TriadFaultCode, string>> = {
  en: {
    utf16: "the file is UTF-16, not UTF-8. Save it as UTF-8; it was left as it is",
    binary: "there is a NUL byte here, so this is no text. Check whether it is the right file; it was left as it is",
    not_json: "this is not JSON. Correct it, or convert the Markdown again",
    not_yaml: "this is not YAML. Correct it, or convert the Markdown again",
    yaml_tag: "there is a YAML tag here. Write the value without `!…`; tags are not read",
    yaml_alias: "there is a YAML alias here. Write the value out; `&…` and `*…` are not read",
    yaml_documents: "there are several YAML documents in this file. Keep one",
    wrong_shape: "this is not what the field holds. Convert a document to see its form",
    file_name: "this is not the name of a Markdown file. Use a name such as PROGRESS.md, without a folder",
    field_not_writable:
      "entries can be added here; to change or remove one, or where the document has no such section, edit the Markdown",
    no_documents: "there is neither text nor a field of the triad in this file, so there is nothing to convert",
    not_utf8: "this line is not UTF-8. Save the file as UTF-8; it was left as it is",
  },
  "zh-CN": {
    utf16: "该文件是 UTF-16 编码，不是 UTF-8。请另存为 UTF-8；文件未被改动",
    binary: "此处有 NUL 字节，不是文本文件。请检查是否选错了文件；文件未被改动",
    not_json: "这不是 JSON。请改正，或重新转换 Markdown",
    not_yaml: "这不是 YAML。请改正，或重新转换 Markdown",
    yaml_tag: "此处有 YAML 标签。请去掉 `!…`；不读取标签",
    yaml_alias: "此处有 YAML 别名。请直接写出其值；不读取 `&…` 和 `*…`",
    yaml_documents: "该文件含有多个 YAML 文档。请只保留一个",
    wrong_shape: "该字段的内容不符合格式。可转换一份文档查看其格式",
    file_name: "这不是 Markdown 文件名。请使用 PROGRESS.md 这样的名称，不带目录",
    field_not_writable: "此处可以新增条目；要修改或删除条目，或文档没有这一节时，请直接编辑 Markdown",
    no_documents: "该文件既没有正文也没有三份文档的字段，没有可转换的内容",
    not_utf8: "此行不是 UTF-8 编码。请将文件另存为 UTF-8；文件未被改动",
  },
};

/** One sentence: file, line, what is wrong, what to do. */
export function triadFaultSentence(language: Language, fault: TriadFaultPlace): string {
  const line = fault.line > 0 ? `:${fault.line}` : "";
  const field = fault.field === "" ? "" : ` ${oneLine(fault.field)}:`;
  return `${oneLine(fault.file)}${line}:${field} ${FAULTS[language][fault.code]}`;
}

/** The words of our own entries in a document, in the language it is written in. */
export interface EntryWords {
  filesChanged(count: number, named: readonly string[]): string;
  recentError(error: string): string;
  readonly verified: string;
  readonly obstacles: string;
  readonly nextPlan: string;
  readonly overall: string;
  readonly stage: string;
  readonly blocked: string;
}

export const ENTRY_WORDS: Readonly<Record<Language, EntryWords>> = {
  en: {
    filesChanged: (count, named) => {
      if (count === 0) return "no files changed";
      const rest = count > named.length ? ` and ${count - named.length} more` : "";
      return `${count} ${count === 1 ? "file" : "files"} changed: ${named.join(", ")}${rest}`;
    },
    recentError: (error) => `Recent error: ${error}`,
    verified: "Verified: ",
    obstacles: "Obstacles: ",
    nextPlan: "Next plan: ",
    overall: "Overall Progress",
    stage: "Current Stage",
    blocked: "Blocked: ",
  },
  "zh-CN": {
    filesChanged: (count, named) => {
      if (count === 0) return "没有文件改动";
      const rest = count > named.length ? ` 等` : "";
      return `${count} 个文件有改动：${named.join("、")}${rest}`;
    },
    recentError: (error) => `最近的错误：${error}`,
    verified: "已验证：",
    obstacles: "遇到的障碍：",
    nextPlan: "下一步计划：",
    overall: "总体进度",
    stage: "当前阶段",
    blocked: "已阻塞：",
  },
};

export type LintCode =
  | "todo_misplaced"
  | "todo_too_long"
  | "backlog_in_progress"
  | "decisions_misplaced"
  | "decisions_untraced"
  | "reasoning_misplaced"
  | "blockers_misplaced"
  | "blockers_hidden"
  | "issues_misplaced"
  | "meetings_misplaced"
  | "technical_misplaced"
  | "changelog_misplaced"
  | "changelog_too_long"
  | "references_misplaced"
  | "percent_off"
  | "percent_unsure"
  | "place_several"
  | "place_unsure"
  | "task_too_long"
  | "task_not_atomic"
  | "no_next_action";

type LintSentence = (first: string | number, second: string | number) => string;

const LINT_EN: Readonly<Record<LintCode, LintSentence>> = {
  todo_misplaced: (title) => say`"${title}" lists tasks. Move them to NEXT_STEPS.md`,
  todo_too_long: (title, count) =>
    say`"${title}" lists ${count} open tasks. Keep the first 3 here; the full list belongs in NEXT_STEPS.md`,
  backlog_in_progress: (title) => say`"${title}" is a backlog. Move it to NEXT_STEPS.md`,
  decisions_misplaced: (title) =>
    say`"${title}" holds decisions. Archive them in MISSION.md, with their conclusion in PROGRESS.md`,
  decisions_untraced: (title) =>
    say`"${title}" holds decisions that MISSION.md does not. Add a section "Decisions" there`,
  reasoning_misplaced: (title) => say`"${title}" gives reasons. Move them to MISSION.md, or to a document of their own`,
  blockers_misplaced: (title) => say`"${title}" lists blockers. Move them to PROGRESS.md`,
  blockers_hidden: (count, line) =>
    say`${count} ${count === 1 ? "blocker is" : "blockers are"} listed here, but the current stage (line ${line}) does not say so. Name them there`,
  issues_misplaced: (title) =>
    say`"${title}" lists known issues. Move them to ISSUE.md; only active blockers stand in PROGRESS.md`,
  meetings_misplaced: (title) => say`"${title}" holds meeting notes. Move them to notes/`,
  technical_misplaced: (title) =>
    say`"${title}" holds technical details. Move them to docs/, or to MISSION.md if they are core`,
  changelog_misplaced: (title) => say`"${title}" is a changelog. Move it to CHANGELOG.md`,
  changelog_too_long: (title, count) =>
    say`"${title}" has ${count} entries. Keep the last 5; the full list belongs in CHANGELOG.md`,
  references_misplaced: (title) =>
    say`"${title}" holds references. Move them to refs/, or to MISSION.md if they are key`,
  percent_off: (stated, counted) =>
    say`the overall progress says ${stated} %, the checklists say ${counted} %. Correct it, or run: ltpm update_progress --percent ${counted}`,
  percent_unsure: (lines) =>
    say`which number is the overall progress is not certain (line ${lines}), so it was not touched. Write one line "**Overall Progress**: 40%"`,
  place_several: (role, lines) =>
    say`several sections could be the one for "${role}" (lines ${lines}), so entries go to a section of our own. Rename all but one`,
  place_unsure: (role, lines) =>
    say`this section may be the one for "${role}" (line ${lines}), but its title says more, so entries go to a section of our own. Shorten the title`,
  task_too_long: (task, minutes) => say`"${task}" is to take ${minutes} minutes. Break it into tasks of less than 30`,
  task_not_atomic: (task) => say`"${task}" is more than one task. Break it up`,
  no_next_action: () => "every task is done, and no next one is named. Add it, or say that the project is completed",
};

const LINT_ZH: Readonly<Record<LintCode, LintSentence>> = {
  todo_misplaced: (title) => say`“${title}”列出的是任务，请移到 NEXT_STEPS.md`,
  todo_too_long: (title, count) =>
    say`“${title}”列出了 ${count} 个未完成任务。此处只保留前 3 个，完整列表放在 NEXT_STEPS.md`,
  backlog_in_progress: (title) => say`“${title}”是待办积压，请移到 NEXT_STEPS.md`,
  decisions_misplaced: (title) => say`“${title}”记录的是决策，请归档到 MISSION.md，并在 PROGRESS.md 中写明结论`,
  decisions_untraced: (title) => say`“${title}”中的决策在 MISSION.md 里没有，请在那里添加“决策”一节`,
  reasoning_misplaced: (title) => say`“${title}”写的是理由，请移到 MISSION.md 或单独的文档`,
  blockers_misplaced: (title) => say`“${title}”列出的是阻塞项，请移到 PROGRESS.md`,
  blockers_hidden: (count, line) =>
    say`此处列出了 ${count} 个阻塞项，但当前阶段（第 ${line} 行）没有提到，请在那里写明`,
  issues_misplaced: (title) => say`“${title}”列出的是已知问题，请移到 ISSUE.md；PROGRESS.md 只放当前阻塞项`,
  meetings_misplaced: (title) => say`“${title}”是会议记录，请移到 notes/`,
  technical_misplaced: (title) => say`“${title}”是技术细节，请移到 docs/；核心内容可放在 MISSION.md`,
  changelog_misplaced: (title) => say`“${title}”是变更记录，请移到 CHANGELOG.md`,
  changelog_too_long: (title, count) => say`“${title}”有 ${count} 条。只保留最近 5 条，完整列表放在 CHANGELOG.md`,
  references_misplaced: (title) => say`“${title}”是参考资料，请移到 refs/；关键资料可放在 MISSION.md`,
  percent_off: (stated, counted) =>
    say`总体进度写的是 ${stated}%，清单算出来是 ${counted}%。请改正，或运行：ltpm update_progress --percent ${counted}`,
  percent_unsure: (lines) =>
    say`无法确定哪个数字是总体进度（第 ${lines} 行），因此未改动。请写成一行“**总体进度**：40%”`,
  place_several: (role, lines) =>
    say`有多个章节可能对应“${role}”（第 ${lines} 行），因此条目写入了我们自己的章节。请只保留一个这样的标题`,
  place_unsure: (role, lines) =>
    say`此章节可能对应“${role}”（第 ${lines} 行），但标题不够明确，因此条目写入了我们自己的章节。请简化标题`,
  task_too_long: (task, minutes) => say`“${task}”预计需要 ${minutes} 分钟，请拆分成 30 分钟以内的任务`,
  task_not_atomic: (task) => say`“${task}”不止一个任务，请拆分`,
  no_next_action: () => "所有任务都已完成，但没有写明下一步。请添加，或注明项目已完成",
};

/** A finding as one sentence, without its place. */
export function lintSentence(language: Language, code: LintCode, values: readonly (string | number)[]): string {
  const sentences = language === "zh-CN" ? LINT_ZH : LINT_EN;
  const [first = "", second = ""] = values;
  return sentences[code](first, second);
}
