/** The one repository of the double: bare, on this disk, real. */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Commit, history, isAncestor, readCommit, type Signature, writeCommit } from "./commits.ts";
import { type Objects, openObjects } from "./objects.ts";
import { openRefs, type Refs } from "./refs.ts";
import { allFiles, applyChanges, atPath, type Change, type Entry } from "./trees.ts";

export interface Bare {
  readonly dir: string;
  readonly objects: Objects;
  readonly refs: Refs;
  commit(oid: string): Commit | null;
  /** A branch, a full reference, a tag or a commit, as GitHub takes them; null when there is none. */
  resolve(name: string): string | null;
  /** The commits that lead to one, newest first. */
  history(oid: string, most?: number): Commit[];
  isAncestor(ancestor: string, of: string): boolean;
  /** What stands at a path of a commit. */
  at(commit: string, path: string): Entry | null;
  files(commit: string): Map<string, Entry>;
  blob(oid: string): Buffer | null;
  /** Writes a commit with changes over its first parent. Moves no reference. */
  write(order: {
    readonly parents: readonly string[];
    readonly changes: ReadonlyMap<string, Change>;
    readonly message: string;
    readonly author: Signature;
    readonly committer: Signature;
  }): string;
  /** Writes a commit with a given tree. */
  writeTree(commit: Omit<Commit, "oid">): string;
  /** The tree of a merge; null when there are conflicts. */
  mergedTree(ours: string, theirs: string): string | null;
  remove(): void;
}

const SETTINGS = `[http]
\treceivepack = true
[receive]
\tautogc = false
[gc]
\tauto = 0
[uploadpack]
\tallowAnySHA1InWant = true
`;

function git(dir: string, args: readonly string[]): { status: number | null; text: string } {
  const ran = spawnSync("git", args, { cwd: dir, encoding: "utf8", env: { PATH: process.env.PATH, HOME: dir } });
  return { status: ran.status, text: ran.stdout };
}

/** Makes a bare repository in a temporary directory. `main` is what HEAD names. */
export function createBare(owner: string, name: string): Bare {
  const root = mkdtempSync(join(tmpdir(), "ltpm-github-"));
  const dir = join(root, owner, `${name}.git`);
  git(root, ["init", "--quiet", "--bare", "--template=", "--initial-branch=main", dir]);
  appendFileSync(join(dir, "config"), SETTINGS);
  const objects = openObjects(dir);
  const refs = openRefs(dir);
  const commit = (oid: string) => readCommit(objects, oid);
  const tree = (oid: string) => commit(oid)?.tree ?? null;
  return {
    dir,
    objects,
    refs,
    commit,
    resolve(given) {
      const places = given === "HEAD" ? ["refs/heads/main"] : [given, `refs/heads/${given}`, `refs/tags/${given}`];
      for (const place of places) {
        const oid = place.startsWith("refs/") ? refs.read(place) : null;
        if (oid !== null) return oid;
      }
      return commit(given) === null ? null : given;
    },
    history: (oid, most) => history(objects, oid, most),
    isAncestor: (ancestor, of) => isAncestor(objects, ancestor, of),
    at(oid, path) {
      const found = tree(oid);
      return found === null ? null : atPath(objects, found, path);
    },
    files(oid) {
      const found = tree(oid);
      return found === null ? new Map() : allFiles(objects, found);
    },
    blob(oid) {
      const found = objects.read(oid);
      return found?.type === "blob" ? found.content : null;
    },
    write({ parents, changes, ...rest }) {
      const from = parents[0] === undefined ? null : tree(parents[0]);
      return writeCommit(objects, { ...rest, parents, tree: applyChanges(objects, from, changes) });
    },
    writeTree: (order) => writeCommit(objects, order),
    mergedTree(ours, theirs) {
      const ran = git(dir, ["merge-tree", "--write-tree", ours, theirs]);
      return ran.status === 0 ? ran.text.trim() : null;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
