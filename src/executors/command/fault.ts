/** Faults that no other strategy mends: what is wrong, and what a person does about it. */
import type { AttemptOrder } from "../../dispatch/executor.ts";
import type { ProgramEnd } from "../../host/run-program.ts";
import type { AgentReport, AttemptRecord } from "../../verify/attempt-record.ts";
import { shortened } from "../../verify/plain-text.ts";
import type { Invocation } from "../agents/invocation.ts";
import { faultWords } from "../checks/command-check.ts";

export type Fault = NonNullable<AttemptRecord["exit"]["fault"]>;

const PERMANENT = new Set([
  "ENOENT",
  "EACCES",
  "ENOTDIR",
  "EISDIR",
  "ENOEXEC",
  "ELOOP",
  "E2BIG",
  "ERR_INVALID_ARG_VALUE",
]);

function retryStep(order: AttemptOrder): string {
  return `Then reply "retry ${order.id}".`;
}

/** The fault behind a program that could not be started, or null when it was one of the moment (no memory, no room). */
export function startFault(order: AttemptOrder, call: Invocation, end: ProgramEnd): Fault | null {
  if (end.fault === undefined || !PERMANENT.has(end.fault.code)) return null;
  const program = shortened(call.argv[0] ?? "", 200);
  const agent = order.run.kind === "agent" ? order.run.agent : null;
  const who = agent === null ? program : `Agent ${agent} (${program})`;
  const known = call.preset?.setup ?? [];
  const steps = known.length > 0 ? known : [`Install ${program}, or correct the command in the task.`];
  return {
    code: "command_not_found",
    reason: `${who} could not be started: ${faultWords(end.fault.code)}`,
    steps: [...steps, retryStep(order)],
  };
}

/** The fault behind an agent that lacks a login, a key or a setting; null when it has none of those. */
export function agentFault(order: AttemptOrder, call: Invocation, report: AgentReport | undefined): Fault | null {
  if (report?.permanent !== true || order.run.kind !== "agent") return null;
  return {
    code: "agent_setup",
    reason: `Agent ${order.run.agent} cannot work: ${shortened(report.error ?? "it gives no reason", 500)}`,
    steps: [...(call.preset?.setup ?? []), retryStep(order)],
  };
}

/** The supervisor itself failed: the attempt ends as a fault of ours, never in silence. */
export function ownFault(order: AttemptOrder, error: unknown, folder: string): Fault {
  const words = error instanceof Error ? error.message : String(error);
  return {
    code: "supervisor_failed",
    reason: `The attempt could not be carried through: ${shortened(words, 500)}`,
    steps: [`Look at ${folder}.`, retryStep(order)],
  };
}
