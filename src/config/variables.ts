/** The four settings of the source, as texts: `TASK_RUNNER_DIR` and its three numbers. */
import { oneLine } from "../messages/terminal-text.ts";
import { shorten } from "../messages/width.ts";
import { BOUNDS, DEFAULT_SETTINGS, wholeNumberRule } from "./defaults.ts";
import { ConfigFault } from "./fault.ts";
import { folderProblem, resolvedFolder } from "./values.ts";

export type NumberName = "max_concurrent" | "max_retries" | "archive_days";
export type VariableName = "dir" | NumberName;

/** The name in an environment and in TOOLS.md. */
export const VARIABLES = {
  dir: "TASK_RUNNER_DIR",
  max_concurrent: "TASK_RUNNER_MAX_CONCURRENT",
  max_retries: "TASK_RUNNER_MAX_RETRIES",
  archive_days: "TASK_RUNNER_ARCHIVE_DAYS",
} as const satisfies Readonly<Record<VariableName, string>>;

/** A value as it was written somewhere. */
export interface Written {
  readonly text: string;
  /** `environment variable TASK_RUNNER_DIR`, `TOOLS.md:12`, … */
  readonly place: string;
}

/** A user's value in an error: short, safe for a terminal, in quotes. */
export function quoted(value: string): string {
  return `"${shorten(oneLine(value), 40)}"`;
}

function wrong(place: string, problem: string, name: VariableName): ConfigFault {
  const remedy = `Correct it, or remove it to get the default (${DEFAULT_SETTINGS[name]})`;
  return new ConfigFault({ code: "wrong_value", place, problem, remedy });
}

/** A number from its text: digits only, within its bounds. Throws `ConfigFault`. */
export function readNumber(name: NumberName, { text, place }: Written): number {
  const rule = wholeNumberRule(BOUNDS[name]);
  const digits = text.trim();
  if (digits === "") throw wrong(place, `${VARIABLES[name]} is empty; it ${rule}`, name);
  const value = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
  if (value >= BOUNDS[name].least && value <= BOUNDS[name].most) return value;
  throw wrong(place, `${VARIABLES[name]} ${rule}, not ${quoted(text)}`, name);
}

/** The folder from its text, with `~/` resolved. Throws `ConfigFault`. */
export function readFolder({ text, place }: Written, home: string | undefined): string {
  const problem = folderProblem(text);
  if (problem !== null) throw wrong(place, `${VARIABLES.dir} ${problem}, not ${quoted(text)}`, "dir");
  const path = resolvedFolder(text.trim(), home);
  if (path !== null) return path;
  throw new ConfigFault({
    code: "wrong_value",
    place,
    problem: `${VARIABLES.dir} begins with "~/", and the environment has no HOME`,
    remedy: "Set HOME, or write the whole path",
  });
}
