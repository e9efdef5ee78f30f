/** Which repository a directory belongs to, found without starting git in the plain cases: a start of git costs more than a read. */
import { existsSync, lstatSync, readFileSync, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";

export type ObjectFormat = "sha1" | "sha256";

/** A work tree and the repository behind it. All paths are absolute. */
export interface Repository {
  /** The work tree's root. */
  readonly root: string;
  /** The work tree's own directory: `.git`, or `.git/worktrees/NAME` of a linked work tree. */
  readonly gitDir: string;
  /** What all work trees of the clone share: objects, refs, configuration. */
  readonly commonDir: string;
  /** Made by `git worktree add`. */
  readonly linked: boolean;
  readonly objectFormat: ObjectFormat;
  /** Refs are files below `refs/` and in `packed-refs`, and so may be read without git. */
  readonly refFiles: boolean;
  /** Every ref has a reflog (`core.logAllRefUpdates = always`), not only branches. */
  readonly allReflogs: boolean;
  /** `core.sharedRepository` as permission bits that new files get besides; 0: as the umask says. */
  readonly shared: number;
}

/** Variables by which a person moves the repository elsewhere; only git knows all their rules. */
const DELIBERATE = ["GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The repository of `dir`. `GIT_DIR` alone is what a surrounding hook leaves behind, so it counts only where `dir` lies in no
 * repository of its own. Throws `StoreError` "no_repository" with what to do: none there, a bare one, somebody else's.
 */
export async function findRepository(dir: string, env: Environment = process.env): Promise<Repository> {
  const start = resolve(dir);
  const plain = DELIBERATE.some((name) => env[name]) ? null : walkUp(start);
  if (plain !== null) return plain;
  const { askGit } = await import("./ask.ts");
  const said = askGit(start, env);
  return { ...said, ...readFormat(said.commonDir), linked: said.gitDir !== said.commonDir };
}

/** The nearest `.git` above, when nothing about it is special; null when git has to be asked. */
function walkUp(start: string): Repository | null {
  for (let dir = start; ; dir = dirname(dir)) {
    const entry = lookAt(join(dir, ".git"));
    if (entry !== null) return plainRepository(dir, entry, start);
    // Inside a bare repository or a `.git`: no work tree, whatever lies above.
    if (existsSync(join(dir, "HEAD")) && existsSync(join(dir, "objects"))) return null;
    if (dirname(dir) === dir) return null;
  }
}

function lookAt(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

function plainRepository(root: string, entry: Stats, start: string): Repository | null {
  try {
    const gitDir = entry.isDirectory() ? join(root, ".git") : gitDirOfLink(root);
    const commonDir = commonDirOf(gitDir);
    if (!existsSync(join(gitDir, "HEAD")) || !mayBeTrusted([root, join(root, ".git"), gitDir], start)) return null;
    const config = readConfig(commonDir);
    const elsewhere = config.get("core.worktree");
    if (elsewhere !== undefined && resolve(gitDir, elsewhere) !== root) return null;
    if (isTrue(config.get("core.bare")) || isTrue(config.get("extensions.worktreeconfig"))) return null;
    return { root, gitDir, commonDir, linked: gitDir !== commonDir, ...formatOf(config) };
  } catch {
    return null;
  }
}

/** `.git` as a file (or a link to a directory): `gitdir: ../main/.git/worktrees/x`. Throws when it is neither. */
function gitDirOfLink(root: string): string {
  const path = join(root, ".git");
  if (existsSync(join(path, "HEAD"))) return path;
  const link = /^gitdir: (.+?)\r?\n?$/.exec(readFileSync(path, "utf8"))?.[1];
  if (link === undefined) throw new Error("not a gitdir file");
  return resolve(root, link);
}

function commonDirOf(gitDir: string): string {
  try {
    return resolve(gitDir, readFileSync(join(gitDir, "commondir"), "utf8").trimEnd());
  } catch {
    return gitDir;
  }
}

/** Git refuses what another user owns, or what lies across a mount; where either could be so, git decides itself. */
function mayBeTrusted(paths: readonly string[], start: string): boolean {
  const user = process.geteuid?.();
  const stats = paths.map((path) => lookAt(path));
  const device = lookAt(start)?.dev;
  return stats.every((stat) => stat !== null && (user === undefined || stat.uid === user)) && stats[0]?.dev === device;
}

type Config = ReadonlyMap<string, string>;

/** The repository's own plain settings, names in lower case; sections with a subsection are left out. */
function readConfig(commonDir: string): Config {
  const settings = new Map<string, string>();
  let section = "";
  for (const raw of readFileSync(join(commonDir, "config"), "utf8").split("\n")) {
    const line = raw.trim();
    const header = /^\[\s*([\w.-]+)\s*("?)/.exec(line);
    if (header !== null) section = header[2] === "" ? (header[1] ?? "").toLowerCase() : "";
    const pair = /^(?:\[[^\]]*\]\s*)?([A-Za-z][\w-]*)\s*(?:=\s*([^#;]*))?/.exec(line);
    if (pair?.[1] === undefined || section === "") continue;
    settings.set(`${section}.${pair[1].toLowerCase()}`, (pair[2] ?? "true").trim().replace(/^"(.*)"$/, "$1"));
  }
  return settings;
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(true|yes|on|1)$/i.test(value);
}

type Format = Pick<Repository, "objectFormat" | "refFiles" | "allReflogs" | "shared">;

function readFormat(commonDir: string): Format {
  return formatOf(readConfig(commonDir));
}

function formatOf(config: Config): Format {
  return {
    objectFormat: config.get("extensions.objectformat") === "sha256" ? "sha256" : "sha1",
    refFiles: (config.get("extensions.refstorage") ?? "files") === "files",
    allReflogs: config.get("core.logallrefupdates")?.toLowerCase() === "always",
    shared: sharedBits(config.get("core.sharedrepository") ?? "umask"),
  };
}

function sharedBits(value: string): number {
  if (/^(group|true|1)$/i.test(value)) return 0o660;
  if (/^(all|world|everybody|2)$/i.test(value)) return 0o664;
  return /^0[0-7]{3}$/.test(value) ? Number.parseInt(value, 8) & 0o666 : 0;
}

/** The permission bits of a new file or directory in a shared repository; `mode` as the umask left it. */
export function sharedMode(repository: Pick<Repository, "shared">, mode: number, directory = false): number {
  if (repository.shared === 0) return mode;
  const bits = mode & 0o200 ? repository.shared : repository.shared & 0o444;
  return mode | bits | (directory ? ((bits & 0o444) >> 2) | 0o2000 : 0);
}
