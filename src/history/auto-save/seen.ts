/** A document as it was seen: its bytes, and a mark that tells cheaply whether it was touched since. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import type { Repository } from "../../git/repository.ts";
import { HistoryError, reasonOf } from "../history-error.ts";
import { documentFile } from "./document-file.ts";

export interface SeenDocument {
  readonly bytes: Buffer;
  /** Of the file, not of its content: equal marks mean an untouched file. */
  readonly mark: string;
}

/** The document; null when there is none. Throws `HistoryError` "outside"; "unreadable_document" for what is no plain file. */
export function seeDocument(repository: Repository, path: string): SeenDocument | null {
  const file = documentFile(repository, path);
  let open: number;
  try {
    // A pipe of that name must not keep us waiting.
    open = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw unreadable(path, reasonOf(error));
  }
  try {
    const stat = fstatSync(open, { bigint: true });
    if (!stat.isFile()) throw unreadable(path, stat.isDirectory() ? "it is a folder" : "it is not a plain file");
    return { bytes: readFileSync(open), mark: markOf(stat) };
  } catch (error) {
    if (error instanceof HistoryError) throw error;
    throw unreadable(path, reasonOf(error));
  } finally {
    closeSync(open);
  }
}

function unreadable(path: string, why: string): HistoryError {
  return new HistoryError("unreadable_document", `${path} cannot be read: ${why}; the document belongs there`);
}

/** What changes whenever a file is replaced or written to. */
export function markOf(stat: { readonly ino: bigint; readonly mtimeNs: bigint; readonly size: bigint }): string {
  return `${stat.ino}:${stat.mtimeNs}:${stat.size}`;
}

/** Whether a document still says what it said: a file that was only touched does. */
export function isAsSeen(now: SeenDocument | null, seen: SeenDocument | null): boolean {
  if (now === null || seen === null) return now === seen;
  return now.bytes.equals(seen.bytes);
}
