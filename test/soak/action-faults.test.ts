/** Faults of every kind at the requests of a run of the Action. Strides share no factor with the number of kinds: every kind, and nearly every request, has its turn. */
import { test } from "vitest";
import { firstStory, planStory, settleStory } from "../e2e/action/crash-cases.ts";
import { withManyFaults } from "../e2e/action/fault-cases.ts";

const LONG = 1_800_000;

test("the first run of a repository", () => withManyFaults(firstStory, 11), LONG);
test("a plan with three commands and newly blocked tasks", () => withManyFaults(planStory, 7), LONG);
test("a settle with one done and one blocked task", async () => withManyFaults(await settleStory(), 5), LONG);
test("a settle that merges", async () => withManyFaults(await settleStory("merge"), 7), LONG);
