/** What the runner reads from action.yml: the inputs' defaults and the program. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export interface ActionFile {
  /** `dist/action.js` */
  readonly main: string;
  /** Inputs by name, with their defaults; null without one. */
  readonly defaults: Readonly<Record<string, string | null>>;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** Reads `action.yml` of a directory. */
export function readActionFile(dir: string): ActionFile {
  const file = fields(parse(readFileSync(join(dir, "action.yml"), "utf8")));
  const { using, main } = fields(file.runs);
  if (typeof main !== "string" || !String(using).startsWith("node"))
    throw new Error("action.yml: no JavaScript action");
  const defaults = Object.entries(fields(file.inputs)).map(([name, input]): [string, string | null] => {
    const preset = fields(input).default;
    return [name, preset === undefined ? null : String(preset)];
  });
  return { main, defaults: Object.fromEntries(defaults) };
}

/** Fills in `${{ github.token }}` and other values of the `github` context; an expression it does not know is an error. */
export function evaluated(text: string, github: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ *([^}]*?) *\}\}/g, (_, expression: string) => {
    const value = expression.startsWith("github.") ? github[expression.slice("github.".length)] : undefined;
    if (value === undefined) throw new Error(`action.yml: the test runner does not know \${{ ${expression} }}`);
    return value;
  });
}

/** The variables that hand the inputs over. An input that action.yml does not name is an error. */
export function inputVariables(
  file: ActionFile,
  given: Readonly<Record<string, string>>,
  github: Readonly<Record<string, string>>,
): Record<string, string> {
  const strange = Object.keys(given).filter((name) => !(name in file.defaults));
  if (strange.length > 0) throw new Error(`action.yml has no input ${strange.join(", ")}`);
  const entries = Object.entries(file.defaults).map(([name, preset]): [string, string] => {
    const value = given[name] ?? (preset === null ? "" : evaluated(preset, github));
    return [`INPUT_${name.replace(/ /g, "_").toUpperCase()}`, value];
  });
  return Object.fromEntries(entries);
}
