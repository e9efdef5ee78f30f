/** Puts the block for agents into AGENTS.md and CLAUDE.md, or brings the ones that are there up to date. */
import { realpathSync } from "node:fs";
import { documentFile, readDocument } from "../../history/auto-save/document-file.ts";
import { HistoryError, reasonOf } from "../../history/history-error.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import { INIT_WORDS } from "../../messages/init.ts";
import type { Language } from "../../messages/language.ts";
import { decodeDocument, encodeDocument } from "../../triad/document/source.ts";
import { languageOf } from "../../triad/document/style.ts";
import { TriadFault } from "../../triad/fault.ts";
import { Problem } from "../failure.ts";
import type { Project } from "../project.ts";
import { template } from "../templates.ts";
import { blockBody, blockState, takesIn, withBlock } from "./agents-file.ts";
import type { Asker } from "./ask.ts";
import { namesIn } from "./places.ts";

const NAMES = ["AGENTS.md", "CLAUDE.md"] as const;

/** A file that agents read, with its text; `fault` says why it cannot be read as text. */
export interface AgentFile {
  readonly path: string;
  readonly text: string;
  readonly fault: string | null;
}

/** What was done: paths from the root. */
export interface AgentsDone {
  readonly written: readonly string[];
  /** Left as they are, as the block's bounds would be a guess. */
  readonly broken: readonly string[];
}

/** The files that are there, each once: CLAUDE.md is often a link to AGENTS.md. */
export function agentFiles(project: Project): AgentFile[] {
  const { root } = project.repository;
  const names = namesIn(root, ".");
  const found = new Map<string, AgentFile>();
  for (const name of NAMES) {
    const path = names.get(name.toLowerCase());
    if (path === undefined) continue;
    const file = read(project, path);
    const real = file.fault === null ? realpathSync(documentFile(project.repository, path)) : path;
    if (!found.has(real)) found.set(real, file);
  }
  return [...found.values()];
}

function read(project: Project, path: string): AgentFile {
  try {
    const bytes = readDocument(project.repository, path);
    // Not there any more, or a link to nowhere.
    if (bytes === null) return { path, text: "", fault: `${path} is not there` };
    return { path, text: decodeDocument(bytes, path), fault: null };
  } catch (error) {
    const said = error instanceof HistoryError || error instanceof TriadFault;
    return { path, text: "", fault: said ? error.message : `${path} cannot be read: ${reasonOf(error)}` };
  }
}

/** The block in this language, as this version has it. */
export function agentsBody(language: Language): string {
  return template(language === "en" ? "agents.md" : "agents.zh-CN.md");
}

/** The text with this version's block: in the language of the one that is there, else in `language`. */
export function upToDate(text: string, language: Language): string {
  const body = blockBody(text);
  return withBlock(text, agentsBody(body === "" ? language : languageOf(body)));
}

/** Where the block belongs when somebody wants it: the files that are there, else AGENTS.md. */
function places(files: readonly AgentFile[]): readonly AgentFile[] {
  const others = files.filter(
    ({ path, text }) =>
      blockState(text) === "present" || !files.some((other) => other.path !== path && takesIn(text, other.path)),
  );
  return files.length === 0 ? [{ path: NAMES[0], text: "", fault: null }] : others;
}

async function chosen(files: readonly AgentFile[], wanted: boolean, language: Language, asker: Asker | null) {
  if (wanted) return places(files);
  const ours = files.filter(({ text }) => blockState(text) !== "absent");
  if (ours.length > 0 || asker === null) return ours;
  const possible = places(files).filter(({ fault }) => fault === null);
  if (possible.length === 0) return [];
  const said = await asker.ask(INIT_WORDS[language].agentsQuestion(possible.map(({ path }) => path)));
  return /^(?:y|yes|是|好)$/i.test(said) ? possible : [];
}

/** `wanted`: `--agents` was given. Otherwise a person is asked, and without one only blocks that are there are brought up to date. */
export async function agentsStep(project: Project, wanted: boolean, asker: Asker | null): Promise<AgentsDone> {
  const files = await chosen(agentFiles(project), wanted, project.language, asker);
  const fault = files.find((file) => file.fault !== null)?.fault;
  if (wanted && fault !== undefined && fault !== null) throw new Problem(fault);
  const broken = files.filter(({ text }) => blockState(text) === "broken").map(({ path }) => path);
  const written: string[] = [];
  for (const { path, text } of files.filter((file) => file.fault === null && !broken.includes(file.path))) {
    const after = upToDate(text, project.language);
    if (after === text) continue;
    writeAgents(project, path, after);
    written.push(path);
  }
  return { written, broken };
}

/** Replaces the file whole; a link stays one. Throws `Problem`. */
export function writeAgents(project: Project, path: string, text: string): void {
  try {
    writeAtomically(documentFile(project.repository, path), encodeDocument(text));
  } catch (error) {
    throw new Problem(reasonOf(error));
  }
}
