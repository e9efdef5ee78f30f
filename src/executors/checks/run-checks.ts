/** Carries out the checks that `verify` ordered, one after the other, in the tree that holds the result. */
import type { CheckOutcome } from "../../verify/attempt-record.ts";
import type { Check } from "../../verify/check.ts";
import { checkName } from "../../verify/check-words.ts";
import { shortened } from "../../verify/plain-text.ts";
import { forbiddenAmong } from "../../verify/repository-path.ts";
import { checkAnswer, checkReceipt, checkReminder } from "./answer-checks.ts";
import { broken, type CheckContext, failed, passed, type Verdict } from "./check-context.ts";
import { checkCommand } from "./command-check.ts";
import { checkContains, checkDeliverable, checkFile } from "./file-checks.ts";
import { checkJson } from "./json-check.ts";

/** The longest detail that a record keeps. */
const LONGEST_DETAIL = 3_000;

function checkExit({ exit }: CheckContext): Verdict {
  if (exit.timed_out) return failed("it ran out of time and was ended");
  if (exit.code === 0) return passed("exit 0");
  return failed(exit.code === null ? `it was ended by ${exit.signal ?? "a signal"}` : `it exited ${exit.code}`);
}

function checkTrace({ output, changed }: CheckContext): Verdict {
  if (changed.length > 0) return passed(`it changed ${changed.length === 1 ? changed[0] : `${changed.length} files`}`);
  if (output.trim() !== "") return passed("it printed something");
  return failed("it left no trace: nothing was printed and no file was changed");
}

function checkDiff(check: Extract<Check, { kind: "diff" }>, { changed, unmerged }: CheckContext): Verdict {
  if (unmerged.length > 0) return failed(`a merge was left unfinished in ${unmerged.slice(0, 5).join(", ")}`);
  if (changed.length === 0) return failed("no file was changed");
  const wrong = forbiddenAmong(changed, check.forbidden, check.allowed);
  if (wrong.length === 0) return passed(changed.length === 1 ? `${changed[0]}` : `${changed.length} files changed`);
  const more = wrong.length > 5 ? ` and ${wrong.length - 5} more` : "";
  return failed(`it changed protected files: ${wrong.slice(0, 5).join(", ")}${more}`);
}

function carryOut(check: Check, context: CheckContext): Verdict | Promise<Verdict> {
  switch (check.kind) {
    case "file":
      return checkFile(check, context);
    case "contains":
      return checkContains(check, context);
    case "command":
      return checkCommand(check, context);
    case "json":
      return checkJson(check, context);
    case "exit":
      return checkExit(context);
    case "trace":
      return checkTrace(context);
    case "diff":
      return checkDiff(check, context);
    case "deliverable":
      return checkDeliverable(check, context);
    case "answer":
      return checkAnswer(check, context);
    case "reminder":
      return checkReminder(context);
    case "receipt":
      return checkReceipt(context);
    default:
      // An order of a newer version: what we cannot check is not verified.
      return broken(`this version knows no check of the kind ${JSON.stringify((check as { kind?: unknown }).kind)}`);
  }
}

/** Runs all checks. A check that throws is broken, and so not passed: nothing is taken for done by accident. */
export async function runChecks(checks: readonly Check[], context: CheckContext): Promise<CheckOutcome[]> {
  const outcomes: CheckOutcome[] = [];
  for (const check of checks) {
    let verdict: Verdict;
    try {
      verdict = context.stop.aborted
        ? broken("the attempt was cancelled before this check")
        : await carryOut(check, context);
    } catch (error) {
      verdict = broken(`the check could not run: ${error instanceof Error ? error.message : String(error)}`);
    }
    const detail = shortened(context.redact(verdict.detail), LONGEST_DETAIL);
    const { ok } = verdict;
    outcomes.push({ check: checkName(check), ok, detail, ...(verdict.broken === true ? { broken: true } : {}) });
  }
  return outcomes;
}
