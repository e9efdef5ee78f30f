/** Trees: all files below one, and a new one from an old one and changes. */
import type { Objects } from "./objects.ts";

export interface Entry {
  /** `100644`, `100755`, `120000`, `160000`. Folders (`40000`) are in `directEntries` only. */
  readonly mode: string;
  readonly path: string;
  readonly oid: string;
}

export interface Change {
  /** null takes the file away. */
  readonly oid: string | null;
  readonly mode?: string;
}

const FOLDER = "40000";

/** What stands in a tree itself. */
export function directEntries(objects: Objects, tree: string): Entry[] {
  const found = objects.read(tree);
  if (found?.type !== "tree") throw new Error(`no tree: ${tree}`);
  const out: Entry[] = [];
  for (let at = 0; at < found.content.length; ) {
    const space = found.content.indexOf(32, at);
    const end = found.content.indexOf(0, space);
    out.push({
      mode: found.content.subarray(at, space).toString("latin1"),
      path: found.content.subarray(space + 1, end).toString("utf8"),
      oid: found.content.subarray(end + 1, end + 21).toString("hex"),
    });
    at = end + 21;
  }
  return out;
}

/** All files below a tree, by path. */
export function allFiles(objects: Objects, tree: string, prefix = ""): Map<string, Entry> {
  const out = new Map<string, Entry>();
  for (const entry of directEntries(objects, tree)) {
    const path = `${prefix}${entry.path}`;
    if (entry.mode !== FOLDER) out.set(path, { ...entry, path });
    else for (const [below, found] of allFiles(objects, entry.oid, `${path}/`)) out.set(below, found);
  }
  return out;
}

/** What stands at a path: a file, or a folder with mode `40000`. The empty path is the tree itself. */
export function atPath(objects: Objects, tree: string, path: string): Entry | null {
  if (path === "") return { mode: FOLDER, path: "", oid: tree };
  let here: Entry = { mode: FOLDER, path: "", oid: tree };
  for (const name of path.split("/")) {
    if (here.mode !== FOLDER) return null;
    const next = directEntries(objects, here.oid).find((entry) => entry.path === name);
    if (next === undefined) return null;
    here = next;
  }
  return { ...here, path };
}

function writeTree(objects: Objects, entries: readonly Entry[]): string {
  const key = (entry: Entry) => Buffer.from(entry.mode === FOLDER ? `${entry.path}/` : entry.path);
  const sorted = [...entries].sort((a, b) => Buffer.compare(key(a), key(b)));
  const parts = sorted.map((entry) =>
    Buffer.concat([Buffer.from(`${entry.mode} ${entry.path}\0`), Buffer.from(entry.oid, "hex")]),
  );
  return objects.write("tree", Buffer.concat(parts));
}

/** The tree with the changes made; null when nothing is left of it. */
function changedTree(objects: Objects, tree: string | null, changes: ReadonlyMap<string, Change>): string | null {
  const entries = new Map((tree === null ? [] : directEntries(objects, tree)).map((entry) => [entry.path, entry]));
  const below = new Map<string, Map<string, Change>>();
  for (const [path, change] of changes) {
    const slash = path.indexOf("/");
    if (slash >= 0) {
      const name = path.slice(0, slash);
      below.set(name, (below.get(name) ?? new Map()).set(path.slice(slash + 1), change));
    } else if (change.oid === null) entries.delete(path);
    else entries.set(path, { mode: change.mode ?? "100644", path, oid: change.oid });
  }
  for (const [name, inside] of below) {
    const old = entries.get(name);
    const oid = changedTree(objects, old?.mode === FOLDER ? old.oid : null, inside);
    if (oid !== null) entries.set(name, { mode: FOLDER, path: name, oid });
    // Nothing is below a file: what is to go there is gone already.
    else if (old?.mode === FOLDER) entries.delete(name);
  }
  return entries.size === 0 ? null : writeTree(objects, [...entries.values()]);
}

/** Writes the tree that results from the changes; an empty result is the empty tree. */
export function applyChanges(objects: Objects, tree: string | null, changes: ReadonlyMap<string, Change>): string {
  return changedTree(objects, tree, changes) ?? writeTree(objects, []);
}
