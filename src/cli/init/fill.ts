/** A template with what was said about the project: pure. */
import { plainInline, plainParagraph } from "../../triad/commands/safe-text.ts";
import { isPlaceholder } from "../../triad/templates/placeholders.ts";
import { fillTemplate } from "../../triad/templates/project.ts";

/** What is known of a project when its documents are made. */
export interface ProjectWords {
  readonly name: string;
  /** `YYYY-MM-DD HH:MM`. */
  readonly at: string;
  readonly goal: string | null;
  /** Success criteria; none: the template's lines stay, for a person to fill in. */
  readonly criteria: readonly string[];
  readonly owner: string | null;
}

/** The text of a new document. The goal takes the place of the Vision's question, the criteria that of their lines. */
export function filledTemplate(template: string, words: ProjectWords): string {
  const { name, at, owner, goal, criteria } = words;
  const text = fillTemplate(template, { name, at, owner });
  if (!template.includes("{x.y}")) return text;
  const lines = text.split("\n");
  const vision = lines.findIndex((line) => isPlaceholder(line));
  if (goal !== null && vision >= 0) lines[vision] = plainParagraph(goal);
  const isCriterion = (line: string) => line.startsWith("- [ ] ") && isPlaceholder(line.slice("- [ ] ".length));
  const first = lines.findIndex(isCriterion);
  if (criteria.length === 0 || first < 0) return lines.join("\n");
  const put = criteria.map((criterion) => `- [ ] ${plainInline(criterion)}`);
  return [...lines.slice(0, first), ...put, ...lines.slice(first).filter((line) => !isCriterion(line))].join("\n");
}

/** Criteria as a person types them on one line: `fast; safe; cheap`. */
export function criteriaOf(line: string): string[] {
  return line
    .split(/[;\uff1b\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
