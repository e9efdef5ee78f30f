/** Line, column and words for what is wrong in a config file. Loaded only when something is. */
import { say } from "../messages/terminal-text.ts";
import { fieldName, firstSyntaxFault, forbiddenKey, type JsonPath, locate } from "../queue/locate.ts";
import type { Stranger, Trouble } from "./config-shape.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { ConfigFault, type FilePlace, type NamedText, placeInFile } from "./fault.ts";
import { nearest } from "./nearest.ts";

function filePlace({ path: file, text }: NamedText, path: JsonPath): FilePlace {
  return { file, ...locate(text, path), field: fieldName(path) };
}

/** `.ltpm/config.json:7:20: task_runner.max_retries` */
export function placeOf(source: NamedText, path: JsonPath): string {
  return placeInFile(filePlace(source, path));
}

/** The fault of a text that is not JSON. */
export function syntaxFault({ path: file, text }: NamedText): ConfigFault {
  const conflict = text.split("\n").findIndex((line) => /^(?:<{7}|>{7}) /.test(line));
  const fault =
    conflict >= 0
      ? { line: conflict + 1, column: 1, problem: "git left conflict markers here" }
      : (firstSyntaxFault(text) ?? { line: 1, column: 1, problem: "it is not JSON" });
  const at = { file, line: fault.line, column: fault.column, field: "" };
  const problem = `not valid JSON: ${fault.problem}`;
  return new ConfigFault({ code: "not_json", place: placeInFile(at), problem, remedy: "Correct it by hand", at });
}

/** A key that reaches into JavaScript's own objects, or nesting beyond any use. */
export function forbiddenIn(raw: unknown): Trouble | null {
  const path = forbiddenKey(raw);
  return path === null ? null : { code: "forbidden_key", path, problem: "this key is not allowed" };
}

/** The default of a field as a person would write it; null for one that has none, or a list. */
function standardAt(path: JsonPath): string | null {
  let value: unknown = DEFAULT_SETTINGS;
  for (const key of path[0] === "task_runner" ? path.slice(1) : path) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : null;
}

/** The fault for what is wrong at a path. The remedy names the default where a person knows what it means. */
export function faultAt(source: NamedText, { code, path, problem, missing = false }: Trouble): ConfigFault {
  const at = filePlace(source, path);
  const standard = standardAt(path);
  const known = standard !== null ? ` to get the default (${standard})` : "";
  const remedy = missing ? "Add it" : `Correct it, or remove it${known}`;
  return new ConfigFault({ code, place: placeInFile(at), problem, remedy, at });
}

/** The field somebody meant: of the same object, else one that stands on the other level. */
function meant({ key, spot }: Stranger): string | null {
  const here = nearest(key, spot.known);
  if (here !== null) return fieldName([...spot.path, here]);
  const names = spot.elsewhere.map((name) => name.split(".").at(-1) ?? name);
  const there = nearest(key, names);
  return there === null ? null : (spot.elsewhere[names.indexOf(there)] ?? null);
}

/** One warning for a field that nothing reads. */
export function strangerWarning(source: NamedText, stranger: Stranger): string {
  const place = placeOf(source, [...stranger.spot.path, stranger.key]);
  const hint = meant(stranger);
  return hint === null
    ? say`${place} is not a setting and has no effect.`
    : say`${place} is not a setting and has no effect; did you mean ${hint}?`;
}
