import { describe, expect, test } from "vitest";
import { OUR_TYPES, taskTypes } from "../../src/dispatch/catalog.ts";
import { classified } from "../../src/dispatch/classified.ts";
import { sampleAttempt, sampleTask } from "./sample.ts";

const DEPLOY = { name: "deploy", strategies: [], checks: [], changes_files: false, match: ["ship"] };

describe("a task whose type nobody has said", () => {
  const task = sampleTask({ task_type: "unknown", description: "Ship it", details: "" });

  test("is of the user's type whose words it has", () => {
    expect(classified(task, taskTypes({ task_types: [DEPLOY] })).task_type).toBe("deploy");
    const inDetails = { ...task, description: "Do it", details: "- then ship it" };
    expect(classified(inDetails, taskTypes({ task_types: [DEPLOY] })).task_type).toBe("deploy");
  });

  test("is classified by intake's rules otherwise", () => {
    expect(classified({ ...task, description: "Run `npm test`" }, OUR_TYPES).task_type).toBe("code-execution");
  });

  test.each([
    ["one with a type keeps it", { task_type: "review" }, "review"],
    ["one that was tried keeps it", { strategies_tried: [sampleAttempt("look-up")] }, "unknown"],
    ["an ambiguous one stays unknown", { description: "The thing with the stuff" }, "unknown"],
  ])("%s", (_what, fields, type) => {
    const types = type === "unknown" && "description" in fields ? OUR_TYPES : taskTypes({ task_types: [DEPLOY] });
    expect(classified({ ...task, ...fields }, types).task_type).toBe(type);
  });
});
