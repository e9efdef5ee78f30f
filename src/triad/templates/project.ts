/** What `init_project` writes: which documents, which extras by project type, and the templates filled in. */
import type { Language } from "../../messages/language.ts";
import { plainInline } from "../commands/safe-text.ts";

export const TRIAD = ["MISSION.md", "PROGRESS.md", "NEXT_STEPS.md"] as const;
export type TriadName = (typeof TRIAD)[number];

export type ProjectType = "code" | "art" | "writing" | "business" | "research";

/** Optional extras as the source lists them; a name ending in `/` is a folder, others have a template of that name. */
export const EXTRAS: Readonly<Record<ProjectType, readonly string[]>> = {
  code: ["architecture.md", "docs/", "tests/", "src/"],
  art: ["assets/", "references/", "style_guide.md"],
  writing: ["outline.md", "research/", "chapters/"],
  business: ["config/", "scripts/", "logs/"],
  research: ["hypothesis.md", "findings/", "data/"],
};

export const PROJECT_TYPES: readonly ProjectType[] = ["code", "art", "writing", "business", "research"];

/** Where a template lies below `templates/`. */
export function templatePath(language: Language, name: string): string {
  return `triad/${language}/${name}`;
}

export interface ProjectFacts {
  readonly name: string;
  /** `YYYY-MM-DD HH:MM`, in the time zone the project writes in. */
  readonly at: string;
  /** One paragraph for the Vision, when it is known already. */
  readonly goal?: string | null;
  readonly owner?: string | null;
}

const FIRST_VERSION = "0.1";
const VISIONS = ["What are we building/creating? Why does it matter?", "我们要构建或创作什么？为什么重要？"];
const OWNERS = ["Owner: {name}", "负责人：{姓名}"];

function firstOnly(text: string, part: string, replacement: string): string {
  const at = text.indexOf(part);
  return at < 0 ? text : text.slice(0, at) + replacement + text.slice(at + part.length);
}

/**
 * A template with what is known filled in: name, dates, version 0.1, Active, 0 %. Everything else stays as the source
 * has it, for a person to fill in; `isPlaceholder` knows those lines.
 */
export function fillTemplate(template: string, facts: ProjectFacts): string {
  const name = plainInline(facts.name);
  let text = template;
  for (const label of ["{Project Name}", "{项目名称}"]) text = text.replaceAll(label, () => name);
  text = firstOnly(text, ": {YYYY-MM-DD}", `: ${facts.at.slice(0, 10)}`);
  text = firstOnly(text, "：{YYYY-MM-DD}", `：${facts.at.slice(0, 10)}`);
  text = firstOnly(text, "**: {YYYY-MM-DD HH:MM}", `**: ${facts.at}`);
  text = firstOnly(text, "**：{YYYY-MM-DD HH:MM}", `**：${facts.at}`);
  text = firstOnly(text, "{x.y}", FIRST_VERSION);
  text = firstOnly(text, "{x%}", "0%");
  text = firstOnly(text, "Active / Paused / Completed", "Active");
  text = firstOnly(text, "进行中 / 已暂停 / 已完成", "进行中");
  if (facts.goal) for (const vision of VISIONS) text = firstOnly(text, vision, plainInline(facts.goal));
  if (facts.owner) {
    for (const owner of OWNERS)
      text = firstOnly(
        text,
        owner,
        owner.replace(/\{.*\}/, () => plainInline(facts.owner ?? "")),
      );
  }
  return text;
}
