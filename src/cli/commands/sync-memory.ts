/** `ltpm sync_memory`: brings the index of projects in MEMORY.md up to date. */
import { DOCUMENT_WORDS } from "../../messages/documents.ts";
import { PLACE_WORDS } from "../../messages/documents-place.ts";
import { memoryLine } from "../../triad/commands/memory.ts";
import { loadBlockParser } from "../../triad/document/remark.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import { syncIndex } from "../documents/project-index.ts";
import { inWords } from "../documents/texts.ts";
import { Problem } from "../failure.ts";
import { openProject } from "../project.ts";

export async function run(call: Call): Promise<number> {
  if (call.words.length > 0) throw usageError(call, "sync_memory takes no words");
  const project = await openProject(call);
  const words = DOCUMENT_WORDS[project.language];
  const { path, written, entries, faults } = await inWords(project, async () =>
    syncIndex(project, await loadBlockParser()),
  );
  for (const fault of faults) call.terminal.err(`ltpm: ${fault}\n`);
  if (entries.length === 0 && faults.length === 0) throw new Problem(PLACE_WORDS[project.language].noDocuments);
  const lines = entries.map(memoryLine).filter((line) => line !== "");
  if (flag(call, "json"))
    answer(call, { path, written, projects: entries.map((one) => ({ ...one, line: memoryLine(one) })) });
  else call.terminal.out(`${written ? words.memory(path, lines.length) : words.memoryUnchanged(path)}\n`);
  return faults.length > 0 ? 1 : 0;
}
