import { describe, expect, test } from "vitest";
import { runningOrders } from "../../../src/executors/matrix/running-orders.ts";
import { done, PROSE, runs } from "../../dispatch/one-cycle.ts";
import { CLAUDE, CODEX, sampleAttempt, sampleSettings, sampleTask } from "../../dispatch/sample.ts";
import { reserved } from "./reserved.ts";

const AGENTS = { agents: [CLAUDE, CODEX], check: ["npm", "test"] };
const COMMIT = "c".repeat(40);

describe("the orders of a run, made again from the state", () => {
  test.each([
    ["a command", [sampleTask()], {}],
    ["an agent that changes code, with the project's own check", [sampleTask(PROSE)], AGENTS],
    [
      "a later attempt, with what was wrong with the last",
      [
        sampleTask({
          ...PROSE,
          retries: 1,
          strategies_tried: [sampleAttempt("edit", { verification_failure: "the check failed", tool: "claude" })],
        }),
      ],
      AGENTS,
    ],
    ["checks of its own", [sampleTask({ acceptance: ["file:out.txt", "command:make check"] })], {}],
    [
      "work of another task that it builds on",
      [
        done("T-01", {
          references: [
            { kind: "commit", value: COMMIT },
            { kind: "branch", value: "ltpm/T-01-x" },
          ],
        }),
        sampleTask({ ...PROSE, id: "T-02", depends_on: ["T-01"] }),
      ],
      AGENTS,
    ],
    ["several at once", [sampleTask(), sampleTask({ id: "T-02" })], {}],
  ])("%s: as they were reserved", (_, tasks, settings) => {
    const { after, result } = reserved(...tasks, settings);
    expect(result.orders.length).toBeGreaterThan(0);
    expect(runningOrders(after.queue, sampleSettings(settings), "100")).toEqual(result.orders);
  });

  test("other runs, other executors and people are left out", () => {
    const { after } = reserved(sampleTask(), runs("T-02"));
    expect(runningOrders(after.queue, sampleSettings(), "101")).toEqual([]);
    expect(runningOrders(after.queue, sampleSettings(), "100").map(({ id }) => id)).toEqual(["T-01"]);
  });

  test("a strategy that the configuration does not know any more is judged by the type's checks", () => {
    const { after } = reserved(sampleTask({ ...PROSE }), AGENTS);
    const queue = {
      ...after.queue,
      tasks: after.queue.tasks.map((task) =>
        task.session ? { ...task, session: { ...task.session, strategy: "of-yesterday" } } : task,
      ),
    };
    const [order] = runningOrders(queue, sampleSettings(AGENTS), "100");
    expect(order?.checks.map(({ kind }) => kind)).toContain("diff");
  });
});
