/** Several edits of one document, one after the other. */
import { applyEdits, type Edit } from "../document/edit.ts";
import { openDocument, type TriadDocument } from "../document/open.ts";
import type { BlockParser } from "../document/remark.ts";

/** What to change in a document as it then stands. */
export type Step = (document: TriadDocument) => readonly Edit[];

/** The text after all steps. A step that changes nothing costs no second parse. */
export function rewrite(text: string, parse: BlockParser, steps: readonly Step[]): string {
  let document = openDocument(text, parse);
  for (const step of steps) {
    const edits = step(document);
    if (edits.length > 0) document = openDocument(applyEdits(document.text, edits), parse);
  }
  return document.text;
}
