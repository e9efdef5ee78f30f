/** A run that is killed (SIGKILL) at one of its requests: nothing is lost, nothing is told twice. All of them: LTPM_SOAK=1. */
import { expect, test } from "vitest";
import { killed, planStory, type Story, settleStory, undisturbed } from "./crash-cases.ts";
import { inLanes } from "./lanes.ts";

/** Of the requests one in so many. */
const STRIDE = Number(process.env.STRIDE ?? 3);

async function killedEverywhere(story: Story): Promise<void> {
  const { seen, kills } = await undisturbed(story);
  expect(kills.length).toBeGreaterThan(15);
  const some = kills.filter((_, at) => at % STRIDE === 0);
  await inLanes(some, 2, (kill) => killed(story, kill, seen));
}

test("a plan with three commands and newly blocked tasks, killed at its requests", async () => {
  await killedEverywhere(planStory);
}, 120_000);

test("a settle with one done and one blocked task, killed at its requests", async () => {
  await killedEverywhere(await settleStory());
}, 120_000);
