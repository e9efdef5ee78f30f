/** Checks where nothing may be executed: those that look run here, for those that run code their outcomes are taken. */
import type { AttemptOrder } from "../../dispatch/executor.ts";
import { redact } from "../../host/redact.ts";
import type { CheckOutcome } from "../../verify/attempt-record.ts";
import type { Check } from "../../verify/check.ts";
import { checkName } from "../../verify/check-words.ts";
import type { CheckContext } from "../checks/check-context.ts";
import { runChecks } from "../checks/run-checks.ts";
import { notChecked, whyUnchecked } from "../checks/unchecked.ts";
import { unmergedIn } from "../checks/unfinished-merge.ts";
import { USUAL_LIMITS } from "../command/job.ts";
import { materialise } from "./materialise.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Claim, Outcomes } from "./read-artifact.ts";

/** What there is to check of one attempt. */
export interface Checking {
  readonly order: Pick<AttemptOrder, "checks" | "instruction" | "token" | "place">;
  readonly claim: Claim;
  /** The commit that holds the result; null when the attempt left none. */
  readonly commit: string | null;
  /** The commit that it was built on. */
  readonly base: string;
  readonly changed: readonly string[];
  /** What the job `verify` found, or why it found nothing. */
  readonly outcomes: Outcomes | string;
}

const LOOK_AT_FILES = new Set<Check["kind"]>(["file", "contains", "json", "deliverable", "reminder"]);

/** The outcomes of all checks of the order, in its order. */
export async function checkStatically(quarantine: Quarantine, checking: Checking): Promise<CheckOutcome[]> {
  const { order, claim } = checking;
  const why = whyUnchecked(claim.exit, claim.result);
  if (why !== null) return notChecked(order.checks, why);
  const context = await contextFor(quarantine, checking);
  const outcomes: CheckOutcome[] = [];
  for (const check of order.checks) {
    if (check.kind === "command") outcomes.push(outcomeOf(check, checking));
    else outcomes.push(...(await runChecks([check], context)));
  }
  return outcomes;
}

/** The outcome of a command, from the job that ran it. Without one, nothing is verified. */
function outcomeOf(check: Extract<Check, { kind: "command" }>, { outcomes, changed }: Checking): CheckOutcome {
  const name = checkName(check);
  if (check.only_if_changed === true && changed.length === 0) {
    return { check: name, ok: true, detail: "no file was changed" };
  }
  if (typeof outcomes === "string") return { check: name, ok: false, detail: outcomes, broken: true };
  const found = outcomes.outcomes.find((outcome) => outcome.check === name);
  return found ?? { check: name, ok: false, detail: "the job that was to run it left no outcome", broken: true };
}

async function contextFor(quarantine: Quarantine, checking: Checking): Promise<CheckContext> {
  const { order, claim, commit, base, changed } = checking;
  const kinds = new Set(order.checks.map(({ kind }) => kind));
  const needsFiles = order.checks.some(({ kind }) => LOOK_AT_FILES.has(kind));
  const root = needsFiles ? await materialise(quarantine, commit ?? base) : quarantine.folder;
  const schemaRoot = kinds.has("json") && commit !== null ? await materialise(quarantine, base) : root;
  const keepsAll = commit !== null || order.place.kind === "in_place";
  return {
    ...{ root, schemaRoot, isolated: true, startedAt: 0, exit: claim.exit, output: claim.output },
    ...{ instruction: order.instruction, changed, unmerged: unmergedIn(claim.notes ?? []), token: order.token },
    ...{ result: claim.result, agent: claim.agent, env: {}, stop: new AbortController().signal },
    // The folder holds what the commit holds, and nothing else.
    kept: async () => keepsAll,
    limits: { command_ms: 0, pattern_ms: USUAL_LIMITS.pattern_ms, grace_ms: 0 },
    redact: (text) => redact(text),
  };
}
