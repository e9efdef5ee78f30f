/** `ltpm restore --latest | NAME [DOC]`: puts an earlier state back; what is there is kept first, so that it can be taken back. */
import { type Restored, restoreSave } from "../../history/auto-save/restore.ts";
import type { NamedSave } from "../../history/auto-save/save-name.ts";
import { HISTORY_WORDS } from "../../messages/history.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import { Problem } from "../failure.ts";
import { documentNamed } from "../history/documents.ts";
import { saveNamed } from "../history/named-save.ts";
import { documentsWithSaves, shownSaves } from "../history/saves.ts";
import { savesKept } from "../hooks/hook-settings.ts";
import { openProject, type Project } from "../project.ts";

/** The newest save of this work tree that differs from its document as it is now. */
function latest(project: Project, document: string | null): NamedSave {
  const found = shownSaves(project, document).find(({ here, asNow }) => here && !asNow);
  if (found === undefined) throw new Problem(HISTORY_WORDS[project.language].noOther(document));
  return found.save;
}

function chosen(call: Call, project: Project): NamedSave {
  const words = [...call.words];
  const name = flag(call, "latest") ? null : words.shift();
  const [said, ...more] = words;
  if (more.length > 0 || name === undefined) throw usageError(call, "name a save, or ask for the newest with --latest");
  const document =
    said === undefined ? null : documentNamed(project, call.directory, said, documentsWithSaves(project));
  return name === null ? latest(project, document) : saveNamed(project, name, document);
}

export async function run(call: Call): Promise<number> {
  const project = await openProject(call);
  const save = chosen(call, project);
  const now = project.clock.now();
  const done = await restoreSave(project.repository, save, { keep: savesKept(project), now });
  if (flag(call, "json"))
    answer(call, { document: save.document, name: save.name, changed: done.changed, before: nameBefore(done) });
  else call.terminal.out(`${lines(project, done).join("\n")}\n`);
  return 0;
}

function nameBefore({ before }: Restored): string | null {
  return before === null || before.kind === "off" ? null : before.save.name;
}

function lines(project: Project, done: Restored): string[] {
  const words = HISTORY_WORDS[project.language];
  const { document, name } = done.save;
  if (!done.changed) return [words.restoredNothing(document, name)];
  const before = nameBefore(done);
  return [words.restored(document, name), ...(before === null ? [] : [words.undo(before)])];
}
