/**
 * The `## Task Runner` block of TOOLS.md: lines of `TASK_RUNNER_X=value`, in a code fence or not, several on a line if
 * somebody likes. The block ends at the next heading.
 */
import { ConfigFault } from "./fault.ts";
import { quoted } from "./variables.ts";

export interface Assignment {
  readonly name: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6}(?:\s|$)/;
/** The block's heading; what the source shows has the values on the same line. */
const OUR_HEADING = /^ {0,3}#{1,6}[ \t]+task[ _-]?runner[ \t]*(?:#*[ \t]*$|(?=TASK_RUNNER_))/i;
/** What may stand in front of an assignment: a bullet, `export`, a quote mark, a backtick. */
const LEAD = /^\s*(?:[-*+>]\s+)?(?:export\s+)?`?(?=TASK_RUNNER_)/;
const NAME = /\s*(TASK_RUNNER_[A-Z0-9_]{1,40})[ \t]*=[ \t]*/y;
const VALUE = /"([^"]*)"|'([^']*)'|((?!TASK_RUNNER_[A-Z0-9_]{1,40}[ \t]*=)[^\s"'`#][^\s`]*)/y;
/** What may stand behind the last assignment: a closing backtick, a comment. */
const TAIL = /`?\s*(?:#.*|<!--.*|\/\/.*)?$/y;

/** The assignments of one line. Throws `ConfigFault` for what stands between them and is none. */
function assignments(text: string, line: number, file: string): Assignment[] {
  const found: Assignment[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const result = pattern.exec(text);
    if (result !== null) at = pattern.lastIndex;
    return result;
  };
  while (match(TAIL) === null) {
    const name = match(NAME);
    if (name === null) throw notAnAssignment(text.slice(at), line, file);
    const value = match(VALUE);
    found.push({ name: name[1] ?? "", value: value?.[1] ?? value?.[2] ?? value?.[3] ?? "", line });
  }
  return found;
}

function notAnAssignment(rest: string, line: number, file: string): ConfigFault {
  return new ConfigFault({
    code: "wrong_value",
    place: `${file}:${line}`,
    problem: `${quoted(rest)} is no setting`,
    remedy: 'Write TASK_RUNNER_NAME=value, and put quotes around a value with spaces: TASK_RUNNER_DIR="my tasks"',
  });
}

/** The settings of the block in the order in which they stand there; none when there is no block. */
export function readToolsMd(text: string, file: string): readonly Assignment[] {
  const found: Assignment[] = [];
  let fence: string | null = null;
  /** Where the block began: in the text, or inside a code fence, whose end is then its end. */
  let block: "none" | "open" | "fenced" = "none";
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
      if (block === "fenced" && fence === null) block = "none";
      continue;
    }
    const heading = OUR_HEADING.exec(line);
    if (heading !== null) block = fence === null ? "open" : "fenced";
    // A `#` inside a fence is a comment, unless the block's own heading stands in that fence.
    else if (HEADING.test(line) && (fence === null || (block === "fenced" && /^\s*##/.test(line)))) block = "none";
    if (block === "none") continue;
    const rest = heading === null ? line : line.slice(heading[0].length);
    const lead = LEAD.exec(rest);
    if (lead !== null) found.push(...assignments(rest.slice(lead[0].length), index + 1, file));
  }
  return found;
}
