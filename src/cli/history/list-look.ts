/** The list of saves, for people and for programs. */
import { HISTORY_WORDS } from "../../messages/history.ts";
import { oneLine } from "../../messages/terminal-text.ts";
import { timeAgo } from "../../messages/time-ago.ts";
import { displayWidth } from "../../messages/width.ts";
import type { Project } from "../project.ts";
import type { ShownSave } from "./saves.ts";

/** A save in the `--json` answer. */
export function listAnswer({ save, here, asNow }: ShownSave) {
  const { name, document, kind, time, worktree, ref } = save;
  return { name, document, kind, time, worktree, here, differs: !asNow, ref };
}

/** One line a save, newest first, below its document; at the end how to go back. */
export function listLines(project: Project, saves: readonly ShownSave[], document: string | null): string[] {
  const words = HISTORY_WORDS[project.language];
  if (saves.length === 0) return [words.noSaves(document)];
  const documents = [...new Set(saves.map(({ save }) => save.document))].sort();
  const blocks = documents.flatMap((one) => {
    const rows = saves.filter(({ save }) => save.document === one).map((shown) => cells(project, shown));
    return [project.paint.bold(oneLine(one)), ...aligned(rows).map((row) => `  ${row}`)];
  });
  return [...blocks, "", words.howToGoBack];
}

function cells(project: Project, { save, here, asNow }: ShownSave): string[] {
  const words = HISTORY_WORDS[project.language];
  return [
    oneLine(save.name),
    timeAgo(project.messages, save.time, project.clock.now()),
    words.kinds[save.kind],
    [asNow ? words.asNow : words.differs, ...(here ? [] : [words.elsewhere(save.worktree)])].join(", "),
  ];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ""))));
  return rows.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell))))
      .join("  ")
      .trimEnd(),
  );
}
