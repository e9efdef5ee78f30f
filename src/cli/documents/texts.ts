/** The texts of documents: read for showing, and rewritten so that nobody's words are lost. Faults are said in the project's language. */
import { seeDocument } from "../../history/auto-save/seen.ts";
import { triadFaultSentence } from "../../messages/triad.ts";
import { openDocument, type TriadDocument } from "../../triad/document/open.ts";
import type { BlockParser } from "../../triad/document/remark.ts";
import { decodeDocument, encodeDocument } from "../../triad/document/source.ts";
import { TriadFault } from "../../triad/fault.ts";
import type { TriadDocuments } from "../../triad/read/handoff.ts";
import { Problem } from "../failure.ts";
import type { Project } from "../project.ts";
import type { TriadPlace } from "./place.ts";

/** Texts by path; null: there is no such document. */
export type Texts = ReadonlyMap<string, string | null>;

/** Does the work; a document that is no text becomes a sentence in the project's language. */
export async function inWords<T>(project: Project, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TriadFault)) throw error;
    throw new Problem(triadFaultSentence(project.language, error));
  }
}

/** A document's text; null where there is none. Throws `TriadFault` and `HistoryError`. */
export function readText(project: Project, path: string): string | null {
  const seen = seeDocument(project.repository, path);
  return seen === null ? null : decodeDocument(seen.bytes, path);
}

/** The three documents of a place, opened with this parser. Throws `TriadFault` and `HistoryError`. */
export function openTriad(project: Project, place: TriadPlace, parse: BlockParser): TriadDocuments {
  const open = (path: string): TriadDocument | null => {
    const text = readText(project, path);
    return text === null ? null : openDocument(text, parse);
  };
  return { mission: open(place.mission), progress: open(place.progress), next: open(place.next) };
}

/**
 * Reads, changes and writes documents; when somebody else changed one meanwhile, `change` is asked again with its new text. Gives the
 * paths that were written. Throws `HistoryError`, `TriadFault`, and what `change` throws.
 */
export async function rewriteTexts(
  project: Project,
  paths: readonly string[],
  change: (texts: Texts) => ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const { documentFiles, rewriteDocuments } = await import("../../history/auto-save/document-files.ts");
  const files = documentFiles(project.repository, project.settings.backup);
  const now = () => project.clock.now();
  return rewriteDocuments(files, paths, now, (documents) => {
    const texts = new Map(
      [...documents].map(([path, bytes]) => [path, bytes === null ? null : decodeDocument(bytes, path)] as const),
    );
    return new Map([...change(texts)].map(([path, text]) => [path, encodeDocument(text)]));
  });
}
