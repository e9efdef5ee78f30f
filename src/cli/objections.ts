/** What verification has against marking a task done by hand: its own checks that only look, in the work tree as it is. */
import type { CheckContext } from "../executors/checks/check-context.ts";
import { runChecks } from "../executors/checks/run-checks.ts";
import { USUAL_LIMITS } from "../executors/command/job.ts";
import { redact } from "../host/redact.ts";
import { HEARD_WORDS } from "../messages/story.ts";
import type { Task } from "../queue/schema.ts";
import { parseAccept } from "../verify/accept.ts";
import type { Check } from "../verify/check.ts";
import type { Project } from "./project.ts";

/** Those that run nothing. */
const STATIC = new Set<Check["kind"]>(["file", "contains", "json"]);

/** One sentence for each task that does not pass, by its label. */
export async function objectionsTo(project: Project, tasks: readonly Task[]): Promise<ReadonlyMap<string, string>> {
  const words = HEARD_WORDS[project.language];
  const objections = new Map<string, string>();
  const context = contextIn(project.repository.root);
  for (const task of tasks) {
    const outcomes = await runChecks((task.acceptance ?? []).flatMap(staticCheck), context);
    const failed = outcomes.find(({ ok }) => !ok);
    if (failed !== undefined) objections.set(task.id, words.failedCheck(failed.check, failed.detail));
  }
  return objections;
}

function staticCheck(spec: string): readonly Check[] {
  const accepted = parseAccept(spec);
  return accepted.kind === "check" && STATIC.has(accepted.check.kind) ? [accepted.check] : [];
}

function contextIn(root: string): CheckContext {
  return {
    ...{
      root,
      isolated: false,
      startedAt: 0,
      output: "",
      instruction: "",
      changed: [],
      unmerged: [],
      env: {},
      token: "",
    },
    exit: { code: 0, signal: null, timed_out: false, cancelled: false },
    stop: new AbortController().signal,
    // A person says that it is done: whether git keeps the file is theirs to decide.
    kept: async () => true,
    limits: { command_ms: 0, pattern_ms: USUAL_LIMITS.pattern_ms, grace_ms: 0 },
    redact: (text) => redact(text),
  };
}
