/** The job `attempt`: one order, carried out on this machine, which holds nothing to write with. */
import { supervisorScript } from "../executors/command/supervisor-script.ts";
import { runAttemptJob } from "../executors/matrix/attempt-job.ts";
import { artifactName } from "../executors/matrix/names.ts";
import { orderOf, untilCancelled } from "./attempt-order.ts";
import type { RunJob } from "./job.ts";

export const runJob: RunJob = async (context, inputs, log) => {
  const order = orderOf(inputs);
  const done = await runAttemptJob({
    order,
    root: context.workspace,
    out: inputs.artifacts,
    supervisor: { node: process.execPath, script: supervisorScript() },
    stop: untilCancelled(),
  });
  const outputs = { artifact: artifactName(order.token) };
  if (done.kind === "ended") {
    log.info(`The attempt of ${order.id} ended; the job "settle" says what it is worth.`);
    return { outputs, summary: null, annotations: [] };
  }
  const text = `The attempt of ${order.id} left nothing: ${done.why}`;
  return { outputs, summary: null, annotations: [{ level: "warning", text }] };
};
