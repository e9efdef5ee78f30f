/** What `history`, `backup` and `restore` have in common: the saves as people see them, and saving what is there now. */
import { posix } from "node:path";
import type { BackupSettings } from "../../dispatch/settings.ts";
import { copySave } from "../../history/auto-save/copies.ts";
import { listSaves } from "../../history/auto-save/list.ts";
import { pruneSaves, type Saved, saveDocument } from "../../history/auto-save/save.ts";
import type { NamedSave, SaveKind } from "../../history/auto-save/save-name.ts";
import { seeDocument } from "../../history/auto-save/seen.ts";
import { blobNameOf } from "../../history/hidden-commit.ts";
import { worktreeKey } from "../../history/ref-path.ts";
import { savesKept } from "../hooks/hook-settings.ts";
import type { Project } from "../project.ts";

/** A save beside its document as it is now. */
export interface ShownSave {
  readonly save: NamedSave;
  /** It was made in this work tree. */
  readonly here: boolean;
  /** The document holds the same bytes now. */
  readonly asNow: boolean;
}

/** Saves that are too many go first, so that a list never shows what the next command would not find. Throws `GitError`. */
export function tidySaves(project: Project): void {
  pruneSaves(project.repository, savesKept(project), project.clock.now());
}

/** The saves of one document or of all, newest first. Throws `GitError` and `HistoryError`. */
export function shownSaves(project: Project, document: string | null): ShownSave[] {
  const { repository } = project;
  const key = worktreeKey(repository);
  const blobs = new Map<string, string | null>();
  const blobNow = (path: string) => {
    if (!blobs.has(path)) {
      const seen = seeDocument(repository, path);
      blobs.set(path, seen === null ? null : blobNameOf(repository, seen.bytes));
    }
    return blobs.get(path) ?? null;
  };
  return listSaves(repository, document === null ? {} : { document }).map((save) => ({
    save,
    here: save.worktree === key,
    asNow: save.blob === blobNow(save.document),
  }));
}

/** Documents that have saves, in this or another work tree. */
export function documentsWithSaves(project: Project): string[] {
  return [...new Set(listSaves(project.repository).map(({ document }) => document))];
}

/**
 * Keeps these bytes of a document as the settings say, in `backup.directory` too. Throws `HistoryError` "not_saved".
 */
export async function keepState(project: Project, document: string, bytes: Buffer, kind: SaveKind): Promise<Saved> {
  const keep = savesKept(project);
  const saved = await saveDocument(project.repository, { document, bytes, kind, keep, now: project.clock.now() });
  const directory = folderOfCopies(project.settings.backup);
  if (saved.kind === "saved" && directory !== null)
    copySave(project.repository, saved.save, bytes, { directory, keep });
  return saved;
}

function folderOfCopies({ directory }: BackupSettings): string | null {
  const folder = posix.normalize(directory.replaceAll("\\", "/")).replace(/\/$/, "");
  return folder === "." ? null : folder;
}
