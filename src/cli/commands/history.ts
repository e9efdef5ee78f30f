/** `ltpm history [DOC]`: the earlier states of the documents; one of them shown, or beside what is there now; sent to a remote when asked. */
import { bytesOf, diffOf } from "../../history/auto-save/bytes.ts";
import { seeDocument } from "../../history/auto-save/seen.ts";
import { HISTORY_WORDS } from "../../messages/history.ts";
import { safeLines } from "../../messages/terminal-text.ts";
import { answer, type Call, flag, text, usageError } from "../call.ts";
import { paintedDiff } from "../history/diff-look.ts";
import { documentNamed } from "../history/documents.ts";
import { listAnswer, listLines } from "../history/list-look.ts";
import { saveNamed } from "../history/named-save.ts";
import { pushHistory } from "../history/push.ts";
import { documentsWithSaves, shownSaves, tidySaves } from "../history/saves.ts";
import { openProject, type Project } from "../project.ts";

function documentOf(call: Call, project: Project): string | null {
  const [said, ...more] = call.words;
  if (more.length > 0) throw usageError(call, "name one document at most");
  return said === undefined ? null : documentNamed(project, call.directory, said, documentsWithSaves(project));
}

function show(call: Call, project: Project, name: string): void {
  const save = saveNamed(project, name, documentOf(call, project));
  const bytes = bytesOf(project.repository, save);
  if (flag(call, "json")) answer(call, { name: save.name, document: save.document, text: bytes.toString("utf8") });
  // A screen is moved by what a document holds; anything else gets its bytes as they are.
  else if (call.terminal.interactive) call.terminal.out(safeLines(bytes.toString("utf8")));
  else call.terminal.out(bytes);
}

function diff(call: Call, project: Project, name: string): void {
  const save = saveNamed(project, name, documentOf(call, project));
  const now = seeDocument(project.repository, save.document);
  const said = diffOf(project.repository, save, now?.bytes ?? Buffer.alloc(0));
  if (flag(call, "json")) answer(call, { name: save.name, document: save.document, diff: said });
  else if (said !== "") call.terminal.out(call.terminal.interactive ? paintedDiff(said, project.paint) : said);
  else if (call.terminal.interactive) call.terminal.out(`${HISTORY_WORDS[project.language].noDifference(save.name)}\n`);
}

async function push(call: Call, project: Project): Promise<void> {
  const [remote = project.settings.remote, ...more] = call.words;
  if (more.length > 0) throw usageError(call, "name one remote at most");
  const words = HISTORY_WORDS[project.language];
  const count = await pushHistory(project, remote);
  if (flag(call, "json")) answer(call, { remote, pushed: count });
  else call.terminal.out(`${count === 0 ? words.nothingToPush : words.pushed(remote, count)}\n`);
}

export async function run(call: Call): Promise<number> {
  const [shown, compared] = [text(call, "show"), text(call, "diff")];
  if ([shown !== undefined, compared !== undefined, flag(call, "push")].filter(Boolean).length > 1)
    throw usageError(call, "--show, --diff and --push exclude each other");
  const project = await openProject(call);
  if (shown !== undefined) show(call, project, shown);
  else if (compared !== undefined) diff(call, project, compared);
  else if (flag(call, "push")) await push(call, project);
  else {
    tidySaves(project);
    const document = documentOf(call, project);
    const saves = shownSaves(project, document);
    if (flag(call, "json")) answer(call, { document, saves: saves.map(listAnswer) });
    else call.terminal.out(`${listLines(project, saves, document).join("\n")}\n`);
  }
  return 0;
}
