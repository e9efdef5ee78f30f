/** What the queue writes into the documents, and what is said about documents on a terminal. */
import type { Language } from "./language.ts";
import { say } from "./terminal-text.ts";

/** How many tasks went where, in one line for many. Labels are canonical and safe. */
export interface ManyTasks {
  readonly done: readonly string[];
  readonly blocked: readonly string[];
  readonly back: readonly string[];
  readonly skipped: readonly string[];
}

/** The words of our entries, in the language a document is written in. Texts are made safe by the entry's writer. */
export interface StoryWords {
  done(task: string, description: string): string;
  blocked(task: string, reason: string): string;
  back(task: string, description: string): string;
  skipped(task: string, description: string): string;
  many(tasks: ManyTasks): string;
  /** A tick, or a commit, that verification did not accept. */
  refused(task: string, why: string): string;
  /** How many open tasks of the queue are not listed. */
  rest(count: number): string;
  /** Between a moment and what happened then. */
  readonly behindMoment: string;
}

const NAMED = 5;

function named(labels: readonly string[], comma: string, more: (count: number) => string): string {
  const rest = labels.length - NAMED;
  return `${labels.slice(0, NAMED).join(comma)}${rest > 0 ? more(rest) : ""}`;
}

function groups(
  tasks: ManyTasks,
  words: Readonly<Record<keyof ManyTasks, string>>,
  one: (count: number, word: string, labels: readonly string[]) => string,
): string[] {
  return (["done", "blocked", "back", "skipped"] as const).flatMap((kind) =>
    tasks[kind].length === 0 ? [] : [one(tasks[kind].length, words[kind], tasks[kind])],
  );
}

export const STORY_WORDS: Readonly<Record<Language, StoryWords>> = {
  en: {
    done: (task, description) => `${task} done: ${description}`,
    blocked: (task, reason) => `${task} blocked: ${reason}`,
    back: (task, description) => `${task} put back: ${description}`,
    skipped: (task, description) => `${task} skipped: ${description}`,
    many: (tasks) =>
      groups(
        tasks,
        { done: "done", blocked: "blocked", back: "put back", skipped: "skipped" },
        (count, word, labels) => `${count} ${word} (${named(labels, ", ", (rest) => ` and ${rest} more`)})`,
      ).join(", "),
    refused: (task, why) => `${task} is not done yet: ${why}`,
    rest: (count) => `and ${count} more in the queue (\`ltpm tasks\`)`,
    behindMoment: ": ",
  },
  "zh-CN": {
    done: (task, description) => `${task} 已完成\uff1a${description}`,
    blocked: (task, reason) => `${task} 已阻塞\uff1a${reason}`,
    back: (task, description) => `${task} 重新排队\uff1a${description}`,
    skipped: (task, description) => `${task} 已跳过\uff1a${description}`,
    many: (tasks) =>
      groups(
        tasks,
        { done: "已完成", blocked: "已阻塞", back: "重新排队", skipped: "已跳过" },
        (count, word, labels) =>
          `${word} ${count} 个\uff08${named(labels, "、", (rest) => ` 等\uff0c另有 ${rest} 个`)}\uff09`,
      ).join("\uff0c"),
    refused: (task, why) => `${task} 尚未完成\uff1a${why}`,
    rest: (count) => `队列中另有 ${count} 个任务\uff08\`ltpm tasks\`\uff09`,
    behindMoment: "\uff1a",
  },
};

/** What a cycle says on a terminal about the documents; one line each. */
export interface HeardWords {
  done(id: string): string;
  added(id: string, description: string): string;
  refused(id: string, why: string): string;
  /** What verification found when it looked at the task's checks. */
  failedCheck(check: string, detail: string): string;
}

export const HEARD_WORDS: Readonly<Record<Language, HeardWords>> = {
  en: {
    done: (id) => say`${id} is marked done: its box was ticked, or a commit says so.`,
    added: (id, description) => say`${id} was added from the documents: ${description}`,
    refused: (id, why) => say`${id} is not marked done, although its box was ticked or a commit says so: ${why}`,
    failedCheck: (check, detail) => say`${check}: ${detail}`,
  },
  "zh-CN": {
    done: (id) => say`${id} 已标记为完成\uff1a文档中已勾选\uff0c或有提交如此说明。`,
    added: (id, description) => say`${id} 已从文档加入\uff1a${description}`,
    refused: (id, why) => say`${id} 未标记为完成\uff08虽已勾选或有提交如此说明\uff09\uff1a${why}`,
    failedCheck: (check, detail) => say`${check}\uff1a${detail}`,
  },
};

/** Why a document with marks of a merge is left alone. */
export function inConflict(path: string): string {
  return say`${path}: a merge was left unfinished in this document, so it was left as it is. Resolve the conflict`;
}
