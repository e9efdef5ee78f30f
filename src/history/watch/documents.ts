/** Documents as they were seen last, held in memory: what a `git stash` or another program overwrites can still be kept then. */
import { statSync } from "node:fs";
import type { Repository } from "../../git/repository.ts";
import { documentFile } from "../auto-save/document-file.ts";
import { markOf, seeDocument } from "../auto-save/seen.ts";
import { blobNameOf } from "../hidden-commit.ts";
import { HistoryError } from "../history-error.ts";

export interface DocumentChange {
  /** From the work tree's root, `/` between its parts. */
  readonly document: string;
  /** What it said before; null: it was not there, or is seen for the first time. */
  readonly before: Buffer | null;
  /** What it says now; null: it is gone. */
  readonly after: Buffer | null;
  /** It said just this at an earlier time. */
  readonly wasSeen: boolean;
}

interface Memory {
  readonly mark: string;
  readonly bytes: Buffer | null;
  /** Names of the contents that it had. */
  readonly had: Set<string>;
}

const NOT_THERE = "";

/** A look at one work tree's documents, again and again. */
export interface DocumentWatch {
  /** Reads those that were touched since the last look, and gives those that say something else. */
  look(paths: readonly string[]): DocumentChange[];
  /** Whether any was touched since this was asked last, or since the last look; reads nothing. */
  isTouched(paths: readonly string[]): boolean;
}

export function watchDocuments(repository: Repository): DocumentWatch {
  const memories = new Map<string, Memory>();
  const asked = new Map<string, string>();
  const isTouched = (path: string) => (memories.get(path)?.mark ?? NOT_THERE) !== markNow(repository, path);
  return {
    isTouched: (paths) =>
      paths.filter((path) => {
        const [before, mark] = [asked.get(path) ?? memories.get(path)?.mark ?? NOT_THERE, markNow(repository, path)];
        asked.set(path, mark);
        return before !== mark;
      }).length > 0,
    look: (paths) =>
      paths.filter(isTouched).flatMap((path) => {
        asked.delete(path);
        const memory = memories.get(path);
        const seen = readOrSkip(repository, path);
        if (seen === undefined) return [];
        const [mark, after] = [seen?.mark ?? NOT_THERE, seen?.bytes ?? null];
        const before = memory?.bytes ?? null;
        const name = after === null ? "" : blobNameOf(repository, after);
        const had = memory?.had ?? new Set();
        const wasSeen = had.has(name);
        had.add(name);
        const same = before === null ? after === null : after !== null && before.equals(after);
        memories.set(path, { mark, bytes: after, had });
        return same ? [] : [{ document: path, before, after, wasSeen }];
      }),
  };
}

function markNow(repository: Repository, path: string): string {
  try {
    const stat = statSync(documentFile(repository, path), { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? NOT_THERE : markOf(stat);
  } catch {
    // A name that leads outside, a folder that nobody may enter: not to be read either.
    return NOT_THERE;
  }
}

/** The document; undefined where something that is no document stands in its place, or it cannot be read now. */
function readOrSkip(repository: Repository, path: string) {
  try {
    return seeDocument(repository, path);
  } catch (error) {
    if (error instanceof HistoryError) return undefined;
    throw error;
  }
}
