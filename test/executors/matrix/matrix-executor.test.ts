import { describe, expect, test } from "vitest";
import type { Observed } from "../../../src/dispatch/executor.ts";
import {
  type MatrixPorts,
  matrixExecutor,
  type RunLook,
  runOf,
} from "../../../src/executors/matrix/matrix-executor.ts";
import { GitHubError } from "../../../src/github/error.ts";
import { sampleTask } from "../../dispatch/sample.ts";
import { reserved } from "./reserved.ts";

const ENDED: Observed = {
  kind: "ended",
  record: {
    ...{ token: "token0001", ended_at: "2026-11-21T09:30:00.000Z", output: "", changed: [], checks: [] },
    exit: { code: 0, signal: null, timed_out: false, cancelled: false },
  },
};

function executor(changes: Partial<MatrixPorts> = {}) {
  const ports: MatrixPorts = {
    runId: "100",
    poll: () => Promise.reject(new Error("nobody asked for this")),
    collected: new Map(),
    started: [],
    ...changes,
  };
  return { ports, matrix: matrixExecutor(ports) };
}

/** The orders of a cycle that this executor reserved. */
const orders = () => reserved(sampleTask()).result.orders;

const error = (code: "not_found" | "gone" | "forbidden" | "rate_limited" | "unavailable", status: number | null) =>
  new GitHubError("GitHub says no", { code, status });

describe("a session of another run", () => {
  test.each<[string, RunLook | Error, Observed["kind"], RegExp?]>([
    ["queued", { status: "queued" }, "running"],
    ["in progress", { status: "in_progress", conclusion: null }, "running"],
    ["waiting for an approval", { status: "waiting" }, "running"],
    ["started again", { status: "requested", conclusion: null }, "running"],
    ["over, and well", { status: "completed", conclusion: "success" }, "lost", /run 7 ended \(success\) without/],
    ["cancelled", { status: "completed", conclusion: "cancelled" }, "lost", /cancelled/],
    ["over, nobody says how", { status: "completed", conclusion: null }, "lost"],
    ["404", error("not_found", 404), "lost", /does not exist any more/],
    ["410", error("gone", 410), "lost"],
    ["403", error("forbidden", 403), "unknown", /GitHub says no/],
    ["429", error("rate_limited", 429), "unknown"],
    ["503", error("unavailable", 503), "unknown"],
    ["no network", new TypeError("fetch failed"), "unknown", /fetch failed/],
  ])("%s", async (_, look, kind, why) => {
    const poll = () => (look instanceof Error ? Promise.reject(look) : Promise.resolve(look));
    const seen = await executor({ poll }).matrix.observe("gha:7", "token0001");
    expect(seen.kind).toBe(kind);
    if (why !== undefined) expect(JSON.stringify(seen)).toMatch(why);
  });

  test("a run is asked for once, however many attempts were in it", async () => {
    const asked: string[] = [];
    const { matrix } = executor({
      poll: async (id) => {
        asked.push(id);
        return { status: "in_progress" };
      },
    });
    await Promise.all(["a", "b", "c"].map((token) => matrix.observe("gha:7", token)));
    await matrix.observe("gha:8", "d");
    expect(asked).toEqual(["7", "8"]);
  });
});

describe("a session of this run", () => {
  test("what was collected is what is known", async () => {
    const { matrix } = executor({ collected: new Map([["token0001", ENDED]]) });
    expect(await matrix.observe("gha:100", "token0001")).toEqual(ENDED);
  });

  test("what this process has started runs", async () => {
    const { matrix, ports } = executor();
    const [order] = orders();
    if (order === undefined) throw new Error("no order");
    await matrix.start(order);
    await matrix.start(order);
    expect(ports.started).toEqual([order]);
    expect(await matrix.observe("gha:100", order.token)).toEqual({ kind: "running" });
  });

  test("what an earlier attempt of the run reserved is lost: a run is repeated only when it has ended", async () => {
    expect(await executor().matrix.observe("gha:100", "token0001")).toMatchObject({ kind: "lost" });
  });
});

test("handles", async () => {
  const { matrix } = executor();
  expect(matrix.handle("token0001")).toBe("gha:100");
  for (const handle of ["cmd:host/token", "gha:", "gha:1x", "gha:../1", ""]) {
    expect(runOf(handle)).toBeNull();
    expect((await matrix.observe(handle, "token0001")).kind).toBe("unknown");
  }
});

test.each([
  ["other attempts count in the run", "gha:7", false, []],
  ["nothing else counts in it", "gha:7", true, ["7"]],
  ["it is our own", "gha:100", true, []],
])("cancelling ends a run only when nothing else is in it: %s", async (_, handle, alone, ended) => {
  const cancelled: string[] = [];
  const { matrix } = executor({ alone: () => alone, cancelRun: async (id) => void cancelled.push(id) });
  await matrix.cancel(handle, "token0001");
  await executor().matrix.cancel(handle, "token0001");
  expect(cancelled).toEqual(ended);
});
