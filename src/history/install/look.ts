/** Where this repository's hooks run from, and what lies there. */
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { gitOutput, gitSync } from "../../git/run.ts";
import { LEFTHOOK_LOCAL } from "./lefthook.ts";
import type { HookFile, HookFolder, HookGround, HookNote } from "./plan.ts";
import { readOrNull } from "./programs.ts";

export interface HookView extends HookGround {
  /** The directory that git runs hooks from. */
  readonly hooksDir: string;
  /** `core.hooksPath` as it is set, and where (`local`, `global`); null when it is not. */
  readonly hooksPath: { readonly value: string; readonly scope: string } | null;
  /** Who looks after the hooks here. */
  readonly manager: "husky" | "lefthook" | "pre-commit" | "simple-git-hooks" | null;
  readonly notes: readonly HookNote[];
}

/** Throws `GitError`. */
export function lookAtHooks(repository: Repository): HookView {
  const options = { cwd: repository.root, env: { GIT_DIR: repository.gitDir, GIT_WORK_TREE: repository.root } };
  const hooksDir = resolve(
    repository.root,
    gitOutput(["rev-parse", "--git-path", "hooks"], options).replace(/\n$/, ""),
  );
  const set = gitSync(["config", "--show-scope", "--get", "core.hooksPath"], options).stdout.replace(/\n$/, "");
  const [scope = "", value] = set.split("\t");
  const hooksPath = value === undefined ? null : { scope, value };
  const inside = isInside(repository, hooksDir);
  const current = inside ? [folderAt(huskyFolder(hooksDir) ?? hooksDir, isHuskys(hooksDir))] : [];
  const later = hooksPath === null ? huskyToCome(repository) : null;
  const local = join(repository.root, LEFTHOOK_LOCAL);
  const folders = later === null ? current : [...current, folderAt(later, true)];
  const manager = managerOf(repository, folders);
  const found = inside ? notesAbout(repository, hooksDir, hooksPath?.value ?? null) : [note("outside", hooksDir)];
  return {
    hooksDir,
    hooksPath,
    folders,
    lefthookLocal: { path: local, text: read(local)?.text ?? null },
    manager,
    // It removes every hook that its configuration does not name, each time it runs.
    notes: manager === "simple-git-hooks" ? [...found, note("rewritten_by_simple_git_hooks", hooksDir)] : found,
  };
}

function note(code: HookNote["code"], path: string): HookNote {
  return { code, path };
}

/** A directory elsewhere serves other repositories too: not ours to change. */
function isInside(repository: Repository, dir: string): boolean {
  const real = realOf(dir);
  return [repository.root, repository.commonDir].some((place) => {
    const way = relative(realOf(place), real);
    return way !== "" && !way.startsWith("..") && !isAbsolute(way);
  });
}

/** Links followed as far as there is anything. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realOf(dirname(path)), basename(path));
  }
}

/** husky 9 points git at `.husky/_`, which it writes anew, and runs what lies one further up. */
function huskyFolder(hooksDir: string): string | null {
  return basename(hooksDir) === "_" && existsSync(join(hooksDir, "h")) ? dirname(hooksDir) : null;
}

function isHuskys(hooksDir: string): boolean {
  return huskyFolder(hooksDir) !== null || basename(hooksDir) === ".husky";
}

/** husky that the next `npm install` will set up: until then git's own directory counts, afterwards only this. */
function huskyToCome(repository: Repository): string | null {
  const folder = join(repository.root, ".husky");
  const prepared = /"(?:prepare|postinstall)"\s*:\s*"[^"]*\bhusky\b/.test(
    readOrNull(join(repository.root, "package.json")) ?? "",
  );
  return prepared && existsSync(folder) && isInside(repository, folder) ? folder : null;
}

function folderAt(path: string, isHusky: boolean): HookFolder {
  const files = new Map<string, HookFile>();
  for (const name of existsSync(path) ? readdirSync(path) : []) {
    const file = name.startsWith("post-") ? read(join(path, name)) : null;
    if (file !== null) files.set(name, file);
  }
  return { path, isHusky, files };
}

function read(path: string): HookFile | null {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.isDirectory()) return null;
  try {
    return { text: readFileSync(path, "latin1"), mode: stat.mode & 0o777, isLink: stat.isSymbolicLink() };
  } catch {
    // A link to nothing is something all the same: it must not be overwritten.
    return { text: "", mode: stat.mode & 0o777, isLink: stat.isSymbolicLink() };
  }
}

function managerOf(repository: Repository, folders: readonly HookFolder[]): HookView["manager"] {
  if (folders.some(({ isHusky }) => isHusky)) return "husky";
  const has = (...names: string[]) => names.some((name) => existsSync(join(repository.root, name)));
  if (has("lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml", "lefthook.toml", "lefthook.json"))
    return "lefthook";
  if (has(".pre-commit-config.yaml")) return "pre-commit";
  const configured = has(
    ".simple-git-hooks.js",
    ".simple-git-hooks.cjs",
    ".simple-git-hooks.json",
    "simple-git-hooks.json",
  );
  const inPackage = /"simple-git-hooks"\s*:\s*\{/.test(readOrNull(join(repository.root, "package.json")) ?? "");
  return configured || inPackage ? "simple-git-hooks" : null;
}

/** Hooks inside the work tree are files like others: who does not commit them has them in one work tree only. */
function notesAbout(repository: Repository, hooksDir: string, value: string | null): HookNote[] {
  const way = relative(realOf(repository.root), realOf(hooksDir));
  const inTree = value !== null && !way.startsWith("..") && !way.startsWith(".git");
  if (!inTree) return [];
  const notes = [note("to_commit", huskyFolder(hooksDir) ?? hooksDir)];
  if (isAbsolute(value)) return notes;
  return [...notes, ...lacking(repository, value)];
}

/** Work trees in which git finds no such directory, and so runs no hook without a word. */
function lacking(repository: Repository, value: string): HookNote[] {
  const options = { cwd: repository.root, env: { GIT_DIR: repository.gitDir } };
  const trees = gitSync(["worktree", "list", "--porcelain", "-z"], options).stdout.split("\0");
  return trees
    .filter((line) => line.startsWith("worktree "))
    .map((line) => resolve(line.slice("worktree ".length), value))
    .filter((path) => existsSync(dirname(dirname(path))) && !existsSync(path))
    .map((path) => note("not_in_every_work_tree", path));
}
