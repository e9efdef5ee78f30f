import { expect, test } from "vitest";
import { landByPull } from "../../../src/executors/matrix/land-by-pull.ts";
import { matrixExecutor } from "../../../src/executors/matrix/matrix-executor.ts";
import { packOrders } from "../../../src/executors/matrix/pack.ts";
import { pushVerified } from "../../../src/executors/matrix/push-verified.ts";
import { runningOrders } from "../../../src/executors/matrix/running-orders.ts";
import { unpackOrder } from "../../../src/executors/matrix/unpack.ts";
import { cycle } from "../../dispatch/one-cycle.ts";
import { sampleSettings, sampleTask } from "../../dispatch/sample.ts";
import { harbour } from "./landing.ts";
import { reserved } from "./reserved.ts";

test("from the plan to the pull request: nothing but outputs and artifacts goes from job to job", async () => {
  const { run, landing, remote, head } = await harbour();
  // Plan.
  const task = sampleTask({
    description: "Run `sh -c 'echo hello > hello.txt'`",
    acceptance: ["contains:hello.txt:/^hello$/m", "command:test -s hello.txt"],
  });
  const { after } = reserved(task);
  const { attempts, verify } = packOrders(runningOrders(after.queue, sampleSettings(), "100"));
  expect([attempts.length, verify.length]).toEqual([1, 1]);
  // Attempt and verify: each knows its entry only.
  const given = unpackOrder(attempts[0]?.order ?? "");
  if (given.kind !== "order") throw new Error(given.problem);
  await run.attempt(given.order);
  expect(await run.verify(given.order)).toMatchObject({ kind: "checked" });
  // Settle: from the state and the artifacts.
  const collected = await run.collect(...runningOrders(after.queue, sampleSettings(), "100"));
  const durable = await pushVerified(collected, after.queue, sampleSettings(), remote("wr1te-token"));
  const ports = { runId: "100", poll: () => Promise.reject(new Error("no")), started: [], collected: durable.observed };
  const matrix = matrixExecutor(ports);
  const [running] = after.queue.tasks;
  const token = running?.session?.token ?? "";
  const observed = await matrix.observe(running?.subagent_session ?? "", token);
  const settled = cycle(after, { observations: [{ uid: task.uid, token, observed }] });
  const done = settled.task("T-01");
  expect(done).toMatchObject({
    status: "done",
    verification: "passed: contains:hello.txt:/^hello$/m, command:test -s hello.txt",
    references: [{ kind: "commit" }, { kind: "branch", value: `ltpm/T-01-${token}` }],
  });
  const [commit, branch] = (done?.references ?? []).map(({ value }) => value);
  expect(head(branch ?? "")).toBe(commit);
  const landed = await landByPull({ ...landing, branch: branch ?? "", commit: commit ?? "", gitDir: collected.gitDir });
  expect(landed.references).toEqual([{ kind: "pull_request", value: "https://github.test/pull/1" }]);
});
