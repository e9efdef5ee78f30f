/** Our merge driver in a clone: told to git, taken away again, and how it stands. Shared by all work trees of the clone. */
import { existsSync, mkdirSync, readFileSync, realpathSync, rmdirSync, rmSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Repository } from "../../git/repository.ts";
import { gitSync } from "../../git/run.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import { hasAttributes, withAttributes, withoutAttributes } from "./attributes.ts";
import { type DriverProgram, driverCommand, programIn } from "./driver-command.ts";

const SECTION = "merge.ltpm";

/** How a clone is wired: `outdated`, the program that git was told of is no longer there. */
export type Wired = "wired" | "outdated" | "unwired";

export interface WireOptions {
  /** Where the queue lies, as configured. */
  readonly dir?: string;
  /** The program that git starts; this one by default. */
  readonly program?: DriverProgram;
}

/** This program: `cli.js` beside its chunks, else what was started. */
export function thisProgram(): DriverProgram {
  const beside = ["./cli.js", "../cli.js"].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const script = beside.find((path) => existsSync(path)) ?? realpathSync(process.argv[1] ?? "");
  return { node: process.execPath, script };
}

function attributesFile({ commonDir }: Repository): string {
  return join(commonDir, "info", "attributes");
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

function configured({ root, gitDir }: Repository, key: string): string | null {
  const options = { cwd: root, env: { GIT_DIR: gitDir, GIT_WORK_TREE: root } };
  const said = gitSync(["config", "--local", "--get", `${SECTION}.${key}`], options);
  return said.code === 0 ? said.stdout.replace(/\n$/, "") : null;
}

/** A queue outside of the work tree is in no commit, so there is nothing to merge. */
function dirInside({ root }: Repository, dir: string): string {
  return isAbsolute(dir) ? relative(root, dir) : dir;
}

/**
 * Tells git of the driver; true when something was changed. Where another installation's program is wired and still there, this
 * one takes its place. Throws `FileNotWritten` and git's error.
 */
export async function wireMerge(repository: Repository, options: WireOptions = {}): Promise<boolean> {
  const command = driverCommand(options.program ?? thisProgram());
  const isConfigured = configured(repository, "driver") === command;
  if (!isConfigured) {
    const { simpleGit } = await import("simple-git");
    // It takes a driver for a danger, as it would be in the hands of a stranger.
    const git = simpleGit(repository.root, { unsafe: { allowUnsafeMergeDriver: true } });
    await git.addConfig(`${SECTION}.name`, "LTPM: queue and documents, by task and entry");
    await git.addConfig(`${SECTION}.driver`, command);
  }
  const file = attributesFile(repository);
  const text = readOrNull(file);
  const wanted = withAttributes(text, dirInside(repository, options.dir ?? ".ltpm"));
  if (wanted === text) return !isConfigured;
  mkdirSync(dirname(file), { recursive: true });
  writeAtomically(file, Buffer.from(wanted, "latin1"));
  return true;
}

/** Takes the driver away, and nothing else; true when there was one. Throws `FileNotWritten`. */
export function unwireMerge(repository: Repository): boolean {
  const { root, gitDir } = repository;
  const env = { GIT_DIR: gitDir, GIT_WORK_TREE: root };
  const removed = gitSync(["config", "--local", "--remove-section", SECTION], { cwd: root, env });
  const file = attributesFile(repository);
  const text = readOrNull(file);
  if (text === null || !hasAttributes(text)) return removed.code === 0;
  const rest = withoutAttributes(text);
  if (rest !== null) writeAtomically(file, Buffer.from(rest, "latin1"));
  else {
    rmSync(file, { force: true });
    removeIfEmpty(dirname(file));
  }
  return true;
}

function removeIfEmpty(dir: string): void {
  try {
    rmdirSync(dir);
  } catch {
    // Git's own files lie there too.
  }
}

/** How this clone is wired. */
export function mergeWired(repository: Repository): Wired {
  const command = configured(repository, "driver");
  if (command === null || !hasAttributes(readOrNull(attributesFile(repository)) ?? "")) return "unwired";
  const program = programIn(command);
  return program !== null && existsSync(program.node) && existsSync(program.script) ? "wired" : "outdated";
}
