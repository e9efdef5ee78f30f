/** The archive's part of a new state: the months that changed, as blobs and as files of the view. */
import { join } from "node:path";
import { encodeTree, FILE_MODE, type ObjectType, TREE_MODE, type TreeEntry } from "../git/objects.ts";
import type { Repository } from "../git/repository.ts";
import { serialiseArchive } from "../queue/write.ts";
import { ARCHIVE_DIR, monthOf } from "../state/files.ts";
import type { Archive } from "../state/state.ts";
import type { FileChange } from "./staged.ts";
import { archiveEntries, type Head, type LoadedMonth } from "./state-tree.ts";

/** Stores an object and gives its name. */
export type Write = (type: ObjectType, bytes: Uint8Array) => string;

/** The archive before and after; a month is written when it is another object than the one loaded. */
export interface ArchiveChange {
  readonly before: ReadonlyMap<string, LoadedMonth>;
  readonly after: Archive;
}

export interface WrittenArchive {
  /** The archive's line in the root tree; none when there is no archive. */
  readonly entry: readonly TreeEntry[];
  readonly files: readonly FileChange[];
}

/** Writes the months that changed; what else lies in the archive's tree stays. `directory` is where the view's months lie. */
export function writeMonths(
  repository: Repository,
  head: Head | null,
  { before, after }: ArchiveChange,
  directory: string,
  write: Write,
): WrittenArchive {
  const old = head === null ? [] : archiveEntries(repository, head.entries);
  const others = old.filter(({ name }) => monthOf(`${ARCHIVE_DIR}/${name}`) === null);
  const files: FileChange[] = [];
  const months = [...after].map(([month, file]): TreeEntry => {
    const name = `${month}.json`;
    const known = before.get(month);
    if (known?.file === file) return { mode: FILE_MODE, name, oid: known.oid };
    const bytes = Buffer.from(serialiseArchive(file));
    files.push({ path: join(directory, name), bytes });
    return { mode: FILE_MODE, name, oid: write("blob", bytes) };
  });
  for (const month of before.keys()) {
    if (!after.has(month)) files.push({ path: join(directory, `${month}.json`), bytes: null });
  }
  const all = [...others, ...months];
  if (all.length === 0) return { entry: [], files };
  return { entry: [{ mode: TREE_MODE, name: ARCHIVE_DIR, oid: write("tree", encodeTree(all)) }], files };
}
