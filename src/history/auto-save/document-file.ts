/** A document in the work tree: read and written where its name leads, and nowhere outside. */
import { lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import { HistoryError } from "../history-error.ts";

/**
 * The file of a document (`docs/PROGRESS.md`), links followed. Throws `HistoryError` "outside" for a name or a link that leads out
 * of the work tree or into its `.git`: what a pull brought must not make us read or overwrite other files.
 */
export function documentFile(repository: Repository, document: string): string {
  const path = posix.normalize(document);
  if (path === "." || path.startsWith("../") || path === ".." || posix.isAbsolute(path)) throw outside(document);
  const file = join(repository.root, ...path.split("/"));
  const real = realOf(file, document);
  const way = relative(realpathSync(repository.root), real);
  if (way.startsWith(`..${sep}`) || way === ".." || way.split(sep)[0]?.toLowerCase() === ".git")
    throw outside(document);
  return real;
}

/** The path with all links followed, also where the last part is not there yet. */
function realOf(file: string, document: string): string {
  try {
    return realpathSync(file);
  } catch {
    // A link to nothing must not be written through; a missing file goes where its folder is.
    const folder = join(file, "..");
    if (isLink(file)) throw outside(document);
    return folder === file ? file : join(realOf(folder, document), file.slice(folder.length));
  }
}

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink();
  } catch {
    // Nothing is there, or a part of its way is a file: whoever writes hears of it.
    return false;
  }
}

function outside(document: string): HistoryError {
  return new HistoryError("outside", `${document} leads out of the work tree: give a document inside of it`);
}

/** The document's bytes; null when there is none. Throws `HistoryError` "outside", "unreadable_document", and the file system's error. */
export function readDocument(repository: Repository, document: string): Buffer | null {
  const file = documentFile(repository, document);
  try {
    const kind = statSync(file);
    // A pipe would keep us waiting.
    if (!kind.isFile() && !kind.isDirectory())
      throw new HistoryError("unreadable_document", `${document} is not a plain file; the document belongs there`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Replaces the document in one step; its permissions stay. Throws `FileNotWritten`. */
export function writeDocument(repository: Repository, document: string, bytes: Uint8Array): void {
  writeAtomically(documentFile(repository, document), bytes);
}
