/** The documents: can they be read as text, do they lie where the configuration says, and only there. */
import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { documentFiles } from "../../history/auto-save/document-files.ts";
import { HistoryError } from "../../history/history-error.ts";
import { decodeDocument, encodeDocument } from "../../triad/document/source.ts";
import { TriadFault } from "../../triad/fault.ts";
import { TRIAD } from "../../triad/templates/project.ts";
import { setPath } from "../github/config-edit.ts";
import { blockState } from "../init/agents-file.ts";
import { agentFiles, upToDate, writeAgents } from "../init/agents-step.ts";
import { MEMORY } from "../init/memory-index.ts";
import { hasDocuments, projectFolders } from "../init/places.ts";
import type { Project } from "../project.ts";
import type { Finding } from "./finding.ts";

const CONFIGURED = "documents.dir in .ltpm/config.json";

/** Looks at every folder with documents; with `fix`, puts right what can mean only one thing. */
export async function examineDocuments(project: Project, fix: boolean): Promise<Finding[]> {
  const { root } = project.repository;
  const configured = project.settings.documents.dir;
  const projects = projectFolders(root);
  const dirs = [...new Set([configured ?? ".", ".", ...projects])].filter((dir) => hasDocuments(root, dir));
  const texts: Finding[] = [];
  for (const path of [...dirs.flatMap((dir) => documentsIn(root, dir)), ...documentsNamed(root, ".", [MEMORY])]) {
    texts.push(...(await examineText(project, path, fix)));
  }
  return [
    ...texts,
    ...dirs.flatMap((dir) => examineNames(root, dir)),
    ...examinePlaces(project, projects, fix),
    ...examineAgentBlocks(project, fix),
  ];
}

/** Files of these names in whatever case, as they are written there. */
function documentsNamed(root: string, dir: string, names: readonly string[]): string[] {
  try {
    return readdirSync(join(root, dir))
      .filter((name) => names.includes(name.toUpperCase().replace(/\.MD$/, ".md")))
      .map((name) => posix.join(dir, name));
  } catch {
    // No such folder.
    return [];
  }
}

function documentsIn(root: string, dir: string): string[] {
  return documentsNamed(root, dir, [...TRIAD, "LEARNINGS.md"]);
}

async function examineText(project: Project, path: string, fix: boolean): Promise<Finding[]> {
  const files = documentFiles(project.repository, project.settings.backup);
  try {
    const seen = files.read([path]);
    const bytes = seen.get(path)?.bytes;
    if (bytes === undefined) return [];
    try {
      decodeDocument(bytes, path);
      return [];
    } catch (error) {
      if (!(error instanceof TriadFault)) throw error;
      const text = fix ? fromUtf16(bytes) : null;
      const now = project.clock.now();
      const isWritten = text !== null && (await files.write(new Map([[path, encodeDocument(text)]]), seen, now));
      return [{ ...asText(error), ...(isWritten ? { repaired: "it was written anew as UTF-8" } : {}) }];
    }
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    return [
      { code: "document_unreadable", level: "error", problem: error.message, remedy: "ltpm writes nothing to it" },
    ];
  }
}

function asText({ message, code }: TriadFault): Finding {
  const [problem = "", ...advice] = message.split(". ");
  const remedy = `${advice.join(". ")}${code === "utf16" ? "; `ltpm doctor --fix` does that where its first bytes say UTF-16" : ""}`;
  return { code: "document_not_text", level: "error", problem, remedy };
}

/** The text of a file that says itself which UTF-16 it is; null for any other, and where a part of a character is missing. */
export function fromUtf16(bytes: Uint8Array): string | null {
  const mark = `${bytes[0]},${bytes[1]}`;
  const encoding = mark === "255,254" ? "utf-16le" : mark === "254,255" ? "utf-16be" : null;
  if (encoding === null) return null;
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

/** Names that some machines tell apart from ours, and others do not. */
function examineNames(root: string, dir: string): Finding[] {
  const there = documentsIn(root, dir);
  return TRIAD.flatMap((name): Finding[] => {
    const path = posix.join(dir, name);
    const [other, ...more] = there.filter((one) => one !== path && one.toLowerCase() === path.toLowerCase());
    if (other === undefined) return [];
    const isTwice = there.includes(path) || more.length > 0;
    const problem = isTwice
      ? `${other} and ${there.includes(path) ? path : more[0]} are one file on some machines and two on others`
      : `${other} is not called ${name}, and so the queue tells its story elsewhere on machines that tell the two apart`;
    const remedy = isTwice ? `put both into ${path}, and remove ${other}` : `git mv ${other} ${path}`;
    return [{ code: "document_name", level: "warning", problem, remedy }];
  });
}

/** Which documents are the queue's must be certain. */
function examinePlaces(project: Project, projects: readonly string[], fix: boolean): Finding[] {
  const { root } = project.repository;
  const configured = project.settings.documents.dir;
  const atRoot = hasDocuments(root, ".");
  if (configured !== null) {
    if (hasDocuments(root, configured)) return [];
    const others = [...(atRoot ? ["the root"] : []), ...projects];
    const problem = `${CONFIGURED} names ${configured}, and none of ${TRIAD.join(", ")} is there`;
    const remedy = `\`ltpm init\` makes them there; or name another folder${others.length > 0 ? ` (there are some in ${others.join(", ")})` : ""}`;
    return [{ code: "no_documents", level: "warning", problem, remedy }];
  }
  if (projects.length === 0) return [];
  return [atRoot || projects.length > 1 ? severalPlaces(atRoot, projects) : onlyPlace(root, projects[0] ?? "", fix)];
}

function severalPlaces(atRoot: boolean, projects: readonly string[]): Finding {
  const places = [...(atRoot ? ["the root"] : []), ...projects];
  const problem = `documents lie in several places (${places.join(", ")}); the queue tells its story ${atRoot ? "at the root" : "in none of them"}`;
  return { code: "several_triads", level: "warning", problem, remedy: `say which are the queue's: ${CONFIGURED}` };
}

function onlyPlace(root: string, dir: string, fix: boolean): Finding {
  const repaired = fix && setPath(root, ["documents", "dir"], dir) ? { repaired: `${CONFIGURED} is now ${dir}` } : {};
  const problem = `the documents lie in ${dir}, and ${CONFIGURED} does not say so`;
  return { code: "documents_unnamed", level: "warning", problem, remedy: "`ltpm doctor --fix` writes it", ...repaired };
}

/** The block for agents: its markers whole, its text this version's. */
function examineAgentBlocks(project: Project, fix: boolean): Finding[] {
  return agentFiles(project).flatMap(({ path, text }): Finding[] => {
    const state = blockState(text);
    if (state === "broken") {
      const problem = `${path}: of the markers of the block for agents one is missing, or there are several`;
      return [{ code: "agents_block", level: "warning", problem, remedy: "take them out, then `ltpm init --agents`" }];
    }
    const after = state === "present" ? upToDate(text, project.language) : text;
    if (after === text) return [];
    if (fix) writeAgents(project, path, after);
    const repaired = fix ? { repaired: "it was brought up to date" } : {};
    const problem = `${path}: the block for agents is not this version's`;
    return [
      { code: "agents_block", level: "warning", problem, remedy: "`ltpm init` brings it up to date", ...repaired },
    ];
  });
}
