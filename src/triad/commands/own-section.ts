/** Where an entry goes when the document has no certain place for it: a section in its own style, at its end. */
import type { Edit } from "../document/edit.ts";
import { headingLines, insertList, textEnd } from "../document/insert.ts";
import type { TriadDocument } from "../document/open.ts";
import { styleOf } from "../document/style.ts";
import { findSection } from "../places/section.ts";
import { OWN_TITLES, type OwnRole, TEMPLATE_TITLES } from "../places/wordings.ts";
import { addToSection, type NewItem, newList, takesItems } from "./list.ts";

/**
 * Adds items to the section for this role. A document that has none gets the template's; one where several or none for
 * certain fit gets one of ours, which is found first from then on.
 */
export function addItems(document: TriadDocument, role: OwnRole, items: readonly NewItem[], ordered = false): Edit[] {
  if (items.length === 0) return [];
  const place = findSection(document, role);
  if (place.found && takesItems(document, place.place)) return addToSection(document, place.place, items);
  const style = styleOf(document);
  const titles = !place.found && place.reason === "absent" ? TEMPLATE_TITLES : OWN_TITLES;
  const block = [...headingLines(style, titles[role][style.language]), ...newList(document, items, ordered)];
  return [insertList(document, textEnd(document), block)];
}
