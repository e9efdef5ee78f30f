/** The documents of one application as texts. One that cannot be read is left alone, and said. */
import { inConflict } from "../../messages/story.ts";
import type { Documents } from "../../state/state.ts";
import type { Step } from "../../triad/commands/rewrite.ts";
import { applyEdits, type Edit } from "../../triad/document/edit.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import type { BlockParser } from "../../triad/document/remark.ts";
import { decodeDocument } from "../../triad/document/source.ts";
import { wordsOf } from "../ports.ts";
import { openKnown } from "./remembering.ts";
import type { DocumentTrouble } from "./types.ts";

/** So many characters at least lie between edits that have nothing to do with each other. */
const APART = 4;

/** A document as it was given. */
export interface Page {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly document: TriadDocument;
}

/** Whether git left a merge unfinished in it. */
function hasConflict(text: string): boolean {
  const lines = `\n${text}`;
  return ["\n<<<<<<< ", "\n=======", "\n>>>>>>> "].every((mark) => lines.includes(mark));
}

/** The page of these bytes; null where there is none, or where it is no text that we change. */
export function openPage(
  path: string,
  bytes: Uint8Array | null | undefined,
  parse: BlockParser,
  troubles: DocumentTrouble[],
): Page | null {
  if (bytes === null || bytes === undefined) return null;
  try {
    const text = decodeDocument(bytes, path);
    if (hasConflict(text)) throw new Error(inConflict(path));
    return { path, bytes, document: openKnown(text, parse) };
  } catch (error) {
    troubles.push({ path, why: wordsOf(error) });
    return null;
  }
}

/** The page at this path among the documents of the state; `null` as a path: turned off. */
export function pageAt(
  documents: Documents | undefined,
  path: string | null,
  parse: BlockParser,
  troubles: DocumentTrouble[],
): Page | null {
  return path === null ? null : openPage(path, documents?.get(path), parse, troubles);
}

/**
 * The document after all steps, each on what the ones before left. Steps whose edits lie apart from each other are done in one: a
 * parse is what costs. `last` is done when any of them changed something, or when the document is not `given` as it was.
 */
export function revised(
  document: TriadDocument,
  parse: BlockParser,
  steps: readonly Step[],
  last: Step | null = null,
  given: TriadDocument = document,
): TriadDocument {
  let current = document;
  let waiting: Edit[] = [];
  const settle = () => {
    if (waiting.length > 0) current = openKnown(applyEdits(current.text, waiting), parse);
    waiting = [];
  };
  const take = (step: Step) => {
    let edits = step(current);
    if (edits.some((edit) => waiting.some((other) => touches(edit, other)))) {
      settle();
      edits = step(current);
    }
    waiting.push(...edits);
  };
  for (const step of steps) take(step);
  if (last !== null && (waiting.length > 0 || current.text !== given.text)) take(last);
  settle();
  return current;
}

/** Whether one of them could change what the other means: they meet, or only line breaks are between them. */
function touches(one: Edit, other: Edit): boolean {
  return one.start <= other.end + APART && other.start <= one.end + APART;
}
