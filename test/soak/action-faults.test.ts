/** Every kind of fault at every request of a run of the Action. */
import { test } from "vitest";
import { firstStory, planStory, settleStory } from "../e2e/action/crash-cases.ts";
import { withManyFaults } from "../e2e/action/fault-cases.ts";

const LONG = 1_800_000;

test("the first run of a repository", () => withManyFaults(firstStory, 1), LONG);
test("a plan with three commands and newly blocked tasks", () => withManyFaults(planStory, 1), LONG);
test("a settle with one done and one blocked task", async () => withManyFaults(await settleStory(), 1), LONG);
test("a settle that merges", async () => withManyFaults(await settleStory("merge"), 1), LONG);
