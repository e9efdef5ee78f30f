/** Recent errors: of our own hooks, and of the log files that a project names. */
import { closeSync, openSync, readFileSync, readSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { redactLine } from "../../host/redact.ts";
import { stampFolder } from "../install/programs.ts";
import { momentOf } from "../moment.ts";

/** A hook that could not do its work. */
export interface HookFailure {
  /** ISO 8601; null when not even a date could be had. */
  readonly time: string | null;
  /** `post-commit`. */
  readonly hook: string;
  /** The step that failed: `git mktree`. */
  readonly step: string;
}

const MOST_FAILURES = 20;
const MOST_LINES = 5;
const LONGEST_LINE = 200;
/** The end of a log that is read: what is further up is not recent. */
const TAIL = 64 * 1024;

/** What the hooks of this work tree could not do, oldest first; the last 20. */
export function hookFailures(repository: Repository): HookFailure[] {
  let text = "";
  try {
    text = readFileSync(join(stampFolder(repository.gitDir), "failed"), "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap(parseFailure).slice(-MOST_FAILURES);
}

function parseFailure(line: string): HookFailure[] {
  const [, stamp = "", hook, step] = /^(\d{8}-\d{6})? (post-[a-z]+) (.+)$/.exec(line) ?? [];
  return hook === undefined || step === undefined ? [] : [{ time: momentOf(stamp), hook, step }];
}

/** Forgets the failures: they stand in an entry now. */
export function forgetHookFailures(repository: Repository): void {
  rmSync(join(stampFolder(repository.gitDir), "failed"), { force: true });
}

const ERROR = /\b(?:errors?|exception|fatal|panic|failed|failure|traceback)\b/i;
const NO_ERROR = /\b(?:0|no|without)\s{1,4}(?:errors?|failures?|failed)\b/i;
const DATED = /^\W{0,3}(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)/;

/**
 * The last error lines of a log's text, secrets taken out. A line that begins with a date before `since` (ISO 8601) is old; without
 * a zone the date is taken as UTC.
 */
export function errorLines(text: string, since: string | null): string[] {
  const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
  return text
    .split(/\r?\n/)
    .map((line) => line.slice(0, 2_000))
    .filter((line) => ERROR.test(line) && !NO_ERROR.test(line) && !(dateOf(line) < from))
    .slice(-MOST_LINES)
    .map((line) => redactLine(plain(line)).slice(0, LONGEST_LINE));
}

/** Without colours, which would hide a secret's beginning, and other control characters. */
function plain(line: string): string {
  return line
    .replace(/\u001b\[[0-9;?]{0,40}[A-Za-z]/g, "")
    .replace(/\p{Cc}+/gu, " ")
    .trim();
}

/** NaN for a line without a date, which is neither old nor new. */
function dateOf(line: string): number {
  const date = DATED.exec(line)?.[1]?.replace(" ", "T").replace(",", ".");
  if (date === undefined) return Number.NaN;
  return Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(date) ? date : `${date}Z`);
}

/** Error lines of those of these files (absolute paths) that changed since, as `name: line`. A file that cannot be read is passed over. */
export function logErrors(
  files: readonly { readonly name: string; readonly path: string }[],
  since: string | null,
): string[] {
  return files.flatMap(({ name, path }) => {
    try {
      const stat = statSync(path);
      if (!stat.isFile() || (since !== null && stat.mtimeMs < Date.parse(since))) return [];
      return errorLines(tailOf(path, stat.size), since).map((line) => `${name}: ${line}`);
    } catch {
      return [];
    }
  });
}

function tailOf(path: string, size: number): string {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(Math.min(size, TAIL));
    const read = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    const text = bytes.toString("utf8", 0, read);
    // The first line of a tail is half a line.
    return size > TAIL ? text.slice(text.indexOf("\n") + 1) : text;
  } finally {
    closeSync(file);
  }
}
