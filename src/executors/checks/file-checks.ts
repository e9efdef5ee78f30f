/** Checks that look at files: there, not empty, kept by git, with the text that was asked for. */
import type { Check } from "../../verify/check.ts";
import { compilePattern } from "../../verify/pattern.ts";
import { broken, type CheckContext, failed, passed, type Verdict } from "./check-context.ts";
import { emptiness, type Found, findFile, readBeginning } from "./confined-file.ts";

/** How much of a file a pattern is looked for in. */
const SEARCHED = 1_048_576;

/** The file as a result: there, with something in it, and part of what is kept. Else the words why not. */
async function resultFile(
  named: string,
  context: CheckContext,
): Promise<Extract<Found, { kind: "there" }> | { kind: "not"; why: string }> {
  const found = findFile(context.root, named);
  if (found.kind === "wrong") return { kind: "not", why: found.problem };
  if (found.kind === "missing") return { kind: "not", why: `there is no file ${found.path}` };
  const empty = emptiness(found);
  if (empty !== null) return { kind: "not", why: empty };
  if (await context.kept(found.path)) return found;
  return { kind: "not", why: `${found.path} is there, but git ignores it, so it is not part of the result` };
}

export async function checkFile(check: Extract<Check, { kind: "file" }>, context: CheckContext): Promise<Verdict> {
  const found = await resultFile(check.path, context);
  return found.kind === "not" ? failed(found.why) : passed(`${found.path} is there, ${found.stats.size} bytes`);
}

export async function checkContains(
  check: Extract<Check, { kind: "contains" }>,
  context: CheckContext,
): Promise<Verdict> {
  const compiled = compilePattern(check.pattern, check.flags);
  if (compiled.kind === "wrong") return broken(`the pattern ${compiled.problem}`);
  const found = await resultFile(check.path, context);
  if (found.kind === "not") return failed(found.why);
  if (!found.stats.isFile()) return failed(`${found.path} is no regular file`);
  if (compiled.pattern.test(readBeginning(found.absolute, SEARCHED))) return passed(`${found.path} matches`);
  const part = found.stats.size > SEARCHED ? `the first ${SEARCHED} bytes of ${found.path} do` : `${found.path} does`;
  return failed(`${part} not match /${check.pattern}/${check.flags}`);
}

/** Whether the attempt made or changed it: what was there before proves nothing. */
export function isOfAttempt(found: Extract<Found, { kind: "there" }>, context: CheckContext): boolean {
  const { path, stats } = found;
  if (context.changed.some((name) => name === path || name.startsWith(`${path}/`))) return true;
  // In place, ignored files do not show among the changed ones; the time of their last change does.
  const CLOCK_GRAIN = 20;
  return !context.isolated && stats.isFile() && stats.ctimeMs >= context.startedAt - CLOCK_GRAIN;
}

export async function checkDeliverable(
  check: Extract<Check, { kind: "deliverable" }>,
  context: CheckContext,
): Promise<Verdict> {
  const named = context.result?.deliverable_path?.trim() ?? "";
  const candidates = named !== "" ? [named] : check.mentioned.length > 0 ? check.mentioned : context.changed;
  if (candidates.length === 0) return failed("no file was named as the result, and none was made or changed");
  const reasons: string[] = [];
  for (const candidate of candidates.slice(0, 50)) {
    const found = await resultFile(candidate, context);
    if (found.kind === "not") reasons.push(found.why);
    else if (isOfAttempt(found, context)) return passed(`${found.path}, ${found.stats.size} bytes`);
    else reasons.push(`${found.path} is there, but this attempt did not make or change it`);
  }
  return failed(reasons.slice(0, 5).join("; "));
}
