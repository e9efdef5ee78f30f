import { describe, expect, test } from "vitest";
import { STATUSES } from "../../src/queue/format.ts";
import { isTerminal, nextStatus, TASK_EVENTS, TRANSITIONS } from "../../src/queue/machine.ts";

/** companions.md, Statuses, one row a status: start finish fail lose block skip cancel retry mark. */
const SPECIFIED: Record<string, string> = {
  pending: "running - - - blocked skipped skipped pending done",
  running: "- done pending pending blocked skipped skipped pending done",
  blocked: "- - - - - skipped skipped pending done",
  done: "- - - - - - - pending done",
  skipped: "- - - - - skipped skipped pending done",
};

describe("the state machine", () => {
  test("has a row for every status and a column for every event, and no others", () => {
    expect(Object.keys(TRANSITIONS).sort()).toEqual([...STATUSES].sort());
    for (const row of Object.values(TRANSITIONS)) expect(Object.keys(row).sort()).toEqual([...TASK_EVENTS].sort());
  });

  for (const status of STATUSES) {
    for (const [index, event] of TASK_EVENTS.entries()) {
      const expected = SPECIFIED[status]?.split(" ")[index] ?? "missing";
      test(`${status} + ${event} -> ${expected}`, () => {
        expect(nextStatus(status, event) ?? "-").toBe(expected);
      });
    }
  }

  test("a person can put every task back and mark every task done", () => {
    for (const status of STATUSES) {
      expect(nextStatus(status, "retry")).toBe("pending");
      expect(nextStatus(status, "mark")).toBe("done");
    }
  });

  test("nothing but a start leads to running", () => {
    for (const status of STATUSES) {
      for (const event of TASK_EVENTS) if (nextStatus(status, event) === "running") expect(event).toBe("start");
    }
  });

  test("finished means done, blocked or skipped", () => {
    expect(STATUSES.filter(isTerminal)).toEqual(["done", "blocked", "skipped"]);
  });
});
