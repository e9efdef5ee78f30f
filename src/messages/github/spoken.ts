/** What the writer of a comment is told about plain words in it: what was recorded, or why nothing was. */
import type { Language } from "../language.ts";
import { PROMPT_ROWS } from "../prompts.ts";
import { oneLine, say } from "../terminal-text.ts";
import { shorten } from "../width.ts";

/** A word as it was recorded. */
export interface RecordedWord {
  readonly kind: "checkpoint" | "milestone";
  readonly text: string;
}

/** Parts of a reply about plain words. */
export type SpokenPart =
  | { readonly kind: "recorded"; readonly file: string; readonly words: readonly RecordedWord[] }
  /** `file`: where PROGRESS.md would be; null: the configuration says that it is not written. */
  | { readonly kind: "not_recorded"; readonly file: string | null }
  /** A project is to begin. */
  | { readonly kind: "may_begin" }
  /** The source's reminder, for somebody who leaves. */
  | { readonly kind: "record_prompt" };

/** So much of a word is repeated in the reply (columns). */
const COLUMNS = 200;

interface Words {
  milestone(texts: readonly string[], file: string): string;
  checkpoint(text: string, file: string): string;
  missing(file: string): string;
  readonly off: string;
  readonly begin: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    milestone: (texts, file) =>
      say`${texts.length === 1 ? "Milestone" : "Milestones"} recorded in ${file}: ${texts.join("; ")}`,
    checkpoint: (text, file) => say`Checkpoint recorded in ${file}: ${text}`,
    missing: (file) =>
      say`Nothing was recorded: there is no ${file} here that could be written. To begin one, run "ltpm init_project NAME" and push what it writes.`,
    off: 'Nothing was recorded: "documents.progress" in the configuration is false.',
    begin:
      'To begin a project with MISSION.md, PROGRESS.md and NEXT_STEPS.md, run "ltpm init_project NAME" and push what it writes.',
  },
  "zh-CN": {
    milestone: (texts, file) => say`里程碑已记录到 ${file}\uff1a${texts.join("\uff1b")}`,
    checkpoint: (text, file) => say`检查点已记录到 ${file}\uff1a${text}`,
    missing: (file) =>
      say`未记录任何内容\uff1a这里没有可写入的 ${file}。请运行 "ltpm init_project NAME" 并推送生成的文件`,
    off: "未记录任何内容\uff1a配置中的 documents.progress 为 false",
    begin:
      '要创建带有 MISSION.md、PROGRESS.md 和 NEXT_STEPS.md 的项目\uff0c请运行 "ltpm init_project NAME" 并推送生成的文件',
  },
};

/** A part in plain lines, to be made safe with the rest of the reply. */
export function spokenText(language: Language, part: SpokenPart): string {
  const words = WORDS[language];
  switch (part.kind) {
    case "recorded":
      return recordedText(words, part.words, part.file);
    case "not_recorded":
      return part.file === null ? words.off : words.missing(part.file);
    case "may_begin":
      return words.begin;
    case "record_prompt":
      return PROMPT_ROWS[language].join("\n");
  }
}

function recordedText(words: Words, recorded: readonly RecordedWord[], file: string): string {
  const texts = (kind: RecordedWord["kind"]) =>
    recorded.flatMap((word) => (word.kind === kind ? [shorten(oneLine(word.text), COLUMNS)] : []));
  const milestones = texts("milestone");
  return [
    ...(milestones.length === 0 ? [] : [words.milestone(milestones, file)]),
    ...texts("checkpoint").map((text) => words.checkpoint(text, file)),
  ].join("\n");
}
