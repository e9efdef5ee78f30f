/** Blockers have to be seen where one looks first: under the current stage. */
import { sectionItems } from "../convert/read-fields.ts";
import type { TriadDocument } from "../document/open.ts";
import { findSection } from "../places/section.ts";
import { type Finding, finding } from "./finding.ts";

const SAYS_BLOCKED = /🚧|⛔|blocked|blocker|waiting|stuck|阻塞|卡住|等待|受阻/iu;

/** Blockers are listed, and the current stage says nothing of them. */
export function checkBlockers(document: TriadDocument): Finding[] {
  const blockers = findSection(document, "blockers");
  const stage = findSection(document, "stage");
  if (!blockers.found || !stage.found) return [];
  const listed = sectionItems(document, blockers.place);
  const first = listed[0];
  if (first === undefined) return [];
  for (let line = stage.place.body; line < stage.place.end; line++) {
    if (SAYS_BLOCKED.test(document.lines.text(line))) return [];
  }
  // One section for both is the most visible place there is.
  const isInside = stage.place.line <= blockers.place.line && blockers.place.line < stage.place.end;
  return isInside ? [] : [finding("progress", first.line, "blockers_hidden", listed.length, stage.place.line + 1)];
}
