/** Faults of every kind at the requests of a run. Here some of them, all in test/soak. */
import { test } from "vitest";
import { planStory, settleStory } from "./crash-cases.ts";
import { withManyFaults } from "./fault-cases.ts";

// Strides that share no factor with the number of kinds: every kind has its turn.
test("a plan with three commands and newly blocked tasks, with a fault", () => withManyFaults(planStory, 251));

test("a settle with one done and one blocked task, with a fault", async () => {
  await withManyFaults(await settleStory(), 167);
});
