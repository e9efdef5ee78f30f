/** Which task of the queue an item speaks of. */
import { idOnLine } from "../commands/marker.ts";
import type { TriadDocument } from "../document/open.ts";
import type { Item } from "../document/outline.ts";

const LABEL = /^[*_`[]{0,3}(T-\d{1,9})(?![\p{L}\p{N}-])/u;

/** The task an item speaks of: by our marker on its line, or by a label at its start. */
export function taskOf(document: TriadDocument, item: Item): string | null {
  const id = idOnLine(document.lines.text(item.line));
  if (id !== null && /^T-\d{1,9}$/.test(id)) return id;
  return LABEL.exec(item.text)?.[1] ?? null;
}
