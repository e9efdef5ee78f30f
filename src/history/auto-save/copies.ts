/** `backup.directory`: who sets it has the saves as plain files there too, under the source's names. */
import { mkdirSync, readdirSync } from "node:fs";
import { basename, join, posix } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import { discard } from "../../host/discard.ts";
import { HistoryError, reasonOf } from "../history-error.ts";
import { documentFile } from "./document-file.ts";
import type { NamedSave } from "./save-name.ts";

const NAME = /^(.+)\.auto-save\.(\d{8}-\d{6})(?:-(\d{1,6}))?$/s;

/**
 * Writes the save as a file into `directory` (from the root, inside of the work tree); of a document's files there the `keep` newest stay.
 * Gives the file's path from the root. Throws `HistoryError` "outside" or "not_saved".
 */
export function copySave(
  repository: Repository,
  save: NamedSave,
  bytes: Uint8Array,
  { directory, keep }: { readonly directory: string; readonly keep: number },
): string {
  const path = posix.join(directory, save.name);
  const file = documentFile(repository, path);
  const folder = join(file, "..");
  try {
    mkdirSync(folder, { recursive: true });
    writeAtomically(file, bytes);
  } catch (error) {
    throw new HistoryError("not_saved", `${path} could not be written: ${reasonOf(error)}`, { cause: error });
  }
  for (const name of surplus(readdirSync(folder), basename(save.document), keep)) discard(join(folder, name));
  return path;
}

/** The copies of a document that are too many, pure; names that are none of its copies are not ours. */
export function surplus(names: readonly string[], document: string, keep: number): string[] {
  const copies = names.flatMap((name) => {
    const [, of, stamp = "", number = "1"] = NAME.exec(name) ?? [];
    return of === document ? [{ name, turn: `${stamp}.${number.padStart(6, "0")}` }] : [];
  });
  copies.sort((a, b) => (a.turn < b.turn ? 1 : -1));
  return copies.slice(Math.max(1, keep)).map(({ name }) => name);
}
