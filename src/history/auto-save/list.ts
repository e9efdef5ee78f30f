/** The saves there are. */

import { isObjectName } from "../../git/objects.ts";
import { readCommit, readTree } from "../../git/plumbing.ts";
import type { Repository } from "../../git/repository.ts";
import { refsBelow } from "../hidden-refs.ts";
import { decodePath, pathOfKey } from "../ref-path.ts";
import { type NamedSave, named, newestFirst, parseSaveRef, SAVES, type Save, saveFolder } from "./save-name.ts";

export interface SaveFilter {
  /** A document's path from the root, `/` between its parts. */
  readonly document?: string;
  /** A work tree's key (`worktreeKey`). */
  readonly worktree?: string;
}

/** The saves, newest first. Reads no object, but for documents with very long paths. Throws `GitError`. */
export function listSaves(repository: Repository, filter: SaveFilter = {}): NamedSave[] {
  const { worktree, document } = filter;
  const folder = worktree === undefined ? SAVES : `${SAVES}${worktree}/`;
  return refsBelow(repository, folder)
    .flatMap(({ ref, oid }) => {
      const save = isObjectName(oid) ? parseSaveRef(ref) : null;
      const path = save === null ? null : (pathOfKey(save.key) ?? pathInTree(repository, oid, save.blob));
      return (save === null ? null : named(save, path)) ?? [];
    })
    .filter((save) => document === undefined || save.document === document)
    .sort(newestFirst);
}

/** The saves of one document in one work tree, newest first, as its refs tell. */
export function savesOf(repository: Repository, worktree: string, document: string): Save[] {
  return refsBelow(repository, saveFolder(worktree, document))
    .flatMap(({ ref }) => parseSaveRef(ref) ?? [])
    .sort(newestFirst);
}

/** The tree holds the whole path, also where it was too long for the ref. */
function pathInTree(repository: Repository, commit: string, blob: string): string | null {
  try {
    const tree = readTree(repository, readCommit(repository, commit).tree);
    const entry = tree.find(({ oid }) => oid === blob);
    return entry === undefined ? null : decodePath(entry.name);
  } catch {
    // A damaged save must not hide the others.
    return null;
  }
}
