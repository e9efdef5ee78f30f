/** A check as people read it: its name in records, and what must hold in words. */
import type { Check } from "./check.ts";
import { joinArgv } from "./joined-argv.ts";

/** The check's name in a record: as `--accept` writes it, or its kind. */
export function checkName(check: Check): string {
  switch (check.kind) {
    case "file":
      return `file:${check.path}`;
    case "contains":
      return `contains:${check.path}:/${check.pattern}/${check.flags}`;
    case "command":
      return `command:${joinArgv(check.argv)}`;
    case "json":
      return `json:${check.path}#${check.schema}`;
    default:
      return check.kind;
  }
}

const and = (words: readonly string[]) => words.join(", ");

/** What must hold, as one line of an instruction. */
export function checkInWords(check: Check): string {
  switch (check.kind) {
    case "file":
      return `The file ${check.path} exists and is not empty.`;
    case "contains":
      return `The text of ${check.path} matches /${check.pattern}/${check.flags}.`;
    case "command":
      return `\`${joinArgv(check.argv)}\` exits 0${check.only_if_changed === true ? ", if files were changed" : ""}.`;
    case "json":
      return `${check.path} is valid against the JSON Schema ${check.schema}.`;
    case "exit":
      return "The process exits 0.";
    case "trace":
      return "Something was printed or a file was changed: an exit code alone proves nothing.";
    case "diff":
      return `Files were really changed, and none under ${and(check.forbidden)}${
        check.allowed.length === 0 ? "" : ` (allowed: ${and(check.allowed)})`
      }.`;
    case "deliverable":
      return `The file that you name as deliverable_path${
        check.mentioned.length === 0 ? "" : ` (or ${and(check.mentioned)})`
      } exists inside the repository and is not empty.`;
    case "answer":
      return `Your summary or deliverable answers what was asked${
        check.about.length === 0 ? "" : ` and names it (${and(check.about)})`
      }${check.source ? ", and cites its source: an address, or a file with its line" : ""}.`;
    case "reminder":
      return "The reminder stands exactly once in the file that you name as deliverable_path, with its time.";
    case "receipt":
      return "Your deliverable is the receipt of the message: where it went, and its address or id there.";
  }
}
