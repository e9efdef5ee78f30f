/** The catalog of task types: ours, changed and extended by the configuration's `task_types`. */
import { compilePattern } from "../verify/pattern.ts";
import type { Settings } from "./settings.ts";
import type { TaskType } from "./strategy.ts";
import { TYPES_OF_A_REPOSITORY } from "./types/of-a-repository.ts";
import { TYPES_OF_THE_SOURCE } from "./types/of-the-source.ts";

/** Our own types, before any configuration. */
export const OUR_TYPES: readonly TaskType[] = [...TYPES_OF_THE_SOURCE, ...TYPES_OF_A_REPOSITORY];

/** A user's type without ways of its own is tried like a task of unknown kind. */
function withWays(type: TaskType, fallback: TaskType | undefined): TaskType {
  return type.strategies.length > 0 ? type : { ...type, strategies: fallback?.strategies ?? [] };
}

/**
 * All task types of a project: new ones that say by which words they are recognised (`match`) first, so that they are
 * tried first; then ours, with the fields that the configuration replaces; then new ones without `match`.
 */
export function taskTypes(settings: Pick<Settings, "task_types">): readonly TaskType[] {
  const theirs = new Map(settings.task_types.map((type) => [type.name, type]));
  const ours = OUR_TYPES.map((type) => {
    const changed = theirs.get(type.name);
    return changed === undefined ? type : withWays({ ...type, ...changed }, type);
  });
  const names = new Set(OUR_TYPES.map((type) => type.name));
  const unknown = ours.find((type) => type.name === "unknown");
  const added = [...theirs.values()].filter((type) => !names.has(type.name)).map((type) => withWays(type, unknown));
  const isMatched = (type: TaskType) => (type.match ?? []).length > 0;
  return [...added.filter(isMatched), ...ours, ...added.filter((type) => !isMatched(type))];
}

/** The type of this name; a name that nobody knows is treated as `unknown`. */
export function typeNamed(types: readonly TaskType[], name: string): TaskType {
  const found = types.find((type) => type.name === name) ?? types.find((type) => type.name === "unknown");
  return found ?? { name: "unknown", strategies: [], checks: [], changes_files: true };
}

const SLASHED = /^\/(.+)\/([imsu]*)$/s;

/** Whether one `match` entry (a word, some words, or `/pattern/flags`) is found in a text. */
function isFound(entry: string, text: string): boolean {
  const slashed = SLASHED.exec(entry);
  const escaped = entry
    .trim()
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replace(/\s+/g, "\\s+");
  // Words count as whole words; where no letter of a Latin word stands at the edge, \b would never hold.
  const edge = (character: string | undefined) => (/\w/.test(character ?? "") ? "\\b" : "");
  const pattern = slashed?.[1] ?? `${edge(entry.trim()[0])}${escaped}${edge(entry.trim().at(-1))}`;
  const compiled = compilePattern(pattern, slashed === null ? "i" : (slashed[2] ?? ""));
  return compiled.kind === "pattern" && compiled.pattern.test(text);
}

/** The first type of the user's whose `match` recognises the text; null when none does: then intake's own rules decide. */
export function typeByMatch(types: readonly TaskType[], text: string): string | null {
  const found = types.find((type) => (type.match ?? []).some((entry) => entry.trim() !== "" && isFound(entry, text)));
  return found?.name ?? null;
}
