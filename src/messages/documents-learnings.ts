/** The words of LEARNINGS.md and of the line that leads there, in the language of the document. */
import type { Language } from "./language.ts";

export interface LearningWords {
  readonly title: string;
  /** The section of the milestones that were moved. */
  readonly facts: string;
  /** The section of log lines that were moved. */
  readonly activity: string;
  /** What stands in PROGRESS.md for the milestones that were moved. */
  earlier(count: number): string;
}

const LINK = "[LEARNINGS.md](LEARNINGS.md)";

export const LEARNING_WORDS: Readonly<Record<Language, LearningWords>> = {
  en: {
    title: "Learnings",
    facts: "Known facts",
    activity: "Earlier activity",
    earlier: (count) => `${count} earlier ${count === 1 ? "milestone" : "milestones"}: see ${LINK}`,
  },
  "zh-CN": {
    title: "经验总结",
    facts: "已知事实",
    activity: "更早的活动",
    earlier: (count) => `更早的 ${count} 个里程碑\uff1a见 ${LINK}`,
  },
};
