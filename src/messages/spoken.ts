/** What `ltpm intake` says to plain words: what was recorded, what is offered, what could not be. */
import type { Language } from "./language.ts";
import { oneLine, say, sentence } from "./terminal-text.ts";
import { shorten } from "./width.ts";

export interface SpokenReplies {
  /** Somebody wants to begin: nothing is made unasked. */
  readonly offer: string;
  recorded(kind: "checkpoint" | "milestone", text: string, document: string): string;
  notRecorded(why: string): string;
  noProgress(path: string): string;
  /** Somebody asks how far things are. */
  readonly whereThingsStand: string;
}

/** Columns; it is shown to be recognised. */
const SHOWN = 120;
const brief = (text: string) => shorten(oneLine(text), SHOWN);

export const SPOKEN_WORDS: Readonly<Record<Language, SpokenReplies>> = {
  en: {
    offer: "To set up MISSION.md, PROGRESS.md and NEXT_STEPS.md for a project, run: ltpm init_project NAME",
    recorded: (kind, text, document) =>
      kind === "milestone"
        ? say`Recorded a milestone in ${document}: ${brief(text)}`
        : say`Recorded a checkpoint in ${document}: ${brief(text)}`,
    notRecorded: (why) => say`Not recorded: ${sentence(why, ".")}`,
    noProgress: (path) => say`there is no ${path}. Run: ltpm init_project NAME`,
    whereThingsStand: "To see where things stand, run: ltpm resume (the project) or ltpm tasks (the queue)",
  },
  "zh-CN": {
    offer: "要为项目创建 MISSION.md、PROGRESS.md 和 NEXT_STEPS.md\uff0c请运行\uff1altpm init_project NAME",
    recorded: (kind, text, document) =>
      kind === "milestone"
        ? say`已在 ${document} 中记录里程碑\uff1a${brief(text)}`
        : say`已在 ${document} 中记录检查点\uff1a${brief(text)}`,
    notRecorded: (why) => say`未记录\uff1a${sentence(why, "。")}`,
    noProgress: (path) => say`没有 ${path}。请运行\uff1altpm init_project NAME`,
    whereThingsStand: "要了解进展\uff0c请运行\uff1altpm resume\uff08项目\uff09或 ltpm tasks\uff08队列\uff09",
  },
};
