/** The settings of a repository on this machine. Where nothing is set nothing is loaded to find that out. */
import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { ConfigFault, type NamedText } from "./fault.ts";
import type { LoadedSettings } from "./merge.ts";

export const CONFIG_FILE = ".ltpm/config.json";
export const TOOLS_FILE = "TOOLS.md";
/** In bytes; a person's settings are a thousandth of it. */
const LARGEST_CONFIG = 1024 * 1024;

export interface SettingsPlace {
  /** The repository's root, where TOOLS.md and `.ltpm/` lie. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly actionInputs?: Readonly<Record<string, string>>;
}

const codeOf = (error: unknown): string => {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "unknown error";
};

/** The file's bytes; null when there is none. Asking first is cheaper than an exception, and most repositories have none. */
function bytes(root: string, name: string): Buffer | null {
  const path = join(root, name);
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined ? null : readFileSync(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    const remedy = "Make it a file that can be read, or remove it";
    throw new ConfigFault({ code: "unreadable", place: name, problem: `it cannot be read (${code})`, remedy });
  }
}

function readConfig(root: string): NamedText | null {
  const found = bytes(root, CONFIG_FILE);
  if (found === null) return null;
  const remedy = "Correct it by hand, or remove it to get the defaults";
  if (found.length > LARGEST_CONFIG) {
    throw new ConfigFault({ code: "too_large", place: CONFIG_FILE, problem: "it is larger than 1 MiB", remedy });
  }
  if (!isUtf8(found) || found.includes(0)) {
    throw new ConfigFault({ code: "not_text", place: CONFIG_FILE, problem: "it is not a text in UTF-8", remedy });
  }
  return { path: CONFIG_FILE, text: found.toString("utf8") };
}

/** TOOLS.md belongs to many tools: only one that speaks of ours is looked at. */
function readTools(root: string): NamedText | null {
  const found = bytes(root, TOOLS_FILE);
  return found?.includes("TASK_RUNNER_") ? { path: TOOLS_FILE, text: found.toString("utf8") } : null;
}

function isSilent({ env, actionInputs = {} }: SettingsPlace): boolean {
  return (
    Object.values(actionInputs).every((text) => text === "") &&
    !Object.keys(env).some((name) => name.startsWith("TASK_RUNNER_"))
  );
}

/** Reads the settings that hold in a repository. Rejects with `ConfigFault`. */
export async function readSettings(place: SettingsPlace): Promise<LoadedSettings> {
  const toolsMd = readTools(place.root);
  const configJson = readConfig(place.root);
  if (configJson === null && toolsMd === null && isSilent(place)) return { settings: DEFAULT_SETTINGS, warnings: [] };
  const { env, actionInputs = {} } = place;
  return (await import("./load.ts")).loadSettings({ env, actionInputs, toolsMd, configJson });
}
