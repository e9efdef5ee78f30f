/** What the jobs that execute have in common: the order they are given, and the end that GitHub may put to them. */
import type { AttemptOrder } from "../dispatch/executor.ts";
import { unpackOrder } from "../executors/matrix/unpack.ts";
import type { Inputs } from "./inputs.ts";
import { ActionProblem } from "./problem.ts";

/** The order in the input `order`. Throws `ActionProblem` for anything else. */
export function orderOf(inputs: Inputs): AttemptOrder {
  const unpacked = unpackOrder(JSON.stringify(inputs.order));
  if (unpacked.kind === "order") return unpacked.order;
  throw new ActionProblem("wrong_input", `Action input order: ${unpacked.problem}`);
}

/** Aborts when the runner ends this job: it sends an interrupt, and kills a few seconds later. */
export function untilCancelled(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  return stop.signal;
}
