/** The job `verify`: the checks of one order that execute code, on a machine that the attempt never touched. */
import { join } from "node:path";
import { artifactName, verifiedName } from "../executors/matrix/names.ts";
import { runVerifyJob } from "../executors/matrix/verify-job.ts";
import { orderOf, untilCancelled } from "./attempt-order.ts";
import type { RunJob } from "./job.ts";

export const runJob: RunJob = async (context, inputs, log) => {
  const order = orderOf(inputs);
  const done = await runVerifyJob({
    order,
    artifact: join(inputs.artifacts, artifactName(order.token)),
    root: context.workspace,
    out: inputs.artifacts,
    stop: untilCancelled(),
  });
  if (done.kind === "nothing") log.info(`Nothing to check for ${order.id}: ${done.why}`);
  else
    for (const { check, ok } of done.outcomes.outcomes) log.info(`${order.id}: ${check} ${ok ? "passed" : "failed"}`);
  return { outputs: { artifact: verifiedName(order.token) }, summary: null, annotations: [] };
};
