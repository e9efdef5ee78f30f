/** A run that is killed (SIGKILL) at its requests: nothing is lost, nothing is told twice. Here some of them, all in test/soak. */
import { test } from "vitest";
import { firstStory, killedAtMany, planStory, settleStory } from "./crash-cases.ts";

test("the first run of a repository, killed at its requests", () => killedAtMany(firstStory, 31));

test("a plan with three commands and newly blocked tasks, killed at its requests", () => killedAtMany(planStory, 37));

test("a settle with one done and one blocked task, killed at its requests", async () => {
  await killedAtMany(await settleStory(), 31);
});
