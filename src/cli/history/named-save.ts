/** The save that a person names. */
import { findSave } from "../../history/auto-save/restore.ts";
import type { NamedSave } from "../../history/auto-save/save-name.ts";
import type { Project } from "../project.ts";

/** By its name as `history` shows it; `./` before it and the platform's separators do not matter. Throws `HistoryError`. */
export function saveNamed(project: Project, said: string, document: string | null): NamedSave {
  const name = said.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
  return findSave(project.repository, name, document ?? undefined);
}
