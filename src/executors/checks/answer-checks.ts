/** Checks of what an attempt said: an answer, a reminder's entry, a message's receipt. */
import type { Check } from "../../verify/check.ts";
import { answerProblem, receiptProblem } from "../../verify/evidence.ts";
import { type CheckContext, failed, passed, type Verdict } from "./check-context.ts";
import { findFile, readBeginning } from "./confined-file.ts";

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

function linesOf(path: string, context: CheckContext): readonly string[] | string {
  const found = findFile(context.root, path);
  if (found.kind === "wrong") return found.problem;
  if (found.kind === "missing") return `there is no file ${found.path}`;
  if (!found.stats.isFile()) return `${found.path} is no regular file`;
  return readBeginning(found.absolute, READ).split(/\r?\n/);
}

export async function checkReminder(context: CheckContext): Promise<Verdict> {
  const named = context.result?.deliverable_path?.trim() ?? "";
  const path = named !== "" ? named : (context.changed[0] ?? "");
  if (path === "") return failed("the result names no file that holds the reminder, and none was changed");
  const lines = linesOf(path, context);
  if (typeof lines === "string") return failed(lines);
  if (!(await context.kept(path)))
    return failed(`${path} is there, but git ignores it, so it is not part of the result`);
  const entry = (context.result?.deliverable ?? "").trim().split("\n")[0]?.trim() ?? "";
  const dated = lines.filter((line) => TIME.test(line));
  const wanted = entry === "" ? dated : lines.filter((line) => line.includes(entry));
  const first = wanted[0];
  if (first === undefined) {
    return failed(
      entry === "" ? `no line of ${path} has a date or a time` : `${path} does not hold the entry: ${entry}`,
    );
  }
  const twins = entry === "" ? dated.filter((line, i) => dated.indexOf(line) !== i) : wanted.slice(1);
  if (twins.length > 0) return failed(`the entry stands in ${path} more than once: ${twins[0]?.trim()}`);
  if (!TIME.test(first)) return failed(`the entry in ${path} has no date and no time: ${first.trim()}`);
  return passed(`${path}: ${first.trim()}`);
}

export function checkReceipt(context: CheckContext): Verdict {
  const receipt = (context.result?.deliverable ?? "").trim();
  const problem = receiptProblem(receipt);
  return problem === null ? passed(receipt.split("\n")[0] ?? receipt) : failed(problem);
}
