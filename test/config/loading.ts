import { ConfigFault } from "../../src/config/fault.ts";
import { loadSettings } from "../../src/config/load.ts";
import type { LoadedSettings } from "../../src/config/merge.ts";

/** Where settings stand in a test; what is left out is not there. */
export interface Sources {
  readonly inputs?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly tools?: string;
  readonly config?: string | object;
}

/** Loads settings from texts under the names that a repository has. */
export function load({ inputs = {}, env = {}, tools, config }: Sources): Promise<LoadedSettings> {
  const text = typeof config === "object" ? JSON.stringify(config, null, 2) : config;
  return loadSettings({
    actionInputs: inputs,
    env,
    toolsMd: tools === undefined ? null : { path: "TOOLS.md", text: tools },
    configJson: text === undefined ? null : { path: ".ltpm/config.json", text },
  });
}

/** The fault that these sources have; a test fails when they have none. */
export async function faultOf(sources: Sources): Promise<ConfigFault> {
  try {
    await load(sources);
  } catch (error) {
    if (error instanceof ConfigFault) return error;
    throw error;
  }
  throw new Error("the settings were taken as right");
}
