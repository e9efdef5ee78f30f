/** What is said when documents were left as they are while the queue went on. */
import type { Language } from "./language.ts";
import { say, sentence } from "./terminal-text.ts";

const LEFT: Readonly<Record<Language, (files: readonly string[], why: string) => string>> = {
  en: (files, why) => say`The queue goes on without ${files.join(", ")}: ${sentence(why, ".")}`,
  "zh-CN": (files, why) => say`队列照常继续\uff0c但未更新 ${files.join("、")}\uff1a${sentence(why, "。")}`,
};

/** `files` were not written, and why; the queue's change stands all the same. */
export function leftDocuments(language: Language, files: readonly string[], why: string): string {
  return LEFT[language](files, why);
}
