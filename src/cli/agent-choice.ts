/** On a terminal, `init` asks which of the agents that are installed here shall do tasks without a command. */
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { CONFIG_FILE } from "../config/read-settings.ts";
import { PRESETS } from "../executors/agents/presets.ts";
import { writeAtomically } from "../host/atomic-file.ts";
import type { Call } from "./call.ts";
import type { Project } from "./project.ts";

/** The presets whose program stands on the PATH. */
export function installedAgents(path: string): string[] {
  const folders = path.split(delimiter).filter(Boolean);
  return [...PRESETS.keys()].filter(
    (name) => name !== "plain" && folders.some((folder) => existsSync(join(folder, name))),
  );
}

/** Asks, and writes the answer to a configuration that is not there yet; one that is there is a person's and stays. */
export async function offerAgents(call: Call, project: Project): Promise<string | null> {
  const names = installedAgents(call.terminal.env.PATH ?? "");
  const file = join(project.repository.root, CONFIG_FILE);
  if (names.length === 0 || existsSync(file)) return null;
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const said = (await prompt.question(`${project.messages.setup.whichAgent(names)} `)).trim();
    const chosen = names.find((name) => name === said) ?? null;
    if (chosen === null) return null;
    mkdirSync(dirname(file), { recursive: true });
    writeAtomically(file, `${JSON.stringify({ agents: [chosen] }, null, 2)}\n`);
    return chosen;
  } finally {
    prompt.close();
  }
}
