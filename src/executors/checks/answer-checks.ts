/** Checks of what an attempt said: an answer, a reminder's entry, a message's receipt. */
import type { Check } from "../../verify/check.ts";
import { answerProblem, receiptProblem } from "../../verify/evidence.ts";
import { type CheckContext, failed, passed, type Verdict } from "./check-context.ts";
import { findFile, readBeginning } from "./confined-file.ts";
import { isOfAttempt } from "./file-checks.ts";

/** How much of an answer or a file is looked at. */
const READ = 262_144;

/** The attempt's answer: what it handed over, else what the agent said, else what the program printed. */
export function answerOf(context: CheckContext): string {
  const { result, agent, output } = context;
  const said = [result?.deliverable, result?.summary, agent?.text, agent === undefined ? output : ""];
  return (said.find((text) => (text ?? "").trim() !== "") ?? "").trim().slice(0, READ);
}

/** One form for comparing: full-width and composed characters alike, small letters, single spaces. */
function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

export function checkAnswer(check: Extract<Check, { kind: "answer" }>, context: CheckContext): Verdict {
  const answer = answerOf(context);
  const problem = answerProblem(answer, check.about, check.source);
  if (problem !== null) return failed(problem);
  if (plain(context.instruction).includes(plain(answer))) return failed("the answer only repeats the instruction");
  return passed(`an answer of ${answer.length} characters`);
}

/** A date or a time of day, in digits. */
const TIME = /\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}:\d{2}\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b|\d{1,2}月\d{1,2}日|\d{1,2}[点时]/;

/** The lines of the file that holds the reminder, or why it holds none of this attempt's. */
async function linesOf(named: string, context: CheckContext): Promise<readonly string[] | string> {
  const found = findFile(context.root, named);
  if (found.kind === "wrong") return found.problem;
  if (found.kind === "missing") return `there is no file ${found.path}`;
  if (!found.stats.isFile()) return `${found.path} is no regular file`;
  if (!(await context.kept(found.path))) return `${found.path} is there, but git ignores it`;
  if (!isOfAttempt(found, context)) return `${found.path} is there, but this attempt did not make or change it`;
  return readBeginning(found.absolute, READ).split(/\r?\n/);
}

export async function checkReminder(context: CheckContext): Promise<Verdict> {
  const path = context.result?.deliverable_path?.trim() || (context.changed[0] ?? "");
  if (path === "") return failed("the result names no file that holds the reminder, and none was changed");
  const lines = await linesOf(path, context);
  if (typeof lines === "string") return failed(lines);
  const entry = (context.result?.deliverable ?? "").trim().split("\n")[0]?.trim() ?? "";
  return entry === "" ? checkAnyEntry(path, lines) : checkEntry(path, lines, entry);
}

function checkEntry(path: string, lines: readonly string[], entry: string): Verdict {
  const [first, twin] = lines.filter((line) => line.includes(entry));
  if (first === undefined) return failed(`${path} does not hold the entry: ${entry}`);
  if (twin !== undefined) return failed(`the entry stands in ${path} more than once: ${twin.trim()}`);
  if (!TIME.test(first)) return failed(`the entry in ${path} has no date and no time: ${first.trim()}`);
  return passed(`${path}: ${first.trim()}`);
}

/** The attempt did not say which entry is its own: there must be one, and none twice. */
function checkAnyEntry(path: string, lines: readonly string[]): Verdict {
  const dated = lines.filter((line) => TIME.test(line));
  const first = dated[0];
  if (first === undefined) return failed(`no line of ${path} has a date or a time`);
  const twin = dated.find((line, i) => dated.indexOf(line) !== i);
  if (twin !== undefined) return failed(`the entry stands in ${path} more than once: ${twin.trim()}`);
  return passed(`${path}: ${first.trim()}`);
}

export function checkReceipt(context: CheckContext): Verdict {
  const receipt = (context.result?.deliverable ?? "").trim();
  const problem = receiptProblem(receipt);
  return problem === null ? passed(receipt.split("\n")[0] ?? receipt) : failed(problem);
}
