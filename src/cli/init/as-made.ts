/**
 * Whether a document is still what we made: the template filled with the name and the date that stand in it, with what the queue has
 * told in it since, and nothing of a person's. Pure.
 */
import { idOnLine } from "../../triad/commands/marker.ts";
import { isPlaceholder } from "../../triad/templates/placeholders.ts";
import { fillTemplate } from "../../triad/templates/project.ts";

const NAME = /\{Project Name\}|\{项目名称\}/;
const MOMENT = /\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?/;
/** Any date serves a template that shows none. */
const NO_DATE = "2000-01-01 00:00";

/** The name of the project in a document that nobody has written in; null for every other. */
export function nameIfAsMade(text: string, template: string): string | null {
  // Git may have turned the line ends on this machine.
  const plain = text.includes("\r") ? text.replaceAll("\r\n", "\n") : text;
  const [title = "", ...rest] = plain.split("\n");
  const [before = "", after = ""] = (template.split("\n", 1)[0] ?? "").split(NAME);
  if (title.length < before.length + after.length || !title.startsWith(before) || !title.endsWith(after)) return null;
  const name = title.slice(before.length, title.length - after.length);
  const found = MOMENT.exec(rest.join("\n"))?.[0] ?? NO_DATE;
  const at = found.length === NO_DATE.length ? found : `${found} 00:00`;
  // The name was made safe when it was written; made safe once more it could differ.
  const made = fillTemplate(template, { name: "x", at });
  const same = made === [`${before}x${after}`, ...rest].join("\n");
  return same || isSame(bare(made.split("\n").slice(1)), bare(rest)) ? name : null;
}

/** Lines by which the queue tells of tasks and what hooks recorded; a checkpoint's or a milestone's words are a person's. */
const TOLD = /^(?:task-|blocker-|blocked-tasks$|rest:|objection-|auto-sync)|^milestone-[a-z0-9]+-\d{1,4}(?:-|$)/;
const ITEM = /^(?:[-*+]|\d+[.)])[ \t]+(?:\[.\][ \t]+)?/;
/** Fields that change by themselves. */
const FIELD = /^(\*\*(?:Last Updated|Overall Progress|最后更新|总体进度)\*\*[:\uff1a]).*$/;

/** The lines that say something of their own. */
function bare(lines: readonly string[]): string[] {
  const texts = lines.map((line) => line.trim()).filter((line) => line !== "" && !isTold(line));
  return texts.filter((line) => !isPlaceholder(line.replace(ITEM, ""))).map((line) => line.replace(FIELD, "$1"));
}

function isTold(line: string): boolean {
  const id = idOnLine(line);
  if (id === null) return false;
  // A person's own item that became a task carries its label, too, but behind its words.
  return TOLD.test(id) || (/^T-\d+$/.test(id) && line.replace(ITEM, "").startsWith(`${id}: `));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
