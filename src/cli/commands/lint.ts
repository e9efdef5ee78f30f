/** `ltpm lint [PATHS]`: what in the documents makes them less true, short or findable than they could be. */
import { DOCUMENT_WORDS } from "../../messages/documents.ts";
import { oneLine } from "../../messages/terminal-text.ts";
import { lintSentence } from "../../messages/triad.ts";
import { openDocument, type TriadDocument } from "../../triad/document/open.ts";
import { type BlockParser, loadBlockParser } from "../../triad/document/remark.ts";
import { FILES, type Kind } from "../../triad/lint/finding.ts";
import { lint } from "../../triad/lint/lint.ts";
import { answer, type Call, flag, text } from "../call.ts";
import { type LintGroup, lintGroups } from "../documents/lint-paths.ts";
import { triadPlace } from "../documents/place.ts";
import { inWords } from "../documents/texts.ts";
import { openProject, type Project } from "../project.ts";

interface Said {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

function findingsOf(project: Project, group: LintGroup, parse: BlockParser): Said[] {
  const open = (kind: Kind): TriadDocument | null => {
    const text = group.texts[kind];
    return text === undefined ? null : openDocument(text.text, parse);
  };
  const found = lint({ mission: open("mission"), progress: open("progress"), next: open("next") });
  const shownAs = new Map(
    (["mission", "progress", "next"] as const).map((kind) => [FILES[kind] as string, group.texts[kind]?.shown]),
  );
  return found.map(({ file, line, code, values }) => ({
    file: shownAs.get(file) ?? file,
    line,
    code,
    message: lintSentence(project.language, code, values),
  }));
}

export async function run(call: Call): Promise<number> {
  const project = await openProject(call);
  return inWords(project, async () => {
    const name = text(call, "project") ?? null;
    const place = call.words.length === 0 ? triadPlace(project, name) : null;
    const groups = lintGroups(project, call, place);
    const parse = await loadBlockParser();
    const findings = groups.flatMap((group) => findingsOf(project, group, parse));
    if (flag(call, "json")) answer(call, { findings });
    else if (findings.length === 0) {
      const files = groups.flatMap(({ texts }) => Object.values(texts).map(({ shown }) => shown));
      call.terminal.out(`${DOCUMENT_WORDS[project.language].clean(files)}\n`);
    } else {
      call.terminal.out(
        findings.map(({ file, line, message }) => `${oneLine(file)}:${line}: ${oneLine(message)}\n`).join(""),
      );
    }
    return findings.length > 0 ? 1 : 0;
  });
}
