/** A run of the Action that is killed at every one of its requests, before and after it was carried out. */
import { test } from "vitest";
import { firstStory, killedAtMany, planStory, settleStory } from "../e2e/action/crash-cases.ts";

const LONG = 1_200_000;

test("the first run of a repository", () => killedAtMany(firstStory, 1), LONG);
test("a plan with three commands and newly blocked tasks", () => killedAtMany(planStory, 1), LONG);
test("a settle with one done and one blocked task", async () => killedAtMany(await settleStory(), 1), LONG);
test("a settle that merges", async () => killedAtMany(await settleStory("merge"), 1), LONG);
