/**
 * Puts the sources together. For the four settings of the source the first that speaks wins: Action input, environment,
 * TOOLS.md, `.ltpm/config.json`, default. Every value that is written somewhere is checked, also one that another overrules.
 */
import { isAbsolute } from "node:path";
import type { Settings } from "../dispatch/settings.ts";
import type { CheckedConfig } from "./config-file.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { ConfigFault, type NamedText } from "./fault.ts";
import { settingsOfFile } from "./file-settings.ts";
import { type Assignment, readToolsMd } from "./tools-md.ts";
import { type NumberName, readFolder, readNumber, VARIABLES, type VariableName, type Written } from "./variables.ts";

export interface SettingSources {
  /** Inputs by name: `max-retries` and `max_retries` are the same; an empty one was not given. */
  readonly actionInputs?: Readonly<Record<string, string>>;
  readonly env: NodeJS.ProcessEnv;
  readonly toolsMd: NamedText | null;
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** Slips that stop nothing, each a whole sentence with its place. */
  readonly warnings: readonly string[];
}

const NAMES: readonly string[] = Object.values(VARIABLES);
const plainName = (name: string) =>
  name
    .toLowerCase()
    .replaceAll("-", "_")
    .replace(/^task_runner_/, "");

/** Everything written outside of the config file for one setting, strongest first. */
function written(
  name: VariableName,
  { actionInputs = {}, env, toolsMd }: SettingSources,
  block: readonly Assignment[],
) {
  const inputs = Object.entries(actionInputs)
    .filter(([key, text]) => plainName(key) === name && text.trim() !== "")
    .map(([key, text]): Written => ({ text, place: `Action input ${key}` }));
  const variable = env[VARIABLES[name]];
  const inEnvironment: Written[] =
    variable === undefined ? [] : [{ text: variable, place: `environment variable ${VARIABLES[name]}` }];
  // As in a shell, the last of several lines counts.
  const inBlock = block
    .filter((line) => line.name === VARIABLES[name])
    .map(({ value, line }): Written => ({ text: value, place: `${toolsMd?.path ?? ""}:${line}` }));
  return [...inputs, ...inEnvironment, ...inBlock.reverse()];
}

/** Words on variables that are not ours but look so. */
async function strangerWarnings(sources: SettingSources, block: readonly Assignment[]): Promise<readonly string[]> {
  const strange = (name: string) => name.startsWith("TASK_RUNNER_") && !NAMES.includes(name);
  const inEnvironment = Object.keys(sources.env).filter(strange);
  const inBlock = block.filter(({ name }) => strange(name));
  if (inEnvironment.length + inBlock.length === 0) return [];
  const { strangeVariables } = await import("./strange-variables.ts");
  return strangeVariables(inEnvironment, inBlock, sources.toolsMd?.path ?? "", NAMES);
}

/** The strongest number; every one that is written must be right. */
function strongest(name: NumberName, texts: readonly Written[], inFile: number | undefined): number {
  const [first] = texts.map((text) => readNumber(name, text));
  return first ?? inFile ?? DEFAULT_SETTINGS[name];
}

interface Folder {
  readonly dir: string;
  readonly place: string;
}

function folder(texts: readonly Written[], file: CheckedConfig | null, home: string | undefined): Folder {
  const inFile = file?.fields.task_runner?.dir;
  const all = inFile === undefined ? texts : [...texts, { text: inFile, place: file?.dirPlace ?? "" }];
  const [first] = all.map((text) => ({ dir: readFolder(text, home), place: text.place }));
  return first ?? { dir: DEFAULT_SETTINGS.dir, place: "default" };
}

/** On GitHub the queue lies in a commit, so its folder must be one of the repository's. */
function checkRunner({ runner }: Settings, { dir, place }: Folder): void {
  if (runner !== "github" || !(isAbsolute(dir) || dir.split("/")[0] === "..")) return;
  throw new ConfigFault({
    code: "wrong_value",
    place,
    problem: `${VARIABLES.dir} lies outside the repository, and with \`runner\` "github" the queue is kept inside it`,
    remedy: "Name a folder of the repository, e.g. .ltpm",
  });
}

/** All settings from all sources. Rejects with `ConfigFault` for the first wrong value. */
export async function mergeSettings(sources: SettingSources, file: CheckedConfig | null): Promise<LoadedSettings> {
  const { env, toolsMd } = sources;
  const block = toolsMd === null ? [] : readToolsMd(toolsMd.text, toolsMd.path);
  const inFile = file?.fields.task_runner ?? {};
  const where = folder(written("dir", sources, block), file, env.HOME ?? env.USERPROFILE);
  const number = (name: NumberName) => strongest(name, written(name, sources, block), inFile[name]);
  const settings: Settings = {
    ...settingsOfFile(file?.fields ?? {}),
    dir: where.dir,
    max_concurrent: number("max_concurrent"),
    max_retries: number("max_retries"),
    archive_days: number("archive_days"),
  };
  checkRunner(settings, where);
  return { settings, warnings: [...(await strangerWarnings(sources, block)), ...(file?.warnings ?? [])] };
}
