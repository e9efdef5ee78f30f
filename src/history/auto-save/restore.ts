/** Going back: the state that is replaced is kept first, so that going back can be taken back. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { blobNameOf } from "../hidden-commit.ts";
import { HistoryError, reasonOf } from "../history-error.ts";
import { worktreeKey } from "../ref-path.ts";
import { bytesOf } from "./bytes.ts";
import { documentFile, readDocument, writeDocument } from "./document-file.ts";
import { listSaves } from "./list.ts";
import { type Saved, saveDocument } from "./save.ts";
import type { NamedSave } from "./save-name.ts";

/**
 * The save of a name, as `history` shows it; in a folder also without the folder. This work tree's comes before another's of the same name,
 * which its ref names all the same.
 * Throws `HistoryError` "no_such_save" or "ambiguous_save".
 */
export function findSave(repository: Repository, name: string, document?: string): NamedSave {
  const all = listSaves(repository, document === undefined ? {} : { document });
  const fits = all.filter((save) => save.name === name || save.name.endsWith(`/${name}`) || save.ref === name);
  const here = fits.filter((save) => save.worktree === worktreeKey(repository));
  const candidates = here.length > 0 ? here : fits;
  const contents = new Set(candidates.map((save) => `${save.document}\0${save.blob}`));
  const [save] = candidates;
  if (save === undefined) throw noSave(`there is no save ${name}`);
  if (contents.size === 1) return save;
  const names = [...new Set(candidates.map((one) => one.name))].join(", ");
  throw new HistoryError("ambiguous_save", `${name} could be one of several: ${names}; name the document too`);
}

/** The newest save of a document in this work tree that differs from it as it is now. Throws `HistoryError` "no_such_save". */
export function latestOther(repository: Repository, document: string): NamedSave {
  const saves = listSaves(repository, { document, worktree: worktreeKey(repository) });
  const now = readDocument(repository, document);
  const blob = now === null ? null : blobNameOf(repository, now);
  const other = saves.find((save) => save.blob !== blob);
  if (other !== undefined) return other;
  throw noSave(`no save of ${document} differs from it`);
}

function noSave(what: string): HistoryError {
  return new HistoryError("no_such_save", `${what}: \`ltpm history\` lists those there are`);
}

export interface Restored {
  readonly save: NamedSave;
  /** What became of the state that was replaced; null when there was no document. */
  readonly before: Saved | null;
  /** False when the document was the save already. */
  readonly changed: boolean;
}

/**
 * Puts a save back in its document's place. What stands there is kept first, pinned for 30 days. `now` in ISO 8601. Throws
 * `HistoryError` "not_saved" or "not_restored"; the document is as it was then.
 */
export async function restoreSave(
  repository: Repository,
  save: NamedSave,
  { keep, now }: { readonly keep: number; readonly now: string },
): Promise<Restored> {
  const { document } = save;
  const bytes = bytesOf(repository, save);
  let before: Saved | null = null;
  // Somebody may write while we keep what he wrote before: nothing is replaced that was not kept.
  for (let kept: Buffer | null = null; ; ) {
    const current = readDocument(repository, document);
    if (current?.equals(bytes)) return { save, before, changed: false };
    if (current === null || kept?.equals(current)) break;
    before = await saveDocument(repository, { document, bytes: current, kind: "restore", keep, now });
    kept = current;
  }
  try {
    mkdirSync(dirname(documentFile(repository, document)), { recursive: true });
    writeDocument(repository, document, bytes);
  } catch (error) {
    if (error instanceof HistoryError) throw error;
    throw new HistoryError("not_restored", `${save.name} was not restored: ${reasonOf(error)}`, { cause: error });
  }
  return { save, before, changed: true };
}
