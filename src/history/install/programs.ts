/** The hooks' program in the common git directory: one copy for all work trees, brought up to date whenever a command wants. */
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../../git/loose.ts";
import type { Repository } from "../../git/repository.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import { type HookSettings, settingsText } from "./settings.ts";

/** The shell programs of `hooks/`, as text. */
export interface HookPrograms {
  readonly run: string;
  readonly record: string;
  /** The lines for a hook file; `@EVENT@` stands for its name. */
  readonly block: string;
}

/** Where the program lies, for all work trees. */
export function programFolder(commonDir: string): string {
  return join(commonDir, "ltpm", "hooks");
}

/** Where a work tree's stamps lie. */
export function stampFolder(gitDir: string): string {
  return join(gitDir, "ltpm", "hooks");
}

/** Writes program and settings where they differ from what is there; true when something was written. Throws `FileNotWritten`. */
export function placePrograms(repository: Repository, programs: HookPrograms, settings: HookSettings): boolean {
  const folder = programFolder(repository.commonDir);
  makeDirectory(repository, folder);
  // The program last: a hook that runs meanwhile finds no program, or all of it.
  const files: [string, string][] = [
    ["settings.sh", settingsText(settings)],
    ["record.sh", programs.record],
    ["run.sh", programs.run],
  ];
  const stale = files.filter(([name, text]) => readOrNull(join(folder, name)) !== text);
  for (const [name, text] of stale) writeAtomically(join(folder, name), text);
  return stale.length > 0;
}

/** Brings the settings up to date where the program is installed; elsewhere nothing happens. Throws `FileNotWritten`. */
export function refreshSettings(repository: Repository, settings: HookSettings): void {
  const path = join(programFolder(repository.commonDir), "settings.sh");
  const text = settingsText(settings);
  const there = readOrNull(path);
  if (there !== null && there !== text) writeAtomically(path, text);
}

/** The moment from which hooks of this work tree record an auto-sync; milliseconds since 1970. Null: no hook has run here. */
export function readDue(repository: Repository): number | null {
  return statSync(join(stampFolder(repository.gitDir), "due"), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** Sets that moment. Throws the file system's error. */
export function setDue(repository: Repository, milliseconds: number): void {
  const folder = stampFolder(repository.gitDir);
  makeDirectory(repository, folder);
  const path = join(folder, "due");
  if (!existsSync(path)) writeFileSync(path, "");
  utimesSync(path, milliseconds / 1000, milliseconds / 1000);
}

export function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** Reads the programs from the folder `hooks/` of the installed package. Throws `Error` when one is missing. */
export function readPrograms(folder: string): HookPrograms {
  const read = (name: string) => {
    const text = readOrNull(join(folder, name));
    if (text === null) throw new Error(`the hook program ${name} is missing from this installation`);
    return text;
  };
  return { run: read("run.sh"), record: read("record.sh"), block: read("block.sh") };
}
