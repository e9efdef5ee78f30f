/**
 * A work tree watched through its folders: a folder's watch hears of every file in it, however an editor replaces it, and costs one watch where files would
 * cost one each. chokidar follows folders that come and go.
 */
import { existsSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { gitSync } from "../../git/run.ts";
import type { Ignores } from "./ignore.ts";

export interface TreeOrder {
  readonly repository: Repository;
  /** Folders that are watched whatever is passed over, from the root; "." is the root. */
  readonly folders: readonly string[];
  readonly ignores: Ignores;
  /** Something happened at a path from the root, `/` between its parts. */
  onChange(path: string): void;
  /** Folders cannot be watched: most often the system has no more watches. */
  onError(error: Error): void;
}

export interface TreeWatch {
  /** How many folders are watched. */
  size(): number;
  /** A folder was replaced by another of its name, or what git ignores grew: only a new watch sees all again. */
  isStale(): boolean;
  close(): Promise<void>;
}

/** Resolves when all folders are watched. */
export async function watchTree(order: TreeOrder): Promise<TreeWatch> {
  const { watch } = await import("chokidar");
  const { root } = order.repository;
  const always = new Set(order.folders.flatMap((folder) => wayTo(folder)));
  const ignored = ignoredFolders(order.repository);
  const pathOf = (absolute: string) => relative(root, absolute).split(sep).join("/");
  const passesOver = (path: string) => path !== "" && !always.has(path) && (ignored.has(path) || order.ignores(path));
  /** Folders whose watch died with them. */
  const dead = new Set<string>();
  let grown = false;
  let ready = false;
  const watcher = watch(root, {
    ignored: (path, stats) => (stats !== undefined && !stats.isDirectory()) || passesOver(pathOf(path)),
    followSymlinks: false,
    ignorePermissionErrors: true,
    atomic: false,
  });
  watcher.on("raw", (event, name, details) => {
    const folder = watchedFolder(details);
    if (folder === null) return;
    if (event === "rename" && name === basename(folder)) dead.add(folder);
    // Where a system does not say which file it was, it may be any.
    const path = pathOf(name ? join(folder, name) : folder);
    if (ready && !passesOver(path)) order.onChange(path);
  });
  watcher.on("addDir", (path) => {
    if (!ready) return;
    grown = true;
    order.onChange(pathOf(path));
  });
  watcher.on("unlinkDir", (path) => {
    dead.delete(path);
    order.onChange(pathOf(path));
  });
  watcher.on("error", (error) => order.onError(error instanceof Error ? error : new Error(String(error))));
  await new Promise<void>((done) => watcher.on("ready", done));
  ready = true;
  return {
    size: () => Object.keys(watcher.getWatched()).length,
    isStale: () => {
      const again = [...dead].some((path) => existsSync(path));
      const more = grown && [...ignoredFolders(order.repository)].some((path) => !ignored.has(path));
      grown = false;
      return again || more;
    },
    close: () => watcher.close(),
  };
}

/** chokidar's word on the folder that a raw event came from. */
function watchedFolder(details: unknown): string | null {
  const folder =
    typeof details === "object" && details !== null && "watchedPath" in details ? details.watchedPath : null;
  return typeof folder === "string" ? folder : null;
}

/** `a/b` and all folders on the way to it. */
function wayTo(folder: string): string[] {
  const parts = folder.split("/").filter((part) => part !== "" && part !== ".");
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

/** Folders that git ignores: what is built or installed there is nobody's work. */
function ignoredFolders({ root, gitDir }: Repository): Set<string> {
  const args = [
    "-c",
    "core.quotePath=false",
    "ls-files",
    "--others",
    "--ignored",
    "--exclude-standard",
    "--directory",
    "-z",
  ];
  const said = gitSync(args, { cwd: root, env: { GIT_DIR: gitDir, GIT_WORK_TREE: root } });
  const folders = said.code === 0 ? said.stdout.split("\0").filter((path) => path.endsWith("/")) : [];
  return new Set(folders.map((path) => path.slice(0, -1)));
}
