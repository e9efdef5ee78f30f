import { describe, expect, onTestFinished, test } from "vitest";
import { pushVerified } from "../../../src/executors/matrix/push-verified.ts";
import type { Remote } from "../../../src/executors/matrix/remote.ts";
import { tokenEnvironment } from "../../../src/git/token-environment.ts";
import type { Task } from "../../../src/queue/schema.ts";
import { queueOf, runningTask, sampleSettings } from "../../dispatch/sample.ts";
import { preReceive, startGitServer } from "../../e2e/git-server.ts";
import { gitIn, sh } from "../workbench.ts";
import { type Run, startRun } from "./jobs.ts";

async function ready(...scripts: string[]) {
  const run: Run = await startRun();
  const server = await startGitServer();
  onTestFinished(() => server.close());
  const bare = server.create("project");
  run.git("push", "-q", bare, "main");
  const orders = scripts.map((script, n) =>
    run.order({ id: `T-0${n + 1}`, run: sh(script), checks: [{ kind: "exit" }, { kind: "trace" }] }),
  );
  for (const order of orders) await run.attempt(order);
  const collected = await run.collect(...orders);
  const tasks: Task[] = orders.map(({ id, token }) => runningTask({ id }, token));
  const url = server.url("project", null);
  const remote = (token: string): Remote => ({
    url,
    env: tokenEnvironment(new URL(url).origin, token),
    timeout: 20_000,
  });
  const push = (token = "wr1te-token") => pushVerified(collected, queueOf(...tasks), sampleSettings(), remote(token));
  const branches = () =>
    gitIn(bare, run.env, "for-each-ref", "--format=%(refname:short)", "refs/heads/ltpm/").split("\n");
  return { run, orders, bare, server, push, branches };
}

describe("making work durable before it is called done", () => {
  test("what is verified is pushed; what failed, or touches what it must not, is not", async () => {
    const { orders, push, branches } = await ready(
      "echo x > x",
      "echo y > y; exit 1",
      "mkdir -p .github/workflows; echo 'on: push' > .github/workflows/x.yml",
      "echo nothing to keep",
    );
    const { observed, refusals, branches: pushed } = await push();
    expect(pushed).toEqual([`ltpm/T-01-${orders[0]?.token}`]);
    expect(branches()).toEqual(pushed);
    expect(refusals).toEqual([]);
    expect([...observed.values()].map(({ kind }) => kind)).toEqual(["ended", "ended", "ended", "ended"]);
    expect(await push()).toEqual({ observed, refusals, branches: pushed });
  });

  test("a refusal blocks the task with the setting, and makes the run red", async () => {
    const { orders, push, bare } = await ready("echo x > x");
    preReceive(bare, "echo 'GH013: Repository rule violations found' >&2; exit 1");
    const { observed, refusals } = await push();
    expect(observed.get(orders[0]?.token ?? "")).toMatchObject({
      record: { exit: { fault: { code: "push_refused", reason: expect.stringContaining("GH013") } } },
    });
    expect(refusals).toEqual([
      expect.stringMatching(/^The branch ltpm\/T-01-\S+ was refused \(.*GH013.*\): let LTPM make/),
    ]);
  });

  test("a token that may only read: the permission is named", async () => {
    const { push } = await ready("echo x > x");
    expect((await push("re4d-token")).refusals).toEqual([expect.stringContaining("contents: write")]);
  });

  test("a server that is away leaves the attempt as it is: unknown is never lost", async () => {
    const { orders, push, server } = await ready("echo x > x");
    server.inject({ on: "push_refs", times: 9, what: { kind: "status", status: 503 } });
    server.inject({ on: "fetch_refs", times: 9, what: { kind: "status", status: 503 } });
    const { observed, refusals } = await push();
    expect(observed.get(orders[0]?.token ?? "")).toMatchObject({ kind: "unknown" });
    expect(refusals).toEqual([]);
  });
});
