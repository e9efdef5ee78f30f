/** Which project is meant, and what to do where that is not certain. Apart, since hot commands ask. */
import type { Language } from "./language.ts";
import { say } from "./terminal-text.ts";

export interface PlaceWords {
  /** No document of the triad anywhere. */
  readonly noDocuments: string;
  /** Several projects, and nobody said which. */
  whichProject(names: readonly string[]): string;
  noSuchProject(name: string, names: readonly string[]): string;
}

export const PLACE_WORDS: Readonly<Record<Language, PlaceWords>> = {
  en: {
    noDocuments: "there is no MISSION.md, PROGRESS.md or NEXT_STEPS.md here. Run: ltpm init_project NAME",
    whichProject: (names) => say`there are several projects here: ${names.join(", ")}. Name one with --project NAME`,
    noSuchProject: (name, names) =>
      names.length === 0
        ? say`there is no project "${name}" here. Run: ltpm init_project "${name}"`
        : say`there is no project "${name}" here; there is ${names.join(", ")}`,
  },
  "zh-CN": {
    noDocuments: "这里没有 MISSION.md、PROGRESS.md 或 NEXT_STEPS.md。请运行\uff1altpm init_project NAME",
    whichProject: (names) => say`这里有多个项目\uff1a${names.join("、")}。请用 --project NAME 指定一个`,
    noSuchProject: (name, names) =>
      names.length === 0
        ? say`这里没有项目“${name}”。请运行\uff1altpm init_project "${name}"`
        : say`这里没有项目“${name}”\uff1b现有\uff1a${names.join("、")}`,
  },
};
