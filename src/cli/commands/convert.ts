/** `ltpm convert PATH`: Markdown, JSON and YAML forms of the documents, beside each other. */
import { DOCUMENT_WORDS } from "../../messages/documents.ts";
import { answer, type Call, flag } from "../call.ts";
import { planConversion } from "../documents/convert-plan.ts";
import { runConversion } from "../documents/convert-run.ts";
import { inWords } from "../documents/texts.ts";
import { openProject } from "../project.ts";

export async function run(call: Call): Promise<number> {
  const project = await openProject(call);
  const jobs = planConversion(project, call);
  const files = await inWords(project, () => runConversion(project, jobs, flag(call, "force")));
  const words = DOCUMENT_WORDS[project.language];
  if (flag(call, "json")) answer(call, { files });
  else {
    const lines = files.map(({ source, target, written }) =>
      written ? words.converted(source, target) : words.convertedAlready(source, target),
    );
    call.terminal.out(`${lines.join("\n")}\n`);
  }
  return 0;
}
