/** Files that git could not merge: their three versions in the index, and telling git that one is merged now. */
import { relative, sep } from "node:path";
import type { Repository } from "../git/repository.ts";
import { type GitAnswer, gitSync } from "../git/run.ts";
import { builtin } from "../host/builtin.ts";

/** The versions of an unmerged file; null: that side has none. `base` is the common ancestor's. */
export interface Stages {
  readonly base: Buffer | null;
  readonly ours: Buffer | null;
  readonly theirs: Buffer | null;
}

function here(repository: Repository, args: readonly string[]): GitAnswer {
  const env = { GIT_DIR: repository.gitDir, GIT_WORK_TREE: repository.root };
  return gitSync(["--literal-pathspecs", "-c", "core.quotePath=false", ...args], { cwd: repository.root, env });
}

/** Bytes as they are: a side may be no text at all. */
function blob(repository: Repository, oid: string): Buffer {
  const shown = builtin("node:child_process").spawnSync("git", ["cat-file", "blob", oid], {
    cwd: repository.root,
    env: { ...process.env, GIT_DIR: repository.gitDir, LC_ALL: "C" },
    maxBuffer: 1 << 30,
    windowsHide: true,
  });
  if (shown.status !== 0) throw new Error(`git no longer has ${oid}`);
  return shown.stdout;
}

/** A file's path as git names it; null when it lies outside of the work tree. */
export function pathInTree(repository: Repository, file: string): string | null {
  const path = relative(repository.root, file).split(sep).join("/");
  return path === "" || path.startsWith("../") || path === ".." || path.startsWith("/") ? null : path;
}

/** The unmerged files of this work tree by their paths, each with the object names of its versions. Nothing is loaded. */
export function unmergedFiles(repository: Repository, path?: string): Map<string, Map<number, string>> {
  const limit = path === undefined ? [] : ["--", path];
  const files = new Map<string, Map<number, string>>();
  for (const line of here(repository, ["ls-files", "--unmerged", "-z", "--full-name", ...limit]).stdout.split("\0")) {
    const entry = /^(\d+) ([0-9a-f]+) ([123])\t([\s\S]+)$/.exec(line);
    if (entry === null) continue;
    const [, mode = "", oid = "", stage = "", name = ""] = entry;
    // A link or a submodule is nothing that could be merged as a text.
    const stages = files.get(name) ?? new Map<number, string>();
    if (mode.startsWith("100")) stages.set(Number(stage), oid);
    files.set(name, stages);
  }
  return files;
}

/** The versions' bytes. Throws when git no longer has one. */
export function readStages(repository: Repository, stages: ReadonlyMap<number, string>): Stages {
  const read = (stage: number) => {
    const oid = stages.get(stage);
    return oid === undefined ? null : blob(repository, oid);
  };
  return { base: read(1), ours: read(2), theirs: read(3) };
}

/** Tells git that the file is merged as it lies there; why not, or null when it is done. */
export function markMerged(repository: Repository, path: string): string | null {
  const added = here(repository, ["add", "--", path]);
  if (added.code === 0) return null;
  const said = added.stderr.trim().split("\n")[0] ?? "";
  return said.replace(/^(?:fatal|error): /, "") || `git add ended with ${added.code}`;
}

/** The tasks of the queue files that remotes are known to have: uids. Branches of the same name everywhere first; at most fifty. */
export function publishedTexts(
  root: string,
  path: string,
  env: Readonly<Record<string, string | undefined>> = {},
): string[] {
  const refs = gitSync(
    ["for-each-ref", "--sort=-committerdate", "--count=50", "--format=%(objectname)", "refs/remotes"],
    { cwd: root, env },
  );
  const commits = [...new Set(refs.stdout.split("\n").filter(Boolean))];
  if (refs.code !== 0 || commits.length === 0 || path.includes("\n")) return [];
  const input = commits.map((commit) => `${commit}:${path}\n`).join("");
  const shown = gitSync(["cat-file", "--batch-check=%(objecttype) %(objectname)"], { cwd: root, env, input });
  const blobs = shown.stdout.split("\n").flatMap((line) => (line.startsWith("blob ") ? line.slice(5) : []));
  return [...new Set(blobs)].slice(0, 10).flatMap((oid) => {
    const text = gitSync(["cat-file", "blob", oid], { cwd: root, env });
    return text.code === 0 ? text.stdout : [];
  });
}
