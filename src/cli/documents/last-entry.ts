/** The newest entry of PROGRESS.md, found by its date alone: `status` is asked often, and a parser costs more than all of its answer. */

/** The newest dated line of a log. */
export interface LastEntry {
  /** `YYYY-MM-DD HH:MM`, as it stands there. */
  readonly at: string;
  readonly text: string;
}

const ENTRY =
  /^[ \t]*[-*+][ \t]+[*_`[(]{0,4}(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2})(?::\d{2})?[*_`\])]{0,4}[:\uff1a]?[*_]{0,2}[ \t]*(\S.*)$/;
const COMMENT = /[ \t]*<!--[^>]{0,300}-->[ \t]*$/;

/** Null where no line has a date and a time. Of two with the same moment the later line counts. */
export function lastEntry(text: string): LastEntry | null {
  let newest: LastEntry | null = null;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const [, at, rest = ""] = ENTRY.exec(line.slice(0, 2_000)) ?? [];
    if (at === undefined) continue;
    const moment = at.replace("T", " ");
    if (newest === null || moment >= newest.at) newest = { at: moment, text: rest.replace(COMMENT, "").trim() };
  }
  return newest;
}
