/** `ltpm backup [DOC…]`: keeps the documents as they are now. Exit 1 when saves are turned off. */
import { seeDocument } from "../../history/auto-save/seen.ts";
import { HISTORY_WORDS } from "../../messages/history.ts";
import { answer, type Call, flag } from "../call.ts";
import { Problem } from "../failure.ts";
import { documentNamed, documentsThere } from "../history/documents.ts";
import { documentsWithSaves, keepState, tidySaves } from "../history/saves.ts";
import { openProject, type Project } from "../project.ts";

/** The documents that the words name, else all there are. Throws `Problem`. */
function wanted(call: Call, project: Project): string[] {
  const words = HISTORY_WORDS[project.language];
  const kept = call.words.length === 0 ? [] : documentsWithSaves(project);
  const named = call.words.map((word) => documentNamed(project, call.directory, word, kept));
  const documents = named.length > 0 ? [...new Set(named)] : documentsThere(project);
  if (documents.length === 0) throw new Problem(words.nothingToSave);
  return documents;
}

export async function run(call: Call): Promise<number> {
  const project = await openProject(call);
  const words = HISTORY_WORDS[project.language];
  const documents = wanted(call, project);
  const saved: { document: string; name: string; new: boolean }[] = [];
  for (const document of documents) {
    const seen = seeDocument(project.repository, document);
    if (seen === null) throw new Problem(words.noSuchDocument(document));
    const result = await keepState(project, document, seen.bytes, "auto");
    if (result.kind === "off") throw new Problem(words.savesAreOff);
    saved.push({ document, name: result.save.name, new: result.kind === "saved" });
  }
  tidySaves(project);
  if (flag(call, "json")) answer(call, { saved });
  else {
    const lines = saved.map((one) =>
      one.new ? words.saved(one.document, one.name) : words.held(one.document, one.name),
    );
    call.terminal.out(`${lines.join("\n")}\n`);
  }
  return 0;
}
